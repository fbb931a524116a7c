import { PlainTable } from "@/app/_ui/plain-table";
import { type Field, type Likeness, unlike } from "@/lib/pipeline/link/likeness";
import { FIELD_NAMES, GRADE_WORDS } from "./texts";

/** 不同的字 marked within a text that is otherwise like its counterpart. */
function Marked({ text, other }: { text: string; other: string }) {
  const [own, theirs] = unlike(text, other);
  // Nothing is gained by marking all of it
  if (own === "" || theirs.length + own.length > (text.length + other.length) / 2) return text;
  const at = text.length - own.length;
  const head = Array.from({ length: at + 1 }, (_, place) => place).find(
    (place) => text.slice(place, place + own.length) === own && other.startsWith(text.slice(0, place)),
  );
  if (head === undefined) return text;
  return (
    <span>
      {text.slice(0, head)}
      <mark className="bg-amber-wash px-0.5">{own}</mark>
      {text.slice(head + own.length)}
    </span>
  );
}

/** What both sides say of one thing; empty where one does not say it. */
export type Compared = { readonly field: Field; readonly left: string; readonly right: string };

function wordOf({ field, left, right }: Compared, likeness: Likeness): string {
  if (left === "" || right === "") return "一方没有报";
  if (left === right) return "相同";
  const grade = likeness[field];
  return grade === undefined ? "不作比较" : ((GRADE_WORDS[field] as Readonly<Record<string, string>>)[grade] ?? "不同");
}

/** 并排比对: two records side by side with what differs marked, and the evidence in words. */
export function Comparison({
  caption,
  heads,
  rows,
  likeness,
}: {
  caption: string;
  heads: readonly [string, string];
  rows: readonly Compared[];
  likeness: Likeness;
}) {
  return (
    <PlainTable
      caption={caption}
      rows={rows}
      rowKey={(row) => row.field}
      rowTone={(row) => (row.left !== "" && row.right !== "" && row.left !== row.right ? "amber" : undefined)}
      empty="没有可以比对的内容。"
      columns={[
        { id: "field", head: "项目", spot: "lead", rowHead: true, width: "w-[104px]", cell: (row) => FIELD_NAMES[row.field] },
        { id: "left", head: heads[0], spot: "label", cell: (row) => (row.left === "" ? "没有报" : <Marked text={row.left} other={row.right} />) },
        { id: "right", head: heads[1], spot: "label", cell: (row) => (row.right === "" ? "没有登记" : <Marked text={row.right} other={row.left} />) },
        { id: "word", head: "比对", spot: "lead-end", width: "w-[128px]", cell: (row) => wordOf(row, likeness) },
      ]}
    />
  );
}
