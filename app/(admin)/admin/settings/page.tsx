import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { listClaimSettings } from "@/db/admin-queries";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { ActArea, ActForm, ActNumber } from "../_parts/act-form";
import { when } from "../_parts/when";
import { saveSettings } from "./actions";
import { defaultText, fieldText, SETTING_FIELDS, shownText } from "./fields";

export const metadata: Metadata = { title: "参数" };

export default async function SettingsPage() {
  await requirePermission("settings.manage");
  const db = await getDb();
  const [rows, today] = await Promise.all([listClaimSettings(db), businessToday(db)]);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const fields = SETTING_FIELDS.flatMap((field) => {
    const row = byKey.get(field.key);
    return row ? [{ ...field, row }] : [];
  });
  return (
    <>
      <PageHead title="参数" note="办件的金额界限、抽查和期限。改动记入审计日志，已经办过的不变" />
      <div className="grid gap-8 rail:grid-cols-2">
        <Section title="修改">
          <ActForm action={saveSettings} submit="保存改动">
            {fields.map((field) => (
              <ActNumber
                key={field.key}
                name={field.key}
                label={field.label}
                hint={field.hint}
                unit={field.unit}
                decimals={field.kind === "whole" ? 0 : 2}
                defaultValue={fieldText(field, field.row.value)}
                required
              />
            ))}
            <ActArea label="依据" name="reason" hint="哪次会议、哪份文件。记入审计日志。" required rows={2} maxLength={200} />
          </ActForm>
        </Section>
        <Section title="现行值">
          <PlainTable
            caption="现行参数"
            rows={fields}
            rowKey={(field) => field.key}
            empty=""
            columns={[
              { id: "label", head: "参数", cell: (field) => field.label, rowHead: true, spot: "title" },
              { id: "value", head: "现行", cell: (field) => shownText(field, field.row.value), align: "end", spot: "lead-end" },
              { id: "default", head: "初始", cell: (field) => defaultText(field), align: "end", spot: "label" },
              {
                id: "changed",
                head: "最近改动",
                cell: (field) => (field.row.updatedAt ? `${when(field.row.updatedAt, today)} ${field.row.updatedByName ?? ""}` : "没有改过"),
                spot: "foot",
              },
            ]}
          />
        </Section>
      </div>
    </>
  );
}
