// The program of the peers, printed in the language of each.
import type { Expr, PeerProgram } from "./program";

export const verdictName = (index: number): string => `v${index}`;
export const amountName = (index: number): string => `a${index}`;

/** ZEN expression language. */
export function zenText(e: Expr): string {
  switch (e.k) {
    case "num":
      return String(e.v);
    case "col":
      return e.name;
    case "null":
      return `${e.name} == null`;
    case "op":
      return `(${zenText(e.a)} ${e.op} ${zenText(e.b)})`;
    case "cmp":
      return `${zenText(e.a)} ${e.op === "=" ? "==" : e.op} ${zenText(e.b)}`;
    case "round":
      return `floor((${zenText(e.a)} + ${e.by / 2}) / ${e.by})`;
    case "if":
      return `(${zenText(e.when)} ? ${zenText(e.then)} : ${zenText(e.otherwise)})`;
    case "min":
    case "max":
      return `${e.k}([${e.parts.map(zenText).join(", ")}])`;
  }
}

/** JsonLogic. */
export function jsonLogic(e: Expr): unknown {
  switch (e.k) {
    case "num":
      return e.v;
    case "col":
      return { var: e.name };
    case "null":
      return { "===": [{ var: e.name }, null] };
    case "op":
      return { [e.op]: [jsonLogic(e.a), jsonLogic(e.b)] };
    case "cmp":
      return { [e.op === "=" ? "===" : e.op]: [jsonLogic(e.a), jsonLogic(e.b)] };
    case "round": {
      const over = { "+": [jsonLogic(e.a), e.by / 2] };
      return { "/": [{ "-": [over, { "%": [over, e.by] }] }, e.by] };
    }
    case "if":
      return { if: [jsonLogic(e.when), jsonLogic(e.then), jsonLogic(e.otherwise)] };
    case "min":
    case "max":
      return { [e.k]: e.parts.map(jsonLogic) };
  }
}

const isTruth = ({ k, ...e }: Expr): boolean => k === "num" && "v" in e && (e.v === 0 || e.v === 1 || e.v === 2);

/** DuckDB SQL. Truths are UTINYINT, so that a vector of them stays short. */
export function sqlText(e: Expr): string {
  switch (e.k) {
    case "num":
      return isTruth(e) ? `${e.v}::UTINYINT` : `${e.v}::DOUBLE`;
    case "col":
      return `"${e.name}"`;
    case "null":
      return `"${e.name}" IS NULL`;
    case "op":
      return `(${sqlText(e.a)} ${e.op} ${sqlText(e.b)})`;
    case "cmp":
      return `${sqlText(e.a)} ${e.op} ${sqlText(e.b)}`;
    case "round":
      return `floor((${sqlText(e.a)} + ${e.by / 2}::DOUBLE) / ${e.by}::DOUBLE)`;
    case "if":
      return `CASE WHEN ${sqlText(e.when)} THEN ${sqlText(e.then)} ELSE ${sqlText(e.otherwise)} END`;
    case "min":
    case "max":
      return `${e.k === "min" ? "least" : "greatest"}(${e.parts.map(sqlText).join(", ")})`;
  }
}

/** numpy: every distinct part once, truths as bytes. `where` is avoided where a comparison with NaN (or −1) already says "no". */
function numpyLines({ policies, columns }: PeerProgram, withAmounts: boolean): string[] {
  const lines: string[] = [];
  const named = new Map<string, string>();
  const give = (text: string): string => {
    const name = named.get(text) ?? `t${named.size}`;
    if (!named.has(text)) lines.push(`${name} = ${text}`);
    named.set(text, name);
    return name;
  };
  const at = (name: string) => `c_${name}`;
  const nullOf = (name: string) => give(columns.get(name)?.kind === "code" ? `(${at(name)} == -1)` : `np.isnan(${at(name)})`);
  const yes = (test: Expr) => give(`(${text(test)}.view(np.uint8) << 1)`);
  const is = (e: Expr, v: number): boolean => e.k === "num" && e.v === v;
  /** The test of a part that is true or false; null for any other. */
  const testOf = (e: Expr): Expr | null => (e.k === "if" && is(e.then, 2) && is(e.otherwise, 0) ? e.when : null);
  const choice = (e: Extract<Expr, { k: "if" }>): string => {
    const own = testOf(e);
    if (own) return yes(own);
    const inner = e.when.k === "null" && is(e.then, 1) ? testOf(e.otherwise) : null;
    if (inner && e.when.k === "null") return give(`(${yes(inner)} | ${nullOf(e.when.name)}.view(np.uint8))`);
    return give(`np.where(${text(e.when)}, ${text(e.then)}, ${text(e.otherwise)})`);
  };
  const text = (e: Expr): string => {
    switch (e.k) {
      case "num":
        return isTruth(e) ? `u${e.v}` : `np.float64(${e.v})`;
      case "col":
        return at(e.name);
      case "null":
        return nullOf(e.name);
      case "op":
        return give(`(${text(e.a)} ${e.op} ${text(e.b)})`);
      case "cmp":
        return give(`(${text(e.a)} ${e.op === "=" ? "==" : e.op} ${e.b.k === "num" ? e.b.v : text(e.b)})`);
      case "round":
        return give(`np.floor((${text(e.a)} + ${e.by / 2}) / ${e.by})`);
      case "if":
        return choice(e);
      case "min":
      case "max":
        return e.parts.map(text).reduce((a, b) => give(`np.${e.k}imum(${a}, ${b})`));
    }
  };
  for (const [index, { verdict, amount }] of policies.entries()) {
    lines.push(`V[${index}, lo:hi] = ${text(verdict)}`);
    if (withAmounts) lines.push(`A[${index}, lo:hi] = np.where(V[${index}, lo:hi] == 2, ${text(amount)}, -2.0)`);
  }
  return lines;
}

/** A Python script that reads the columns (rows × column after column), answers, and prints its CPU seconds: best of several. */
export function numpyScript(program: PeerProgram, size: number, folder: string): string {
  const reads = [...program.columns].map(
    ([name, { kind }]) => `C_${name} = np.fromfile(${JSON.stringify(`${folder}/${name}`)}, dtype=${kind === "code" ? "np.int16" : "np.float64"})`,
  );
  const slices = [...program.columns.keys()].map((name) => `c_${name} = C_${name}[lo:hi]`);
  const body = (withAmounts: boolean) => [...slices, ...numpyLines(program, withAmounts)].map((line) => `    ${line}`).join("\n");
  return `import json, time, warnings
import numpy as np
warnings.simplefilter("ignore")
u0, u1, u2 = np.uint8(0), np.uint8(1), np.uint8(2)
N = ${size}
${reads.join("\n")}
V = np.empty((${program.policies.length}, N), dtype=np.uint8)
A = np.empty((${program.policies.length}, N), dtype=np.float64)
def decide(lo, hi):
${body(false)}
def reckon(lo, hi):
${body(true)}
def best(run):
  seconds = []
  for _ in range(9):
    start = time.process_time()
    for lo in range(0, N, 8192): run(lo, min(lo + 8192, N))
    seconds.append(time.process_time() - start)
  return min(seconds)
decision, amount = best(decide), best(reckon)
V.tofile(${JSON.stringify(`${folder}/verdicts`)})
A.tofile(${JSON.stringify(`${folder}/amounts`)})
print(json.dumps({"decision": decision, "amount": amount, "version": np.__version__}))
`;
}
