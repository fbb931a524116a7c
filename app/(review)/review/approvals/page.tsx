import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { Link } from "@/app/_ui/link";
import { Message } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Panel, Section } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import { tookPartIn } from "@/db/approval-conflicts";
import { type AwaitingSignature, listApprovals, listAwaitingSignature } from "@/db/approvals";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { addFen, type Fen, formatYuan, ZERO_FEN } from "@/lib/kernel/fen";
import { dayOf, formatNearDay, timeOf } from "@/lib/kernel/plain-date";
import { one, type SearchParams } from "../../parts/params";
import { CLAIM_SIGN_REFUSALS, shortName } from "../../parts/texts";
import { SignForm } from "./sign-form";

export const metadata: Metadata = { title: "核准签批" };

const sum = (rows: readonly AwaitingSignature[]): Fen => addFen(ZERO_FEN, ...rows.map((row) => row.amountFen));

/** One line per policy: how many, how much, and what its budget still holds. */
function byPolicy(rows: readonly AwaitingSignature[]) {
  const codes = [...new Set(rows.map((row) => row.policyCode))];
  return codes.map((code) => {
    const own = rows.filter((row) => row.policyCode === code);
    return { code, name: own[0]?.policyName ?? "", count: own.length, sumFen: sum(own), availableFen: own[0]?.availableFen ?? null };
  });
}

function Outcome({ search }: { search: Record<string, string | string[] | undefined> }) {
  const signed = one(search["signed"]);
  if (!signed || !/^\d{1,4}$/.test(signed)) return null;
  const count = (key: string) => Number(/^\d{1,4}$/.exec(one(search[key]) ?? "0")?.[0] ?? 0);
  const why = (one(search["why"]) ?? "")
    .split(",")
    .flatMap((reason) => (Object.hasOwn(CLAIM_SIGN_REFUSALS, reason) ? CLAIM_SIGN_REFUSALS[reason as keyof typeof CLAIM_SIGN_REFUSALS] : []));
  const [short, left] = [count("short"), count("left")];
  return (
    <Message tone={short + left > 0 ? "amber" : "green"} live="status" title={`已签批 ${signed} 件，预算已冻结`} className="mb-4">
      {short > 0 ? <p>{`其中 ${short} 件预算不足，财政补足前不付款。`}</p> : null}
      {left > 0 ? <p>{`${left} 件没有签：${why.join("；") || "原因见名单"}。`}</p> : null}
    </Message>
  );
}

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("claim.leaderSign");
  const departmentId = user.department?.id ?? "";
  const db = await getDb();
  const today = await businessToday(db);
  const [waiting, conflicts, history, search] = await Promise.all([
    listAwaitingSignature(db, departmentId, today),
    tookPartIn(db, departmentId, user.personId),
    listApprovals(db, departmentId, 20),
    searchParams,
  ]);
  const signable = waiting.filter((row) => !conflicts.has(row.claimId) && row.amountFen > 0);
  const policies = byPolicy(signable);
  const short = policies.filter((row) => row.availableFen !== null && row.availableFen < row.sumFen);
  const setAside = waiting.length - signable.length;
  return (
    <>
      <PageHead title="核准签批" note={waiting.length > 0 ? `${signable.length} 件可签　合计 ${formatYuan(sum(signable))}元` : "没有等您签的名单"} />
      <Outcome search={search} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 desk:grid-cols-[minmax(0,1fr)_344px]">
        <div className="grid gap-8">
          <Section title="待签名单" aside="公示期满没有异议，按期限排">
            <PlainTable
              caption="待签名单"
              sticky
              rows={waiting}
              rowKey={(row) => row.claimId}
              rowTone={(row) => (conflicts.has(row.claimId) ? "amber" : undefined)}
              empty="公示期满的办件会自动排到这里，等您签批后财政才能付款。"
              foot={["合计", "", "", "", formatYuan(sum(waiting))]}
              columns={[
                { id: "number", head: "件号", width: "w-[120px]", cell: (row) => <Link href={`/review/cases/${row.claimId}`}>{row.number}</Link> },
                {
                  id: "enterprise",
                  head: "企业",
                  spot: "title",
                  cell: (row) => (
                    <>
                      {shortName(row.enterpriseName)}
                      {conflicts.has(row.claimId) ? <span className="block text-amber text-note">您参加过这件的审核，须换人签</span> : null}
                    </>
                  ),
                },
                { id: "policy", head: "政策", cell: (row) => row.policyName },
                { id: "due", head: "应在", width: "w-[88px]", cell: (row) => (row.dueOn ? `${formatNearDay(row.dueOn, today)}前` : "") },
                { id: "amount", head: "金额（元）", align: "end", unit: "元", cell: (row) => <Money fen={row.amountFen} size="cell" /> },
              ]}
            />
          </Section>
          <Section title="签过的名单">
            <PlainTable
              caption="签过的名单"
              rows={history}
              rowKey={(row) => row.id}
              empty="还没有签过名单。"
              columns={[
                { id: "at", head: "时间", cell: (row) => `${formatNearDay(dayOf(row.signedAt), today)} ${timeOf(row.signedAt)}` },
                { id: "who", head: "签批人", cell: (row) => row.signedByName },
                { id: "opinion", head: "意见", cell: (row) => row.opinion },
                { id: "hash", head: "名单指纹", spot: "none", cell: (row) => <Code>{row.listHash.slice(0, 16)}</Code> },
                { id: "count", head: "件数", align: "end", unit: "件", cell: (row) => row.claimCount },
                { id: "total", head: "金额（元）", align: "end", unit: "元", cell: (row) => <Money fen={row.totalFen} size="cell" /> },
              ]}
            />
          </Section>
        </div>
        {signable.length > 0 ? (
          <Panel label="签批" sticky className="grid gap-4">
            <PlainTable
              caption="按政策"
              phone="keep"
              rows={policies}
              rowKey={(row) => row.code}
              empty=""
              columns={[
                { id: "name", head: "政策", cell: (row) => `${row.name} ${row.count} 件` },
                { id: "sum", head: "金额（元）", align: "end", cell: (row) => <Money fen={row.sumFen} size="cell" /> },
              ]}
            />
            <SignForm
              ids={signable.map((row) => row.claimId)}
              title={`签批 ${signable.length} 件，共 ${formatYuan(sum(signable))}元`}
              note="签批后冻结预算，财政据此付款，不能撤回。"
            >
              {setAside > 0 ? <p className="text-amber">{`${setAside} 件不在这次签批里：您参加过审核，或没有可付的金额。`}</p> : null}
              {short.map((row) => (
                <p
                  key={row.code}
                  className="text-amber"
                >{`${row.name}：可用预算 ${formatYuan(row.availableFen ?? ZERO_FEN)}元，不够这次的 ${formatYuan(row.sumFen)}元，差额补足前不付款。`}</p>
              ))}
            </SignForm>
          </Panel>
        ) : null}
      </div>
    </>
  );
}
