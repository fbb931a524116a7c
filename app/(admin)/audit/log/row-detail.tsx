import { ButtonLink } from "@/app/_ui/button";
import { Panel } from "@/app/_ui/section";
import type { AuditRow } from "@/lib/audit/chain";
import { actionText } from "./texts";

/** 原文和校验值 of one row, as they were hashed. */
export function RowDetail({ row, closeHref }: { row: AuditRow; closeHref: string }) {
  return (
    <Panel label={`第 ${row.seq} 条的原文`} className="mb-4">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-4">
        <h2>{`第 ${row.seq} 条　${actionText(row.action)}`}</h2>
        <ButtonLink href={closeHref} size="small" className="ml-auto" scroll={false}>
          收起
        </ButtonLink>
      </div>
      <dl className="grid gap-2 text-work">
        <div>
          <dt className="text-ink-3 text-small">原文（算校验值用的就是它）</dt>
          <dd className="break-all rounded-2 bg-moon px-3 py-2 text-note">{row.canonical}</dd>
        </div>
        <div>
          <dt className="text-ink-3 text-small">前一条的校验值</dt>
          <dd className="break-all text-note">{row.prevHash}</dd>
        </div>
        <div>
          <dt className="text-ink-3 text-small">{`本条的校验值（${row.algorithm === "sm3" ? "国密 SM3" : "SHA-256"}）`}</dt>
          <dd className="break-all text-note">{row.hash}</dd>
        </div>
      </dl>
    </Panel>
  );
}
