import type { SessionUser } from "@/app/_server/session";
import { DataTable } from "@/app/_ui/data-table";
import { ExportLink } from "@/app/_ui/export-link";
import { TextArea } from "@/app/_ui/field";
import { LIGHT_WORDS } from "@/app/_ui/light";
import { Message } from "@/app/_ui/message";
import { PageHead } from "@/app/_ui/section";
import type { TableQuery } from "@/app/_ui/table-query";
import { Chips } from "@/app/_ui/tabs";
import type { QueueFilter, QueueRow } from "@/db/claim-queries";
import type { SavedFilter } from "@/db/saved-filters";
import type { TakeBackOffer } from "@/db/take-back";
import { may } from "@/lib/access/permissions";
import { hasGraveDoubt } from "@/lib/claim/doubts";
import { pauseWords } from "@/lib/claim/suspension";
import { formatYuan } from "@/lib/kernel/fen";
import { doubtWord, STEP_WORDS } from "../../parts/texts";
import { agreeToSelected } from "./actions";
import { BatchMessage } from "./batch-message";
import { columns } from "./columns";
import { QueueKeys } from "./keys";
import { keptQuery, type readBatch } from "./params";
import { actsOf, CasePreview } from "./preview";
import { QueueHead } from "./queue-head";
import { QueueWatch } from "./queue-watch";
import { readQueue } from "./read-queue";
import { SaveFilterDialog } from "./saved-filters";
import { TakeBackForm } from "./take-back-form";
import { WaitingBatches } from "./waiting-batches";

/** Why a selected row would be set aside; the act itself judges again. */
const asideFor = (me: string) => (row: QueueRow) => {
  if (row.step !== "check") return STEP_WORDS[row.step];
  if (row.inBatch) return "已批量同意，等生效";
  if (row.handlerDecision === "reject") return "拟不同意，须逐件复核";
  if (hasGraveDoubt(row.doubts)) return "存疑涉及事实或收款，须逐件复核";
  return row.handlerId === me ? "是您自己经办的" : undefined;
};

const common = (row: QueueRow): string => pauseWords(row) ?? ([...new Set(row.doubts.map((doubt) => doubtWord(doubt.code)))].join("、") || "没有存疑");

const bulk = {
  verb: "同意",
  hotkey: "⇧A",
  action: agreeToSelected,
  note: "同意经办人拟同意的意见。提交时逐件用今天的数据再核金额，有变化的单独留下，不影响其他件。10 分钟内可以整批撤回，之后进入公示。",
  fields: <TextArea label="复核意见" name="opinion" rows={2} required maxLength={500} defaultValue="同意经办意见" />,
};

function TakeBack({ offer: { claimId, number, version, enterpriseName } }: { offer: TakeBackOffer }) {
  return (
    <Message
      tone="blue"
      title={`您刚给 ${enterpriseName}（${number}）写了意见，10 分钟内可以撤回`}
      className="mb-3"
      actions={<TakeBackForm id={claimId} version={version} />}
    />
  );
}

/** 常用筛选 of the reader, and the way to keep the present one. */
function SavedFilters({ filters, current }: { filters: readonly SavedFilter[]; current: string }) {
  return (
    <div data-noprint className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-3">
      {filters.length > 0 ? (
        <Chips label="常用筛选" lead="常用" items={filters.map((one) => ({ href: `/review/cases?${one.query}`, text: one.name, on: one.query === current }))} />
      ) : null}
      <SaveFilterDialog key={filters.length} query={current} filters={filters.map(({ id, name }) => ({ id, name }))} />
    </div>
  );
}

type Props = {
  readonly user: SessionUser;
  readonly query: TableQuery;
  readonly filter: QueueFilter;
  readonly preview: string | undefined;
  readonly batch: ReturnType<typeof readBatch>;
};

/** 待办复核 with its numbers: what the skeleton stands for. */
export async function QueueList({ user, query, filter, preview, batch }: Props) {
  const read = await readQueue(user, filter, query, preview);
  const { queue, choices, panel, takeBack, batches, aside, filters, today } = read;
  const canHandle = may(user.roles, "claim.handle");
  const handler = canHandle ? user.personId : null;
  const canCheck = may(user.roles, "claim.check");
  return (
    <>
      <PageHead
        title="待办复核"
        note={`${queue.total} 件　合计 ${formatYuan(queue.sumFen)}元`}
        actions={<ExportLink table="cases" params={{ ...query.params, sort: query.sort }} />}
        className="mb-2"
      />
      {batch ? <BatchMessage batch={batch} /> : null}
      <WaitingBatches batches={batches} aside={aside} />
      {takeBack ? <TakeBack offer={takeBack} /> : null}
      <QueueHead query={query} filter={filter} read={read} />
      <SavedFilters filters={filters} current={keptQuery(new URLSearchParams({ ...query.params, sort: query.sort }).toString())} />
      <DataTable
        caption="待办复核的办件"
        unit="件"
        dense
        columns={columns}
        rows={queue.rows}
        total={queue.total}
        query={query}
        rowKey={(row) => `${row.id}.${row.version}.${row.amountFen ?? "-"}`}
        rowLabel={(row) => `${row.enterpriseName} ${row.number}`}
        rowHref={(row) => `/review/cases/${row.id}`}
        rowAmount={(row) => row.amountFen}
        rowCommon={common}
        rowAside={asideFor(user.personId)}
        rowPreviewId={(row) => row.id}
        rowActs={(row) => actsOf(row, handler)}
        preview={{
          label: "办件预览",
          rowId: panel?.row.id ?? null,
          pinned: panel?.row.id === preview,
          content: panel ? <CasePreview {...panel} acts={actsOf(panel.row, handler)} today={today} /> : null,
        }}
        {...(canCheck && { bulk })}
        empty={{
          title: "没有符合的办件",
          filters: filterWords(query.params, choices.policies),
          clearHref: "/review/cases",
          help: <p>本部门没有等人办的件时，这里是空的。智能初审转来新件会排在这里。</p>,
        }}
      />
      <QueueWatch />
      <QueueKeys canHandle={canHandle} canCheck={canCheck} canSign={may(user.roles, "claim.chiefSign")} />
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
    who: (value) => (value === "mine" ? "我手里的" : "还没分办的"),
    min: (value) => `${value} 元以上`,
    q: (value) => `“${value}”`,
  };
  return Object.entries(params).flatMap(([key, value]) => words[key]?.(value) ?? []);
}
