import { Facts } from "@/app/_ui/facts";
import { Section } from "@/app/_ui/section";
import { editableFields } from "@/db/quarantine-clean";
import type { OpenRowDetail } from "@/db/quarantine-queries";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { periodText } from "../texts";
import { SettleForm } from "./settle-form";

/** 一行: its cells as they came, what is wrong with them, and the question. */
export function RowDetail({ detail, back }: { detail: OpenRowDetail; back: string }) {
  const { row, upload, definition, candidates, alike } = detail;
  const reasons = row.reasons ?? [];
  const flawed = new Set(reasons.map((reason) => reason.field));
  const cells = definition.fields
    .filter((field) => !field.ignore && (row.raw[field.id] ?? "") !== "")
    .map((field) => ({
      label: field.header,
      value: flawed.has(field.id) ? <mark className="bg-amber-wash px-1">{row.raw[field.id]}</mark> : row.raw[field.id],
    }));
  const fields = editableFields(definition, reasons).map((field) => ({
    id: field.id,
    header: field.header,
    raw: row.raw[field.id] ?? "",
    proposal: reasons.find((reason) => reason.field === field.id)?.proposal ?? "",
  }));
  const canLink = !linkPlan(definition).register && !reasons.some((reason) => reason.pattern === "COL_SHIFT");
  return (
    <Section title={`第 ${row.row} 行怎么办`} aside={`${definition.name} ${periodText(upload.period)}　${upload.filename}`} id="row" className="mt-8">
      <ul className="mb-3 grid gap-1 font-medium">
        {reasons.map((reason) => (
          <li key={`${reason.field}${reason.message}`}>{reason.message}</li>
        ))}
      </ul>
      <Facts items={cells} columns={4} className="mb-4 break-all" />
      <p className="mb-4 text-ink-3 text-note">原值照原样保存，姓名和电话已脱敏。</p>
      <SettleForm key={row.id} rowId={row.id} candidates={candidates} fields={fields} alike={alike} canLink={canLink} back={back} />
    </Section>
  );
}
