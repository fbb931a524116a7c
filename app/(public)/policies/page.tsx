import type { Metadata } from "next";
import { z } from "zod";
import { ButtonLink } from "@/app/_ui/button";
import { Link } from "@/app/_ui/link";
import { EmptyState } from "@/app/_ui/message";
import { SearchField } from "@/app/_ui/search-field";
import { PageHead, Section } from "@/app/_ui/section";
import { Chips } from "@/app/_ui/tabs";
import { loadCalculationRules } from "@/db/calculations";
import { getDb } from "@/db/client";
import { policyDepartments, searchPolicies } from "@/db/policy-queries";
import { PolicyList } from "./policy-list";

export const metadata: Metadata = { title: "政策库" };

const Word = z.string().max(60).optional().catch(undefined);
const Query = z.object({ q: Word, board: Word, category: Word, dept: Word });
type Query = z.infer<typeof Query>;

/** The same list with one choice changed; choosing it again takes it back. */
function href(query: Query, key: keyof Query, value: string): string {
  const next = { ...query, [key]: query[key] === value ? undefined : value };
  const params = new URLSearchParams(Object.entries(next).flatMap(([name, text]) => (text ? [[name, text]] : [])));
  return params.size > 0 ? `/policies?${params}` : "/policies";
}

type Choice = { readonly id: string; readonly name: string };
const chips = (query: Query, key: keyof Query, choices: readonly Choice[]) =>
  choices.map(({ id, name }) => ({ href: href(query, key, id), text: name, on: query[key] === id }));

export default async function PoliciesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const query = Query.parse(await searchParams);
  const db = await getDb();
  const [policies, departments, { library, view }] = await Promise.all([
    searchPolicies(db, { search: query.q, board: query.board, category: query.category, departmentId: query.dept }),
    policyDepartments(db),
    loadCalculationRules(db),
  ]);
  const groups = library.categories.map((category) => ({ category, own: policies.filter((one) => one.resolved.category === category.id) }));
  return (
    <>
      <PageHead
        title="政策库"
        note={`${policies.length} 项政策，逐条写清给多少、要什么条件、交什么材料`}
        actions={
          <ButtonLink tone="go" href="/calculator">
            算一算我能拿多少
          </ButtonLink>
        }
      />
      <SearchField
        action="/policies"
        label="查找政策"
        placeholder="政策名称、条文里的词，或拼音首字母"
        defaultValue={query.q}
        keep={{ board: query.board, category: query.category, dept: query.dept }}
        button="查找"
        size="big"
        className="mb-4 max-w-[640px]"
      />
      <div className="mb-6 grid gap-3">
        <Chips label="专题" lead="专题" items={chips(query, "board", library.boards)} />
        <Chips label="类别" lead="类别" items={chips(query, "category", library.categories)} />
        <Chips label="牵头部门" lead="部门" items={chips(query, "dept", departments)} />
      </div>
      {policies.length === 0 ? (
        <EmptyState title="没有符合的政策" level={2} actions={<ButtonLink href="/policies">清除筛选</ButtonLink>}>
          换一个词再找，或者直接用<Link href="/calculator">政策计算器</Link>。
        </EmptyState>
      ) : null}
      {groups
        .filter((group) => group.own.length > 0)
        .map(({ category, own }) => (
          <Section key={category.id} title={category.name} aside={`${own.length} 项`} className="mb-8">
            <PolicyList policies={own} wordsFor={view.wordsFor} />
          </Section>
        ))}
    </>
  );
}
