import { Link } from "@/app/_ui/link";
import type { QuarantineGroup } from "@/db/quarantine-queries";
import { countText, PATTERN_NAMES } from "../texts";

const hrefOf = ({ datasetId, code, field }: QuarantineGroup): string =>
  `/data/quarantine?${new URLSearchParams({ dataset: datasetId, code, field: field ?? "" })}`;
const LINK_NAMES: Readonly<Record<string, string>> = { LINK_REVIEW: "可能是几家企业中的一家", LINK_NONE: "登记库里找不到这家企业" };

export const groupTitle = (group: QuarantineGroup, column: string): string =>
  LINK_NAMES[group.code] ?? `${column}：${PATTERN_NAMES[group.pattern] ?? group.code}`;

/** 问题 at the left: kinds of questions, the largest first; one answer settles equal rows. */
export function Groups({
  groups,
  current,
  columnOf,
}: {
  groups: readonly QuarantineGroup[];
  current: QuarantineGroup;
  columnOf: (group: QuarantineGroup) => string;
}) {
  return (
    <nav aria-label="问题" className="border-ink border-t-2">
      <ul>
        {groups.map((group) => (
          <li key={hrefOf(group)}>
            <Link
              href={hrefOf(group)}
              aria-current={group === current ? "page" : undefined}
              className="block border-line border-b border-l-[3px] border-l-transparent px-3 py-2 text-ink no-underline hover:bg-moon aria-[current=page]:border-l-qing aria-[current=page]:bg-qing-wash"
            >
              <span className="flex justify-between gap-3">
                <span className="font-medium">{groupTitle(group, columnOf(group))}</span>
                <span className="whitespace-nowrap">{`${countText(group.rows)} 行`}</span>
              </span>
              <span className="text-ink-2 text-small">{group.datasetName}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
