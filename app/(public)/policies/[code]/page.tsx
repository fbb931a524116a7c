import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ButtonLink } from "@/app/_ui/button";
import { Facts } from "@/app/_ui/facts";
import { PageHead } from "@/app/_ui/section";
import { loadCalculationRules } from "@/db/calculations";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { findPublished } from "@/db/policies";
import { listDatasetNotes, policyBudget, policyDepartments, policyHistory } from "@/db/policy-queries";
import { formatDay, yearOf } from "@/lib/kernel/plain-date";
import { inForceOn } from "@/lib/policy/decide";
import { describeAmount } from "@/lib/policy/describe-amount";
import { materialsText } from "../policy-list";
import { ClauseAndPlain, ExamplesPart } from "./clause-part";
import { budgetText, daysText } from "./limits";
import { HistoryPart, MaterialsPart, RelationsPart } from "./side-parts";

type Params = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const policy = await findPublished(await getDb(), (await params).code);
  return { title: policy?.resolved.name ?? "没有这项政策" };
}

export default async function PolicyPage({ params }: Params) {
  const { code } = await params;
  const db = await getDb();
  const [published, today] = await Promise.all([findPublished(db, code), businessToday(db)]);
  if (!published) notFound();
  const [rules, departments, budget, datasets, history] = await Promise.all([
    loadCalculationRules(db),
    policyDepartments(db),
    policyBudget(db, code, yearOf(today)),
    listDatasetNotes(db),
    policyHistory(db, code),
  ]);
  const { resolved: policy, document } = published;
  const words = rules.view.wordsFor(policy);
  const department = departments.find((one) => one.id === policy.dept);
  const category = rules.library.categories.find((one) => one.id === policy.category);
  return (
    <>
      <PageHead
        crumbs={[
          ["政策库", "/policies"],
          [category?.name ?? "类别", `/policies?category=${policy.category}`],
        ]}
        title={policy.name}
        note={`${department?.name ?? ""}　有效期 ${formatDay(policy.effective.from)}—${formatDay(policy.effective.to)}${inForceOn(policy, today) ? "" : "（今天不在有效期内）"}`}
        actions={
          <ButtonLink tone="go" href="/calculator">
            算一算我能拿多少
          </ButtonLink>
        }
      />
      <Facts
        columns={4}
        className="border-line border-y py-3"
        items={[
          { label: "给多少", value: describeAmount(policy.amount, words) },
          { label: "要交的材料", value: materialsText(policy) },
          { label: "多久", value: daysText(policy) },
          { label: policy.fund.account ? `${yearOf(today)}年预算` : "资金", value: budgetText(budget, policy.fund.name) },
        ]}
      />
      <ClauseAndPlain policy={policy} words={words} />
      <div className="mt-10 grid items-start gap-x-12 gap-y-8 desk:grid-cols-2">
        <MaterialsPart policy={policy} datasets={datasets} />
        <div className="grid gap-8">
          <RelationsPart policy={policy} groups={rules.library.exclusionGroups} names={Object.fromEntries(rules.policies.map((one) => [one.code, one.name]))} />
          <ExamplesPart examples={document.examples} />
          <HistoryPart history={history} phone={department?.phone ?? ""} department={department?.name ?? ""} />
        </div>
      </div>
    </>
  );
}
