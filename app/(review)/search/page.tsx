import type { Metadata } from "next";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { EmptyState } from "@/app/_ui/message";
import { SearchField } from "@/app/_ui/search-field";
import { PageHead } from "@/app/_ui/section";
import { officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import { searchClaims, searchEnterprises } from "@/db/enterprise-queries";
import { may } from "@/lib/access/permissions";
import { one, type SearchParams, TextParam } from "../parts/params";
import { FoundClaims, FoundEnterprises } from "./found";

export const metadata: Metadata = { title: "全局查找" };

const FIRST = { sort: "name", page: 1, pageSize: 20 };
const NONE = { rows: [], total: 0 };

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("enterprise.search");
  const q = TextParam.parse(one((await searchParams)["q"])) ?? "";
  const db = await getDb();
  const mayOpenFile = may(user.roles, "enterprise.viewFile");
  const [enterpriseScope, claimScope] = await Promise.all([
    officeScope(db, scopeFor(user, "enterprise.search")),
    may(user.roles, "claim.view") ? officeScope(db, scopeFor(user, "claim.view")) : null,
  ]);
  const [enterprises, claims] = await Promise.all([
    q ? searchEnterprises(db, enterpriseScope, { q }, FIRST) : NONE,
    q && claimScope ? searchClaims(db, claimScope, q) : NONE,
  ]);
  return (
    <>
      <PageHead title="全局查找" {...(q && { note: `“${q}”　企业 ${enterprises.total} 家，办件 ${claims.total} 件` })} />
      <SearchField
        action="/search"
        label="全局查找"
        placeholder="企业、信用代码、件号、拼音首字母"
        defaultValue={q}
        button="查找"
        className="mb-6 max-w-[560px]"
      />
      {q && enterprises.total + claims.total === 0 ? (
        <EmptyState level={2} title={`没有找到“${q}”`}>
          <p>换个写法再试：名称的一段、18 位信用代码、件号，或名称的拼音首字母。只找与您部门有关的企业和办件。</p>
        </EmptyState>
      ) : null}
      <FoundEnterprises q={q} found={enterprises} linked={mayOpenFile} />
      <FoundClaims found={claims} />
    </>
  );
}
