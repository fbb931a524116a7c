import type { Metadata } from "next";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { Link } from "@/app/_ui/link";
import { Message } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead } from "@/app/_ui/section";
import { listOpenBlindChecks } from "@/db/blind-checks";
import { getDb } from "@/db/client";
import { addDays, formatDay, formatShortDay } from "@/lib/kernel/plain-date";
import { one, type SearchParams } from "../../parts/params";
import { shortName } from "../../parts/texts";

export const metadata: Metadata = { title: "抽查盲审" };

const SUNDAY = 6;

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("claim.blindCheck");
  const done = one((await searchParams)["done"]) === "decided";
  const rows = await listOpenBlindChecks(await getDb(), scopeFor(user, "claim.blindCheck"), user.personId);
  return (
    <>
      <PageHead title="抽查盲审" note={`${rows.length} 份等结论　随机抽自智能初审直接通过的件`} />
      {done ? <Message tone="green" live="status" title="结论已记下，和原结论是否一致由审计监督看" className="mb-4" /> : null}
      <p className="mb-4 text-ink-2">只看条件和数据，独立写结论。原来的结论和金额不显示，请不要先去查办件。</p>
      <PlainTable
        caption="等结论的抽查"
        rows={rows}
        rowKey={(row) => row.id}
        empty="现在没有要盲审的。每周一从上一周直接通过的件里抽取。"
        columns={[
          { id: "enterprise", head: "企业", spot: "title", cell: (row) => <Link href={`/review/blind/${row.id}`}>{shortName(row.enterpriseName)}</Link> },
          { id: "policy", head: "政策", cell: (row) => row.policyName },
          { id: "week", head: "通过的那一周", cell: (row) => `${formatDay(row.week)}—${formatShortDay(addDays(row.week, SUNDAY))}` },
        ]}
      />
    </>
  );
}
