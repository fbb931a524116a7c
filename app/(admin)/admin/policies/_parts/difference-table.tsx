import { EmptyState } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import type { Difference } from "@/lib/policy/difference";

/** 两个版本的不同, a row for each. */
export function DifferenceTable({ differences, before, after }: { differences: readonly Difference[]; before: string; after: string }) {
  if (differences.length === 0)
    return (
      <EmptyState level={2} title="没有不同">
        两边的内容完全一样。
      </EmptyState>
    );
  return (
    <PlainTable
      caption="不同之处"
      rows={differences.map((one, at) => ({ ...one, key: String(at) }))}
      rowKey={(row) => row.key}
      empty=""
      columns={[
        { id: "part", head: "部分", cell: (row) => row.part, rowHead: true, spot: "title", width: "w-40" },
        { id: "before", head: before, cell: (row) => row.before ?? <span className="text-ink-3">没有</span>, spot: "label", width: "w-[42%]" },
        { id: "after", head: after, cell: (row) => row.after ?? <span className="text-ink-3">去掉</span>, spot: "label" },
      ]}
    />
  );
}
