import { notFound } from "next/navigation";
import type { NextRequest } from "next/server";
import { z } from "zod";
import { policyYaml, yamlFile } from "@/app/_server/export/policy-yaml";
import { requirePermission } from "@/app/_server/session";
import { findStaffVersion } from "@/db/admin-queries";
import { getDb } from "@/db/client";

const Version = z.coerce.number().int().min(1).nullable().catch(null);

/** 导出 of a version, as the shipped library is written. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ code: string }> }): Promise<Response> {
  await requirePermission("policy.view");
  const { code } = await params;
  const version = await findStaffVersion(await getDb(), code, Version.parse(request.nextUrl.searchParams.get("version")));
  return version ? yamlFile(code, policyYaml(version.document)) : notFound();
}
