import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { addFen, formatYuan } from "@/lib/kernel/fen";
import type { Home, Sum } from "./load-home";

function Part({ label, sum, href }: { label: string; sum: Sum; href: string }) {
  return (
    <div className="max-desk:flex max-desk:justify-between max-desk:border-line max-desk:border-b max-desk:py-2">
      <dt className="text-ink-2 text-work">{label}</dt>
      <dd className="whitespace-nowrap font-medium text-h3 max-desk:text-read">
        <Link href={href} className="text-ink no-underline hover:underline">
          <Money fen={sum.fen} />
          <span className="ml-2 font-normal text-ink-3 text-small">{`${sum.count} 笔`}</span>
        </Link>
      </dd>
    </div>
  );
}

/** 您还可以拿到: the one figure, then what it is made of. Money only; tax reductions and open amounts are said beside it. */
export function SumSection({ home: { sums } }: { home: Home }) {
  const { confirm, open, paidThisYear } = sums;
  const reduction = addFen(confirm.reductionFen, open.reductionFen);
  const pending = confirm.open + open.open;
  return (
    <section aria-label="补贴总览" className="mb-10 grid items-end gap-x-16 gap-y-4 max-desk:mb-8 desk:grid-cols-[auto_1fr]">
      <div>
        <p className="text-ink-2 text-list">按部门数据，您还可以拿到</p>
        <p>
          <Money fen={addFen(confirm.fen, open.fen)} size="xl" />
        </p>
        {reduction > 0 ? <p className="text-ink-2 text-small">{`另有税费减免 ${formatYuan(reduction)}元`}</p> : null}
        {pending > 0 ? <p className="text-ink-2 text-small">{`另有 ${pending} 笔金额待核，没有算在内`}</p> : null}
      </div>
      <dl className="grid max-desk:border-line max-desk:border-t desk:grid-cols-[repeat(3,auto)] desk:justify-start desk:gap-x-12">
        <Part label="等您确认" sum={confirm} href="/my/claims?group=confirm" />
        <Part label="正在办理" sum={open} href="/my/claims?group=open" />
        <Part label="今年已到账" sum={paidThisYear} href="/my/claims?group=paid" />
      </dl>
    </section>
  );
}
