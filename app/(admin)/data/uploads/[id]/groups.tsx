import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import type { CorrectionGroup, ReasonGroup } from "@/db/upload-queries";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { ROW_FATE_NAMES } from "@/lib/pipeline/fates";
import { countText, PATTERN_NAMES } from "../../texts";

export const columnName = (definition: DatasetDefinition, field: string | null): string =>
  field === null ? "整行" : (definition.fields.find((one) => one.id === field)?.header ?? field);

const shown = (text: string): string => (text === "" ? "（空）" : text);

/** 更正了什么 by column and kind, with an example: the old value struck through, the new one beside it. */
export function Corrections({ groups, definition, total }: { groups: readonly CorrectionGroup[]; definition: DatasetDefinition; total: number }) {
  return (
    <Section title="更正了什么" aside={`${countText(total)} 行`}>
      <PlainTable
        caption="更正了什么"
        rows={groups}
        rowKey={(group) => `${group.field}|${group.pattern}`}
        empty="没有需要更正的内容。"
        columns={[
          { id: "how", head: "怎么修", rowHead: true, cell: (group) => PATTERN_NAMES[group.pattern] ?? group.pattern },
          { id: "column", head: "列", cell: (group) => columnName(definition, group.field) },
          {
            id: "example",
            head: "原值 → 新值（例）",
            cell: (group) => (
              <span className="break-all">
                <del className="text-ink-3">{shown(group.from)}</del>
                {` → ${shown(group.to)}`}
              </span>
            ),
          },
          { id: "rows", head: "行", align: "end", unit: "行", cell: (group) => countText(group.rows) },
        ]}
      />
    </Section>
  );
}

/** 没有采用的行 and why: set aside, repeated, no data. */
export function Reasons({ groups, definition, total }: { groups: readonly ReasonGroup[]; definition: DatasetDefinition; total: number }) {
  return (
    <Section title="没有采用的行" aside={`${countText(total)} 行`}>
      <PlainTable
        caption="没有采用的行"
        rows={groups}
        rowKey={(group) => `${group.fate}|${group.field}|${group.code}|${group.pattern}`}
        empty="每一行都采用了。"
        columns={[
          { id: "why", head: "为什么（例）", rowHead: true, cell: (group) => group.message },
          { id: "column", head: "列", cell: (group) => columnName(definition, group.field) },
          { id: "fate", head: "去向", cell: (group) => ROW_FATE_NAMES[group.fate] },
          { id: "rows", head: "行", align: "end", unit: "行", cell: (group) => countText(group.rows) },
        ]}
      />
    </Section>
  );
}
