import { Condition, Conditions } from "@/app/_ui/condition";
import type { TraceRow } from "./trace";

/** 条件行 one under the other; `dense` for the preview. Unmet and open ones first come as they stand in the text: the order is the policy's. */
export function TraceList({ rows, label, dense = false }: { rows: readonly TraceRow[]; label: string; dense?: boolean }) {
  return (
    <Conditions label={label}>
      {rows.map((row) => (
        <Condition
          key={row.key}
          kind={row.kind}
          ask={row.ask}
          value={row.value}
          dense={dense}
          {...(dense ? {} : { clause: row.clause === row.ask ? undefined : row.clause, source: row.source, asOf: row.asOf })}
        />
      ))}
    </Conditions>
  );
}
