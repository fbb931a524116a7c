import { loadCalculationRules } from "@/db/calculations";
import { getDb } from "@/db/client";
import { searchPolicies } from "@/db/policy-queries";
import { otherMethods } from "../wrong-method";
import { policyHead } from "./shape";

export const dynamic = "force-dynamic";

/** 政策库 as open data: the policies, and the indicators that a calculation understands. */
export async function GET(): Promise<Response> {
  const db = await getDb();
  const [policies, rules] = await Promise.all([searchPolicies(db, {}), loadCalculationRules(db)]);
  const { categories, boards } = rules.library;
  return Response.json({
    policies: policies.map((one) => policyHead(one, rules.view.wordsFor(one.resolved))),
    categories,
    boards,
    indicators: rules.definitions.map(({ id, name, type, unit, period, labels, min, max }) => ({ id, name, type, unit, period, labels, min, max })),
    titleCodes: rules.library.titleCodes,
  });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
