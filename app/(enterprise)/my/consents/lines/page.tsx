import type { Metadata } from "next";
import { EmptyState } from "@/app/_ui/message";
import { PageHead } from "@/app/_ui/section";
import { listInvoiceLines } from "@/db/invoice-lines";
import { requireOwner, workingTime } from "../../_parts/owner";
import { lineText } from "../line-text";
import { LinesForm } from "./lines-form";

export const metadata: Metadata = { title: "发票归哪一项" };

export default async function Page() {
  const { enterprise } = await requireOwner("enterprise.consent");
  const { db, at } = await workingTime();
  const { lines, policies } = await listInvoiceLines(db, { enterpriseId: enterprise.id, at });
  const nameOf = new Map(policies.map(({ code, name }) => [code, name]));
  const rows = lines.map((one) => ({
    line: one.line,
    ...lineText(one),
    chosen: one.policyCode,
    heldBy: one.heldBy?.number ?? null,
    options: one.candidates.map((code) => ({ code, name: nameOf.get(code) ?? "" })),
  }));
  const open = lines.filter((one) => one.policyCode === null).length;
  return (
    <div className="max-w-[800px]">
      <PageHead title="发票归哪一项" note={open > 0 ? `${open} 行还没有归` : undefined} crumbs={[["数据授权", "/my/consents"]]} here="发票归哪一项" />
      {rows.length === 0 ? (
        <EmptyState title="没有可以归项的发票行">授权查询发票以后，能算进补贴的发票行会列在这里。</EmptyState>
      ) : (
        <>
          <p className="mb-4 text-ink-2">一行发票只能算一项补贴。能算几项的，您不选就哪一项都不算；已经算进一笔补贴的，撤回那一笔以后才能改。</p>
          <LinesForm rows={rows} />
        </>
      )}
    </div>
  );
}
