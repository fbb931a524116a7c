import { dmnFile } from "@/app/_server/export/policy-dmn";
import { loadWords } from "@/db/case-file";
import { getDb } from "@/db/client";
import { searchPolicies } from "@/db/policy-queries";
import { refuse } from "../../../calculations/answer";

export const dynamic = "force-dynamic";

/** One policy in force as a decision model (DMN 1.3), so that others decide by the same law. */
export async function GET(_request: Request, { params }: { params: Promise<{ code: string }> }): Promise<Response> {
  const { code } = await params;
  const db = await getDb();
  const found = (await searchPolicies(db, {})).find((one) => one.resolved.code === code);
  if (!found) return refuse(404, "policyNotFound", `没有编号为 ${code.slice(0, 20)} 的政策。全部编号见 /api/v1/policies。`);
  return dmnFile(found.resolved, await loadWords(db, found.resolved.names), found.versionId);
}
