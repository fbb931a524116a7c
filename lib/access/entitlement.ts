import { isUscc } from "../standards/uscc";

/** 授权声明 of the identity provider: whose account its bearer is here, or which enterprises the bearer is the legal representative of. */
export type Entitlement =
  | { readonly kind: "absent" }
  | { readonly kind: "staff"; readonly username: string }
  | { readonly kind: "enterprises"; readonly creditCodes: readonly string[] }
  | { readonly kind: "contradictory" };

const STAFF = "staff:";
const ENTERPRISE = "enterprise:";

/** A list of texts, or one text with blanks or commas between. Anything else says nothing. */
function entriesOf(claim: unknown): readonly string[] | null {
  const list = typeof claim === "string" ? claim.split(/[\s,]+/) : claim;
  if (!Array.isArray(list) || list.some((one) => typeof one !== "string")) return null;
  return list.map((one: string) => one.trim()).filter((one) => one !== "");
}

const after = (entries: readonly string[], prefix: string): string[] => [
  ...new Set(entries.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length).trim())),
];

/**
 * Reads the claim. Entries are `staff:<sign-in>` or `enterprise:<统一社会信用代码>`; those of other systems, and codes that fail their check,
 * count for nothing. A claim that was sent without any entry for us names no enterprise; one that was not sent says nothing.
 */
export function readEntitlement(claim: unknown): Entitlement {
  const entries = claim === undefined || claim === null ? null : entriesOf(claim);
  if (entries === null) return { kind: "absent" };
  const staff = after(entries, STAFF).filter((one) => one !== "");
  const creditCodes = [...new Set(after(entries, ENTERPRISE).map((one) => one.toUpperCase()))].filter(isUscc);
  const [username] = staff;
  if (username === undefined) return { kind: "enterprises", creditCodes };
  return staff.length > 1 || creditCodes.length > 0 ? { kind: "contradictory" } : { kind: "staff", username: username.toLowerCase() };
}
