import { ok, type Result, refused } from "../../kernel/result";

/** A record of a JSON delivery: its index from 1 and its members by name. `broken` is a line that is no object. */
export type NamedRow = { readonly row: number; readonly members: Readonly<Record<string, string>>; readonly broken?: true };

const WRAPPERS = ["data", "records", "rows", "list", "items", "result"] as const;

/** A member as cell text. A whole number beyond 2^53 has already lost digits when it is parsed, and must look like it. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
  if (Array.isArray(value)) return value.map(cellOf).join("；");
  return typeof value === "boolean" ? String(value) : JSON.stringify(value);
}

function namedRow(value: unknown, row: number): NamedRow {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { row, members: {}, broken: true };
  try {
    return { row, members: Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cellOf(member)])) };
  } catch (error) {
    // Nested more deeply than the stack: no record of any feed
    if (error instanceof RangeError) return { row, members: {}, broken: true };
    throw error;
  }
}

function arrayIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return null;
  const holder = value as Readonly<Record<string, unknown>>;
  const key = WRAPPERS.find((name) => Array.isArray(holder[name]));
  return key ? (holder[key] as readonly unknown[]) : null;
}

const parsed = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
};

/** 读 JSON: an array of objects, the same under `data`, `records`, `rows`, `list`, `items` or `result`, or NDJSON (one object per line). */
export function readJson(text: string): Result<readonly NamedRow[], "json"> {
  const body = text.trim();
  const whole = parsed(body);
  if (whole) {
    const list = arrayIn(whole.value) ?? (typeof whole.value === "object" && whole.value !== null ? [whole.value] : null);
    return list ? ok(list.map((value, i) => namedRow(value, i + 1))) : refused("json");
  }
  if (!body.startsWith("{")) return refused("json");
  const lines = body.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (!parsed(lines[0] ?? "")) return refused("json");
  return ok(lines.map((line, i) => namedRow(parsed(line)?.value, i + 1)));
}
