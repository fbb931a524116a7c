import { Link } from "@/app/_ui/link";
import { Mark } from "@/app/_ui/mark";
import { PlainTable } from "@/app/_ui/plain-table";
import { Code } from "@/app/_ui/tag";
import type { VersionRow } from "@/db/admin-queries";
import { formatDay, type PlainDate } from "@/lib/kernel/plain-date";
import { type Condition, leavesOf } from "@/lib/policy/condition";
import { describeCondition, type Words } from "@/lib/policy/describe";
import type { ExampleRun } from "@/lib/policy/examples";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { when } from "../../_parts/when";
import { computedText, expectedText, VERSION_STATES } from "./texts";

type Row = { readonly part: string; readonly clause: string; readonly rule: string };

/** Parts of a tree that all must hold stand in rows of their own; anything else is one sentence. */
const partsOf = (tree: Condition): readonly Condition[] => ("all" in tree ? tree.all : [tree]);
const clauseOf = (tree: Condition): string => [...new Set(leavesOf(tree).map((leaf) => leaf.clause))].join("；");

function rowsOf(policy: ResolvedPolicy, words: Words): readonly Row[] {
  const rows = (part: string, tree: Condition, negated = false) =>
    partsOf(tree).map((one): Row => ({ part, clause: clauseOf(one), rule: describeCondition(one, words, negated) }));
  return [
    ...policy.base.map((item): Row => ({ part: "基本条件", clause: item.name, rule: describeCondition(item.cond, words) })),
    ...rows("享受条件", policy.conditions),
    ...policy.negativeList.map(
      (item): Row => ({ part: "负面清单", clause: item.name, rule: `有下列情形的不给：${describeCondition(item.blocksWhen, words)}` }),
    ),
    ...(policy.routeToManual ? rows("转人工", policy.routeToManual) : []),
    ...(policy.crossChecks ? rows("交叉核对", policy.crossChecks) : []),
  ];
}

/** 条件 in readable Chinese, composed from the rule as it runs, beside what the clause says. */
export function ConditionTable({ policy, words }: { policy: ResolvedPolicy; words: Words }) {
  const rows = rowsOf(policy, words).map((row, at) => ({ ...row, key: String(at) }));
  return (
    <PlainTable
      caption="条件"
      rows={rows}
      rowKey={(row) => row.key}
      empty="这项政策没有条件。"
      columns={[
        { id: "part", head: "部分", cell: (row) => row.part, spot: "lead", width: "w-24" },
        { id: "clause", head: "条款", cell: (row) => row.clause, rowHead: true, spot: "title" },
        { id: "rule", head: "系统怎么判", cell: (row) => row.rule },
      ]}
    />
  );
}

/** 算例 run now against the rule: what the author expects, what comes out. */
export function ExampleTable({ runs }: { runs: readonly ExampleRun[] }) {
  const rows = runs.map((run, at) => ({ run, key: String(at), right: run.differences.length === 0 }));
  return (
    <PlainTable
      caption="算例"
      rows={rows}
      rowKey={(row) => row.key}
      rowTone={(row) => (row.right ? undefined : "amber")}
      empty="这个版本没有算例。"
      columns={[
        {
          id: "result",
          head: "验算",
          cell: (row) => (
            <span className="inline-flex items-center gap-1.5">
              <Mark kind={row.right ? "met" : "unmet"} label="" />
              {row.right ? "一致" : "不一致"}
            </span>
          ),
          spot: "lead",
          width: "w-24",
        },
        { id: "title", head: "算例", cell: (row) => row.run.example.title, rowHead: true, spot: "title" },
        { id: "expected", head: "应得", cell: (row) => expectedText(row.run.example) },
        { id: "computed", head: "算得", cell: (row) => computedText(row.run) },
        { id: "calc", head: "算式", cell: (row) => row.run.example.calc ?? "", spot: "foot" },
      ]}
    />
  );
}

type Versions = { versions: readonly VersionRow[]; code: string; shown: number; today: PlainDate };

/** 版本: a claim stays with the version under which it was opened. */
export function VersionTable({ versions, code, shown, today }: Versions) {
  return (
    <PlainTable
      caption="版本"
      rows={versions}
      rowKey={(row) => row.id}
      empty="还没有版本。"
      columns={[
        {
          id: "number",
          head: "版本",
          cell: (row) =>
            row.number === shown ? (
              `第 ${row.number} 版（正在看）`
            ) : (
              <Link href={`/admin/policies/${code}?version=${row.number}`}>{`第 ${row.number} 版`}</Link>
            ),
          rowHead: true,
          spot: "title",
        },
        { id: "state", head: "状态", cell: (row) => VERSION_STATES[row.state], spot: "lead" },
        { id: "validity", head: "有效期", cell: (row) => `${formatDay(row.effectiveFrom)}—${formatDay(row.effectiveTo)}` },
        {
          id: "published",
          head: "发布",
          cell: (row) => (row.publishedAt ? `${when(row.publishedAt, today)} ${row.publisherName ?? "随系统提供"}` : "还没有发布"),
          spot: "foot",
        },
        { id: "author", head: "编写", cell: (row) => row.authorName ?? "随系统提供" },
        { id: "claims", head: "办件", cell: (row) => row.claims, align: "end", spot: "lead-end", unit: " 件" },
        {
          id: "compare",
          head: "比较",
          cell: (row) =>
            row.number === shown ? "" : <Link href={`/admin/policies/${code}/compare?from=${row.number}&to=${shown}`}>{`和第 ${shown} 版比较`}</Link>,
        },
        { id: "hash", head: "版本号", cell: (row) => <Code>{row.id.slice(0, 12)}</Code> },
      ]}
    />
  );
}
