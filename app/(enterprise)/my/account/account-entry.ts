import { z } from "zod";
import type { AccountEntry } from "@/db/my-acts";

/** Fields of an account in a form; all optional, since the confirmation posts them only when a new account is chosen. */
export const accountFields = {
  kind: z.enum(["corporate", "operator"]).optional(),
  holderName: z.string().trim().max(80, "户名太长，请照营业执照填写。").optional(),
  bankName: z.string().trim().max(80, "请只写银行和支行。").optional(),
  number: z.string().trim().max(48, "账号太长，请重新填写。").optional(),
  cnapsCode: z.string().trim().max(20, "联行号应是 12 位数字。").optional(),
  operatorConsent: z.literal("yes").optional(),
};

type Fields = { readonly [Key in keyof typeof accountFields]?: string | undefined };

/** What is missing in an account form, by field. Whether number and name are right is judged when it is stored. */
export function accountFaults(input: Fields): Record<string, string[]> {
  const faults: Record<string, string[]> = {};
  if (!input.holderName) faults["holderName"] = ["请填写户名。"];
  if (!input.bankName) faults["bankName"] = ["请填写开户银行，写到支行。"];
  if (!input.number) faults["number"] = ["请填写账号。"];
  if (input.kind === "operator" && input.operatorConsent !== "yes") faults["operatorConsent"] = ["用经营者本人账户须另外同意。"];
  return faults;
}

export const accountEntry = (input: Fields): AccountEntry => ({
  kind: input.kind === "operator" ? "operator" : "corporate",
  holderName: input.holderName ?? "",
  bankName: input.bankName ?? "",
  number: input.number ?? "",
  ...(input.cnapsCode && { cnapsCode: input.cnapsCode }),
});
