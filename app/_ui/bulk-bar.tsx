"use client";

import { useState } from "react";
import { addFen, formatYuan } from "@/lib/kernel/fen";
import { Button } from "./button";
import { AlertDialog } from "./dialog";
import type { GridBulk, GridRow } from "./grid-types";
import { SubmitButton } from "./submit-button";

const sharedBy = (rows: readonly GridRow[]): string | undefined => {
  const first = rows[0]?.common;
  return first !== undefined && rows.every((row) => row.common === first) ? first : undefined;
};

/** 批量条: count, sum, what the selected have in common, the act and the way out. The act asks once more, with number and sum. */
export function BulkBar({ bulk, unit, rows, onClear }: { bulk: GridBulk; unit: string; rows: readonly GridRow[]; onClear: () => void }) {
  const [asking, setAsking] = useState(false);
  const amounts = rows.flatMap((row) => (row.amount === undefined ? [] : [row.amount]));
  const sum = amounts.length > 0 ? `${formatYuan(addFen(...amounts))}元` : "";
  const asides = rows.filter((row) => row.aside !== undefined);
  const shared = sharedBy(rows);
  const count = `${rows.length} ${unit}`;
  return (
    <section
      data-bulk
      data-noprint
      aria-label="批量办理"
      className="sticky bottom-0 z-4 mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-t-2 bg-ink px-4 py-2 text-paper text-work max-desk:-mx-4 max-desk:rounded-none"
    >
      <b>已选 {count}</b>
      {sum ? <span>合计 {sum}</span> : null}
      {shared ? <span className="text-[#cfd7dc] text-note">{`均为“${shared}”`}</span> : null}
      {asides.length > 0 ? <span className="text-[#cfd7dc] text-note">{`其中 ${asides.length} ${unit}会单独留下：${asides[0]?.aside}`}</span> : null}
      <span className="ml-auto flex gap-4 max-desk:w-full [&>button]:max-desk:flex-1">
        <Button hotkey={bulk.hotkey} onClick={() => setAsking(true)} className="border-paper!">
          {`批量${bulk.verb}`}
        </Button>
        <Button onClick={onClear} className="border-paper/40! bg-transparent! text-paper! hover:bg-ink-2!">
          取消选择
        </Button>
      </span>
      <AlertDialog open={asking} onOpenChange={setAsking} title={`批量${bulk.verb} ${count}${sum ? `，共 ${sum}` : ""}`} description={bulk.note}>
        <form
          action={async (form) => {
            await bulk.action(form);
            setAsking(false);
            onClear();
          }}
        >
          {rows.map((row) => (
            <input key={row.id} type="hidden" name="id" value={row.id} />
          ))}
          {bulk.fields}
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>再看看</Button>
            <SubmitButton>{`${bulk.verb} ${count}`}</SubmitButton>
          </div>
        </form>
      </AlertDialog>
    </section>
  );
}
