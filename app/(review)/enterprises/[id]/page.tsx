import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { PageHead } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import { listRelated, loadWords } from "@/db/case-file";
import { officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { listCountedElsewhere } from "@/db/counted-members";
import { loadEnterpriseFile } from "@/db/enterprise-queries";
import { may } from "@/lib/access/permissions";
import { NOTHING } from "@/lib/access/scope";
import { DIMENSIONS } from "../../parts/file-texts";
import { IdParam } from "../../parts/params";
import { BaseSection, ClaimSection, CountedSection, ValueSections } from "./sections";

export const metadata: Metadata = { title: "一户企业的档案" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("enterprise.viewFile");
  const id = IdParam.safeParse((await params).id);
  if (!id.success) notFound();
  const db = await getDb();
  const scope = await officeScope(db, scopeFor(user, "enterprise.viewFile"));
  const [file, words] = await Promise.all([loadEnterpriseFile(db, scope, id.data), loadWords(db)]);
  if (!file) notFound();
  // Whoever may not read claims at all sees that they are there, and opens none.
  const claimScope = may(user.roles, "claim.view") ? await officeScope(db, scopeFor(user, "claim.view")) : NOTHING;
  const [claims, counted] = await Promise.all([listRelated(db, claimScope, id.data), listCountedElsewhere(db, scope, id.data, await businessNow(db))]);
  return (
    <>
      <PageHead
        title={file.enterprise.name}
        crumbs={[["企业档案", "/enterprises"]]}
        here={<Code>{file.enterprise.uscc}</Code>}
        note={`${file.values.length} 项数据，${claims.length} 件办件`}
      />
      <div className="grid gap-8">
        <BaseSection file={file} words={words} />
        <ClaimSection rows={claims} />
        <CountedSection rows={counted} />
        <nav aria-label="十二个维度" data-noprint className="flex flex-wrap gap-x-4 gap-y-1 text-small">
          <span className="text-ink-3">跳到</span>
          {DIMENSIONS.map(([code, name]) => (
            <a key={code} href={`#${code}`} className="inline-flex min-h-6 items-center max-desk:min-h-11">
              {name}
            </a>
          ))}
        </nav>
        <ValueSections file={file} words={words} mayReveal={may(user.roles, "sensitive.reveal")} />
      </div>
    </>
  );
}
