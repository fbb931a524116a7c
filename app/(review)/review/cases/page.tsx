import type { Metadata } from "next";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { DataTable } from "@/app/_ui/data-table";
import { ExportLink } from "@/app/_ui/export-link";
import { TextArea } from "@/app/_ui/field";
import { LIGHT_WORDS } from "@/app/_ui/light";
import { PageHead } from "@/app/_ui/section";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { Chips, Tabs } from "@/app/_ui/tabs";
import { QUEUE_SORTS, type QueueRow } from "@/db/claim-queries";
import { may } from "@/lib/access/permissions";
import { formatYuan } from "@/lib/kernel/fen";
import { one, type SearchParams } from "../../parts/params";
import { doubtWord, STEP_WORDS } from "../../parts/texts";
import { agreeToSelected } from "./actions";
import { BatchMessage } from "./batch-message";
import { columns } from "./columns";
import { QueueFilters } from "./filters";
import { QueueKeys } from "./keys";
import { readBatch, readFilter } from "./params";
import { CasePreview } from "./preview";
import { readQueue } from "./read-queue";

export const metadata: Metadata = { title: "待办复核" };

const LIGHTS = ["red", "yellow", "green", "blue"] as const;
const STEPS = ["handle", "check", "chief", "wait"] as const;

/** Why a selected row would be set aside; the act itself judges again. */
const asideFor = (me: string) => (row: QueueRow) => {
  if (row.step !== "check") return STEP_WORDS[row.step];
  if (row.handlerDecision === "reject") return "拟不同意，须逐件复核";
  return row.handlerId === me ? "是您自己经办的" : undefined;
};

const common = (row: QueueRow): string => [...new Set(row.doubts.map((doubt) => doubtWord(doubt.code)))].join("、") || "没有存疑";

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("claim.queue");
  const search = await searchParams;
  const flat = Object.fromEntries(Object.entries(search).map(([key, value]) => [key, one(value)]));
  const { agreed: _agreed, aside: _aside, ...rest } = search;
  const query = readTableQuery("/review/cases", rest, { sortable: QUEUE_SORTS, defaultSort: "due", pageSize: 16 });
  const filter = readFilter(flat);
  const { queue, choices, inputs } = await readQueue(scopeFor(user, "claim.queue"), filter, query);
  const batch = readBatch(flat);
  const canCheck = may(user.roles, "claim.check");
  const preview = (row: QueueRow) => {
    const input = inputs.get(row.id);
    return input ? <CasePreview row={row} input={input} canHandle={may(user.roles, "claim.handle")} /> : null;
  };
  return (
    <>
      <PageHead
        title="待办复核"
        note={`${queue.total} 件　合计 ${formatYuan(queue.sumFen)}元`}
        actions={<ExportLink table="cases" params={{ ...query.params, sort: query.sort }} />}
        className="mb-2"
      />
      {batch ? <BatchMessage batch={batch} /> : null}
      <Tabs
        label="按灯色"
        items={[
          { href: queryHref(query, { light: null }), text: "全部", count: queue.all, current: !filter.light },
          ...LIGHTS.map((light) => ({
            href: queryHref(query, { light }),
            text: LIGHT_WORDS[light],
            count: queue.lights[light],
            light,
            current: filter.light === light,
          })),
        ]}
      />
      <QueueFilters params={query.params} choices={choices} />
      <div className="pb-3">
        <Chips
          label="按进度"
          lead="进度"
          items={[
            { href: queryHref(query, { step: null }), text: "全部", on: !filter.step },
            ...STEPS.map((step) => ({ href: queryHref(query, { step }), text: `${STEP_WORDS[step]} ${choices.steps[step]}`, on: filter.step === step })),
          ]}
        />
      </div>
      <DataTable
        caption="待办复核的办件"
        unit="件"
        dense
        columns={columns}
        rows={queue.rows}
        total={queue.total}
        query={query}
        rowKey={(row) => `${row.id}.${row.version}`}
        rowLabel={(row) => `${row.enterpriseName} ${row.number}`}
        rowHref={(row) => `/review/cases/${row.id}`}
        rowAmount={(row) => row.amountFen}
        rowCommon={common}
        rowAside={asideFor(user.personId)}
        rowPreview={preview}
        previewLabel="办件预览"
        {...(canCheck && {
          bulk: {
            verb: "同意",
            hotkey: "⇧A",
            action: agreeToSelected,
            note: "同意经办人拟同意的意见，办件进入公示。提交时逐件再核对，有变化的会单独留下，不影响其他件。",
            fields: <TextArea label="复核意见" name="opinion" rows={2} required maxLength={500} defaultValue="同意经办意见" />,
          },
        })}
        empty={{
          title: "没有符合的办件",
          filters: filterWords(query.params, choices.policies),
          clearHref: "/review/cases",
          help: <p>本部门没有等人办的件时，这里是空的。智能初审转来新件会排在这里。</p>,
        }}
      />
      <QueueKeys canHandle={may(user.roles, "claim.handle")} canCheck={canCheck} />
    </>
  );
}

/** The filters in force, in words, for the empty list. */
function filterWords(params: Readonly<Record<string, string>>, policies: readonly { code: string; name: string }[]): string[] {
  const words: Readonly<Record<string, (value: string) => string>> = {
    light: (value) => LIGHT_WORDS[value as keyof typeof LIGHT_WORDS] ?? value,
    step: (value) => STEP_WORDS[value as keyof typeof STEP_WORDS] ?? value,
    policy: (value) => policies.find((policy) => policy.code === value)?.name ?? "所选政策",
    doubt: doubtWord,
    min: (value) => `${value} 元以上`,
    q: (value) => `“${value}”`,
  };
  return Object.entries(params).flatMap(([key, value]) => words[key]?.(value) ?? []);
}
