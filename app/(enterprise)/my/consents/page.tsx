import type { Metadata } from "next";
import { z } from "zod";
import { ButtonLink } from "@/app/_ui/button";
import { Link } from "@/app/_ui/link";
import { EmptyState, Message } from "@/app/_ui/message";
import { PageHead } from "@/app/_ui/section";
import { listInvoiceLines } from "@/db/invoice-lines";
import { listMyConsents } from "@/db/my-consents";
import { dayOf, formatDay } from "@/lib/kernel/plain-date";
import { requireOwner, workingTime } from "../_parts/owner";
import { RevokeDialog } from "./consent-forms";

export const metadata: Metadata = { title: "数据授权" };

const Query = z.object({
  allowed: z.literal("yes").optional().catch(undefined),
  /** How many claims ended with the consent just revoked. */
  revoked: z.coerce.number().int().min(0).max(999).optional().catch(undefined),
});

const revokedText = (closed: number): string =>
  closed > 0 ? `靠它核对的 ${closed} 笔补贴已停办。还想要，可以重新授权，平台会重新核对。` : "没有在办的补贴受影响。";

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { enterprise } = await requireOwner("enterprise.viewOwn");
  const { db, at } = await workingTime();
  const { allowed, revoked } = Query.parse(await searchParams);
  const [consents, { lines }] = await Promise.all([listMyConsents(db, enterprise.id, at), listInvoiceLines(db, { enterpriseId: enterprise.id, at })]);
  const open = lines.filter((one) => one.policyCode === null).length;
  return (
    <div className="max-w-[720px]">
      <PageHead title="数据授权" note={consents.length > 0 ? `${consents.length} 项在用` : undefined} crumbs={[["企业信息", "/my/file"]]} here="数据授权" />
      {allowed ? (
        <Message tone="green" live="status" title="已授权" className="mb-6">
          按现有数据还没有新的补贴。数据更新后会再核对，有结果就通知您。
        </Message>
      ) : null}
      {revoked === undefined ? null : (
        <Message tone="green" live="status" title="已撤回授权" className="mb-6">
          {revokedText(revoked)}
        </Message>
      )}
      {open > 0 ? (
        <Message tone="amber" title={`${open} 行发票等您说明算哪一项`} className="mb-6" actions={<ButtonLink href="/my/consents/lines">归项</ButtonLink>}>
          一行发票只能算一项补贴，您不选就哪一项都不算。
        </Message>
      ) : null}
      {consents.length === 0 ? (
        <EmptyState title="您还没有授权">确认一笔补贴时会请您授权，只用于核对那一笔，随时可以撤回。</EmptyState>
      ) : (
        <ul className="border-ink border-t-2">
          {consents.map((one) => (
            <li key={one.policyCode} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-line border-b py-4">
              <b>{one.policyName}</b>
              <RevokeDialog policyCode={one.policyCode} policyName={one.policyName} effect={{ closing: one.closing, gated: one.gated }} />
              <span className="col-span-2 text-ink-2 text-list">{`可以查询：${one.datasets.join("、")}`}</span>
              <span className="col-span-2 text-ink-3 text-small">{`${formatDay(dayOf(one.grantedAt))}授权，授权书 ${one.textVersion} 版，用于${one.purpose}`}</span>
            </li>
          ))}
        </ul>
      )}
      {lines.length > 0 && open === 0 ? (
        <p className="mt-4">
          <Link href="/my/consents/lines">{`看 ${lines.length} 行发票各算哪一项`}</Link>
        </p>
      ) : null}
    </div>
  );
}
