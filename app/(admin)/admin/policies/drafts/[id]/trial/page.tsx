import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { EmptyState } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { PageHead, Section } from "@/app/_ui/section";
import { Stat, Stats } from "@/app/_ui/stat";
import { readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { Code } from "@/app/_ui/tag";
import { loadWords } from "@/db/case-file";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { loadLibrary } from "@/db/policies";
import { type DraftPage, findDraft, latestTrial, listTrialLines, TRIAL_VIEWS, type TrialPage, type TrialRow, type TrialView } from "@/db/policy-draft-queries";
import type { Fen } from "@/lib/kernel/fen";
import { leavesOf } from "@/lib/policy/condition";
import { describeLeaf, unitOf, type Words, wordsOf } from "@/lib/policy/describe";
import { readDraft } from "@/lib/policy/draft";
import { formatInUnit } from "@/lib/policy/wording";
import { count, when } from "../../../../_parts/when";
import { draftTitle } from "../../../_parts/draft-title";
import { Exhaustion } from "../gate";
import { VIEWS } from "../texts";
import { PastYears } from "./past-years";

const PAGE_SIZE = 50;
const Query = z.object({ view: z.enum(TRIAL_VIEWS).catch("gained"), year: z.coerce.number().int().min(1990).max(2200).nullable().catch(null) });

const money = (fen: Fen | null) => (fen === null ? "没有" : <Money fen={fen} size="cell" />);

/** 离门槛 in words: the requirement, and what the enterprise has. */
function nearTexts(row: TrialRow, leaves: ReadonlyMap<string, { ask: string; show: (value: string) => string }>): string[] {
  return row.near.map(({ id, actual }) => {
    const leaf = leaves.get(id);
    return leaf ? `${leaf.ask}，现在 ${leaf.show(actual)}` : actual;
  });
}

function columnsOf(leaves: Parameters<typeof nearTexts>[1]): readonly Column<TrialRow>[] {
  return [
    { id: "name", head: "企业", cell: (row) => row.name, spot: "title" },
    { id: "uscc", head: "信用代码", cell: (row) => <Code>{row.uscc}</Code>, spot: "foot" },
    { id: "before", head: "现行（元）", cell: (row) => money(row.beforeFen), align: "end", spot: "label" },
    { id: "after", head: "草稿（元）", cell: (row) => money(row.afterFen), align: "end", spot: "label" },
    { id: "near", head: "离门槛不到 5%", cell: (row) => nearTexts(row, leaves).join("；") || "" },
  ];
}

/** The requirements of the draft by their numbers, told and with their unit. */
function leavesIn(draft: DraftPage, library: Awaited<ReturnType<typeof loadLibrary>>, words: Words) {
  const read = readDraft({ typed: draft.typed, groups: draft.groups }, library);
  const leaves = read.ok ? leavesOf(read.value.document.conditions) : [];
  return new Map(
    leaves.map((leaf) => {
      const ratio = "ratio" in leaf;
      const unit = ratio ? "比例" : unitOf(wordsOf(leaf.ind, words));
      return [leaf.id, { ask: describeLeaf(leaf, words), show: (value: string) => formatInUnit(value, unit) }] as const;
    }),
  );
}

function Figures({ trial }: { trial: TrialPage }) {
  const { report } = trial;
  return (
    <>
      <Stats label="试算结果" columns={4}>
        <Stat
          label="可以享受"
          value={count(report.eligibleAfter)}
          unit="家"
          basis={`现行 ${count(report.eligibleBefore)} 家，全县 ${count(report.enterprises)} 家`}
        />
        <Stat label="全部兑现要花" value={<Money fen={report.afterFen} />} basis={`其中 ${count(report.pending)} 家金额待核，未计入`} />
        <Stat label="还没兑现的" value={<Money fen={report.outstandingFen} />} basis="去掉本期已有办件的企业" />
        <Stat label="转人工" value={count(report.manual)} unit="家" basis={`缺数据下不了结论的 ${count(report.undetermined)} 家`} />
      </Stats>
      <Exhaustion report={report} />
    </>
  );
}

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export const generateMetadata = ({ params }: Props): Promise<Metadata> => draftTitle("全县试算", params);

export default async function TrialPageView({ params, searchParams }: Props) {
  const user = await requirePermission("policy.simulate");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const search = await searchParams;
  const { view, year } = Query.parse({ year: null, ...search });
  const path = `/admin/policies/drafts/${id.data}/trial`;
  const query = readTableQuery(path, search, { sortable: [], pageSize: PAGE_SIZE });
  const db = await getDb();
  const [draft, trial, today] = await Promise.all([findDraft(db, scopeFor(user, "policy.simulate"), id.data), latestTrial(db, id.data), businessToday(db)]);
  if (!draft) notFound();
  const head = (
    <PageHead
      title="全县试算"
      note={trial ? `${draft.name}　按 ${when(trial.runAt, today)} 的数据，不动任何办件` : draft.name}
      crumbs={[
        ["政策库", "/admin/policies"],
        [draft.name, `/admin/policies/drafts/${draft.id}`],
      ]}
      here="全县试算"
    />
  );
  if (!trial)
    return (
      <>
        {head}
        <EmptyState level={2} title="还没有试算过" actions={<ButtonLink href={`/admin/policies/drafts/${draft.id}`}>回到草稿</ButtonLink>}>
          在草稿页按“全县试算”。
        </EmptyState>
      </>
    );
  const past = trial.years.find((one) => one.year === year) ?? null;
  const totals = past?.totals ?? trial.report;
  const views = past ? PAST_VIEWS : TRIAL_VIEWS;
  const shown = views.find((one) => one === view) ?? "gained";
  const hrefFor = (one: TrialView, of: number | null) => `${path}?view=${one}${of === null ? "" : `&year=${of}`}#firms`;
  const [lines, words, library] = await Promise.all([
    listTrialLines(db, trial.id, { view: shown, year: past?.year ?? null, page: query.page, pageSize: PAGE_SIZE }),
    loadWords(db),
    loadLibrary(db),
  ]);
  return (
    <>
      {head}
      <Figures trial={trial} />
      <PastYears trial={trial} hrefFor={hrefFor} />
      <Section
        id="firms"
        title={past ? `涉及的企业，用${past.year}年的数据` : "涉及的企业"}
        className="mt-8"
        aside={past ? <Link href={`${hrefFor(shown, null)}`}>看现在的</Link> : undefined}
      >
        <Tabs
          label="变化"
          className="mb-4"
          items={views.map((one) => ({ href: hrefFor(one, past?.year ?? null), text: VIEWS[one], count: totals[one], current: one === shown }))}
        />
        <DataTable
          caption={VIEWS[shown]}
          unit="家"
          columns={columnsOf(leavesIn(draft, library, words))}
          rows={lines.rows}
          total={lines.total}
          query={query}
          rowKey={(row) => String(row.id)}
          rowLabel={(row) => row.name}
          empty={{ title: `没有企业${VIEWS[shown]}` }}
        />
      </Section>
    </>
  );
}

/** Beside a threshold of a past year nobody stands any more. */
const PAST_VIEWS = TRIAL_VIEWS.filter((one) => one !== "near");
