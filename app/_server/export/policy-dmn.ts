import "server-only";
import type { Words } from "@/lib/policy/describe";
import { dmnModel } from "@/lib/policy/dmn/export";
import { dmnXml } from "@/lib/policy/dmn/xml";
import type { ResolvedPolicy } from "@/lib/policy/language";

/** 决策模型 (DMN 1.3) of a version as a file to take away, named by the policy. */
export function dmnFile(policy: ResolvedPolicy, words: Words, version: string): Response {
  return new Response(dmnXml(dmnModel(policy, words, version)), {
    headers: {
      "content-type": "application/xml; charset=utf-8",
      "content-disposition": `attachment; filename="${policy.code}.dmn"`,
      "cache-control": "no-store",
    },
  });
}
