import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { EmptyState } from "@/app/_ui/message";
import { PageHead } from "@/app/_ui/section";
import { Chips } from "@/app/_ui/tabs";
import { findStaffVersion, listVersions } from "@/db/admin-queries";
import { loadWords } from "@/db/case-file";
import { getDb } from "@/db/client";
import { loadLibrary } from "@/db/policies";
import { differencesOf } from "@/lib/policy/difference";
import { parsePolicy } from "@/lib/policy/resolve";
import { DifferenceTable } from "../../_parts/difference-table";

const Query = z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) });
type Props = { params: Promise<{ code: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const shown = await findStaffVersion(await getDb(), (await params).code, null);
  return { title: shown ? `${shown.resolved.name}的版本比较` : "版本比较" };
}

export default async function ComparePage({ params, searchParams }: Props) {
  await requirePermission("policy.view");
  const { code } = await params;
  const query = Query.safeParse(await searchParams);
  if (!query.success) notFound();
  const { from, to } = query.data;
  const db = await getDb();
  const [was, is, versions, library] = await Promise.all([
    findStaffVersion(db, code, from),
    findStaffVersion(db, code, to),
    listVersions(db, code),
    loadLibrary(db),
  ]);
  if (!was || !is) notFound();
  const [before, after] = [parsePolicy(was.document), parsePolicy(is.document)];
  const words = await loadWords(db, { ...was.resolved.names, ...is.resolved.names });
  const chips = (end: "from" | "to", own: number) =>
    versions.map(({ number }) => ({
      href: `/admin/policies/${code}/compare?from=${end === "from" ? number : from}&to=${end === "to" ? number : to}`,
      text: `第 ${number} 版`,
      on: number === own,
    }));
  return (
    <>
      <PageHead
        title={`第 ${from} 版与第 ${to} 版的不同`}
        note={is.resolved.name}
        crumbs={[
          ["政策库", "/admin/policies"],
          [code, `/admin/policies/${code}`],
        ]}
        here="比较"
      />
      <div className="mb-4 grid gap-2">
        <Chips label="前一版" lead="从" items={chips("from", from)} />
        <Chips label="后一版" lead="到" items={chips("to", to)} />
      </div>
      {before.ok && after.ok ? (
        <DifferenceTable differences={differencesOf(before.value, after.value, { words, library })} before={`第 ${from} 版`} after={`第 ${to} 版`} />
      ) : (
        <EmptyState level={2} title="有一版的原文读不出来">
          请分别打开两个版本查看。
        </EmptyState>
      )}
    </>
  );
}
