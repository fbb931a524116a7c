import type { StoredEvent } from "@/db/schema/runner";

/**
 * The part of CEL that triggers, idempotency and concurrency keys may use here: paths into the event and text literals,
 * joined by `+`; conditions compare two of them with `==` or `!=` and are joined by `&&`. All else is refused at start.
 */
export class UnsupportedExpression extends Error {
  constructor(text: string) {
    super(`expression not supported by the embedded runner: ${text}`);
    this.name = "UnsupportedExpression";
  }
}

type Value = (event: StoredEvent) => string;

const LITERAL = /^(["'])([^"'\\]*)\1$/;
const SCALAR = /^(true|false|-?\d+(\.\d+)?)$/;
const PATH = /^event(\.[A-Za-z_]\w*)+$/;

/** Reads a key such as `event.data.uploadId + "-" + event.data.part`. */
export function compileKey(text: string): Value {
  // Literals are cut out first so that a "+" within quotes joins nothing.
  const parts = text.match(/"[^"]*"|'[^']*'|[^+"']+|\+/g)?.map((part) => part.trim()) ?? [];
  const terms = parts.filter((part) => part !== "+" && part !== "").map((part) => compileTerm(part, text));
  if (terms.length === 0 || parts.filter((part) => part === "+").length !== terms.length - 1) throw new UnsupportedExpression(text);
  return (event) => terms.map((term) => term(event)).join("");
}

function compileTerm(part: string, text: string): Value {
  const literal = LITERAL.exec(part)?.[2];
  if (literal !== undefined) return () => literal;
  if (SCALAR.test(part)) return () => part;
  if (!PATH.test(part)) throw new UnsupportedExpression(text);
  const path = part.split(".").slice(1);
  return (event) => String(path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], event));
}

/** Reads a condition such as `event.data.kind == "full" && event.data.dry != true`. */
export function compileCondition(text: string): (event: StoredEvent) => boolean {
  const tests = text.split("&&").map((part) => compileComparison(part, text));
  return (event) => tests.every((test) => test(event));
}

function compileComparison(part: string, text: string): (event: StoredEvent) => boolean {
  const sides = part.split(/(==|!=)/);
  const [left, operator, right] = sides;
  if (sides.length !== 3 || left === undefined || right === undefined) throw new UnsupportedExpression(text);
  const [a, b] = [compileKey(left), compileKey(right)];
  return operator === "==" ? (event) => a(event) === b(event) : (event) => a(event) !== b(event);
}
