import "server-only";
import { stringify } from "yaml";
import { PolicyDocument } from "@/lib/policy/language";

/** 政策文件: the form in which the shipped library is kept, one file per policy. What the engine cannot read yet is written as it was typed. */
export function policyYaml(typed: unknown): string {
  const document = PolicyDocument.safeParse(typed);
  return stringify(document.success ? document.data : typed, { lineWidth: 0 });
}

/** A file to take away, named by the policy. */
export const yamlFile = (code: string, text: string): Response =>
  new Response(text, {
    headers: { "content-type": "application/yaml; charset=utf-8", "content-disposition": `attachment; filename="${code}.yaml"`, "cache-control": "no-store" },
  });
