import type { Values } from "./question";

const MAX_FIELDS = 200;
const MAX_LENGTH = 2000;
const NAME = /^[A-Za-z][A-Za-z0-9.]{0,60}$/;

type Entries = Pick<FormData, "keys" | "getAll">;

/** What was typed, of a sent form or of a shared link. Ticks under one name are joined; Next's own fields and strange names are left out. */
export function valuesOf(entries: Entries): Values {
  const values: Record<string, string> = {};
  for (const key of [...new Set(entries.keys())].filter((name) => NAME.test(name)).slice(0, MAX_FIELDS)) {
    const texts = entries.getAll(key).filter((value): value is string => typeof value === "string" && value !== "");
    if (texts.length > 0) values[key] = texts.join(",").slice(0, MAX_LENGTH);
  }
  return values;
}

/** What was typed, as the text of a link. */
export const shareText = (values: Values): string => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== "")).toString();

/** 分享链接: the address that opens the calculator with the same figures. No name, no code of an enterprise is in it. */
export function shareHref(values: Values): string {
  const text = shareText(values);
  return text ? `/calculator?${text}` : "/calculator";
}
