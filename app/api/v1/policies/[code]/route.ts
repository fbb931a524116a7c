import { loadCalculationRules } from "@/db/calculations";
import { getDb } from "@/db/client";
import { searchPolicies } from "@/db/policy-queries";
import { refuse } from "../../calculations/answer";
import { otherMethods } from "../../wrong-method";
import { policyBody } from "../shape";

export const dynamic = "force-dynamic";

/** One policy as open data, with the rules as they run. */
export async function GET(_request: Request, { params }: { params: Promise<{ code: string }> }): Promise<Response> {
  const { code } = await params;
  const db = await getDb();
  const [policies, rules] = await Promise.all([searchPolicies(db, {}), loadCalculationRules(db)]);
  const found = policies.find((one) => one.resolved.code === code);
  if (!found) return refuse(404, "policyNotFound", `没有编号为 ${code.slice(0, 20)} 的政策。全部编号见 /api/v1/policies。`);
  return Response.json(policyBody(found, rules.view.wordsFor(found.resolved)));
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
