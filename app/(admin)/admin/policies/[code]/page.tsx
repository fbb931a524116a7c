import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { Clause, Facts } from "@/app/_ui/facts";
import { Message } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { PageHead, Section } from "@/app/_ui/section";
import { findStaffVersion, listStaffPolicies, listVersions } from "@/db/admin-queries";
import { loadWords } from "@/db/case-file";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { loadLibrary } from "@/db/policies";
import { openDraftOf } from "@/db/policy-draft-queries";
import { may } from "@/lib/access/permissions";
import { formatDay, yearOf } from "@/lib/kernel/plain-date";
import { describeAmount } from "@/lib/policy/describe-amount";
import { CYCLE_WORDS } from "@/lib/policy/difference";
import { PolicyActs } from "./acts";
import { ConditionTable, ExampleTable, VersionTable } from "./tables";
import { runAll } from "./texts";

const Query = z.object({ version: z.coerce.number().int().min(1).nullable().catch(null) });

type Props = { params: Promise<{ code: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What is or was in force is public: the name stands in the title for everybody. */
export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { version } = Query.parse({ version: (await searchParams)["version"] ?? null });
  const shown = await findStaffVersion(await getDb(), (await params).code, version);
  return { title: shown ? `${shown.resolved.name}（第 ${shown.number} 版）` : "没有这项政策" };
}

export default async function PolicyPage({ params, searchParams }: Props) {
  const user = await requirePermission("policy.view");
  const { code } = await params;
  const { version } = Query.parse({ version: (await searchParams)["version"] ?? null });
  const db = await getDb();
  const [shown, versions, library, today, draft] = await Promise.all([
    findStaffVersion(db, code, version),
    listVersions(db, code),
    loadLibrary(db),
    businessToday(db),
    openDraftOf(db, scopeFor(user, "policy.simulate"), code),
  ]);
  if (!shown) notFound();
  const policy = shown.resolved;
  const [words, own] = await Promise.all([loadWords(db, policy.names), listStaffPolicies(db, { q: code, departmentId: "", sort: "", today })]);
  const budget = own.find((row) => row.code === code);
  const runs = runAll(shown.document, policy, library);
  const wrong = runs.filter((run) => run.differences.length > 0).length;
  return (
    <>
      <PageHead
        title={policy.name}
        note={`${shown.departmentName}　第 ${shown.number} 版`}
        crumbs={[["政策库", "/admin/policies"]]}
        here={code}
        actions={
          <PolicyActs
            code={code}
            number={shown.number}
            versions={versions.map((one) => one.number)}
            draft={draft}
            mayWrite={may(user.roles, "policy.author")}
          />
        }
      />
      {shown.state === "published" ? null : (
        <Message tone="amber" title="这不是现行版本" className="mb-4">
          只有当时建的办件还按它办。
        </Message>
      )}
      <Facts
        columns={4}
        items={[
          { label: "补贴标准", value: describeAmount(policy.amount, words) },
          { label: "多久一次", value: CYCLE_WORDS[policy.grantCycle], ...(policy.maxYears !== undefined && { note: `最多 ${policy.maxYears} 年` }) },
          { label: "有效期", value: `${formatDay(policy.effective.from)}—${formatDay(policy.effective.to)}` },
          {
            label: `${yearOf(today)}年预算`,
            value: budget?.amountFen == null ? "没有下达" : <Money fen={budget.amountFen} />,
            ...(budget?.amountFen != null && {
              note: (
                <>
                  已付 <Money fen={budget.paidFen} />
                  ，已冻结 <Money fen={budget.reservedFen} />
                </>
              ),
            }),
          },
        ]}
      />
      <Section title="依据" className="mt-8">
        <Clause from={`${policy.source.doc}　${policy.source.article}${policy.source.fictional ? "（演示文件，虚构）" : ""}`}>
          {policy.source.clauseText}
        </Clause>
      </Section>
      <Section title="条件" className="mt-8" aside="右边一列由系统按正在运行的规则写出">
        <ConditionTable policy={policy} words={words} />
      </Section>
      <Section title="算例" className="mt-8" aside={wrong === 0 ? `${runs.length} 个算例，现在验算全部一致` : `${runs.length} 个算例，${wrong} 个不一致`}>
        <ExampleTable runs={runs} />
      </Section>
      <Section title="版本" className="mt-8">
        <VersionTable versions={versions} code={code} shown={shown.number} today={today} />
      </Section>
    </>
  );
}
