// The peers at work: each takes the same rows and gives verdicts (0, 1, 2) and amounts (fen, −1 open, −2 not granted), and its CPU seconds.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { amountName, jsonLogic, numpyScript, sqlText, verdictName, zenText } from "./print";
import type { PeerProgram } from "./program";

export type PeerRow = Readonly<Record<string, number | null>>;
export type PeerRun = {
  readonly name: string;
  /** Why it did not run; then nothing else is given. */
  readonly absent?: string;
  readonly rows: number;
  readonly seconds: { readonly decision: number; readonly amount: number };
  readonly verdict: (policy: number, row: number) => number;
  readonly amount: (policy: number, row: number) => number;
};
type Answer = { v: number; a: number };

const HOME = path.resolve("tests/bench/peers");
const absent = (name: string, why: string): PeerRun => ({ name, absent: why, rows: 0, seconds: { decision: 0, amount: 0 }, verdict: () => 0, amount: () => 0 });

/** The bench installs its peers itself, from their own lock: `npm ci` of the product knows nothing of them. */
export function installPeers(): void {
  if (existsSync(path.join(HOME, "node_modules"))) return;
  spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: HOME, stdio: ["ignore", "ignore", "inherit"] });
}

function load(name: string): unknown {
  try {
    return createRequire(path.join(HOME, "package.json"))(name);
  } catch {
    return null;
  }
}

export const cpuSeconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/** CPU seconds of a run: best of several, since the machine has other guests. */
export async function best(times: number, run: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < times; round++) {
    const since = process.cpuUsage();
    await run();
    least = Math.min(least, cpuSeconds(since));
  }
  return least;
}

type ZenModule = { ZenEngine: new () => { createDecision(content: object): { evaluate(input: object): Promise<{ result: Record<string, number> }> } } };

/** One expression per policy in one node: ZEN's decision tables cannot say "unknown". */
export async function zenEngine({ policies }: PeerProgram, rows: readonly PeerRow[]): Promise<PeerRun> {
  const zen = load("@gorules/zen-engine") as ZenModule | null;
  if (!zen) return absent("@gorules/zen-engine", "not installed");
  const decisionOf = (withAmounts: boolean) => {
    const verdicts = policies.map(({ verdict }, index) => ({ id: verdictName(index), key: verdictName(index), value: zenText(verdict) }));
    const amounts = policies.map(({ amount }, index) => {
      return { id: amountName(index), key: amountName(index), value: `$.${verdictName(index)} == 2 ? ${zenText(amount)} : -2` };
    });
    const nodes = [
      { id: "in", name: "in", type: "inputNode" },
      { id: "rules", name: "rules", type: "expressionNode", content: { expressions: withAmounts ? [...verdicts, ...amounts] : verdicts } },
      { id: "out", name: "out", type: "outputNode" },
    ];
    const edges = [
      { id: "e1", sourceId: "in", targetId: "rules", type: "edge" },
      { id: "e2", sourceId: "rules", targetId: "out", type: "edge" },
    ];
    return new zen.ZenEngine().createDecision({ contentType: "application/vnd.gorules.decision", nodes, edges });
  };
  const [decide, reckon] = [decisionOf(false), decisionOf(true)];
  const answers: Record<string, number>[] = [];
  for (const row of rows) answers.push((await reckon.evaluate(row)).result);
  const all = async (decision: typeof decide) => {
    for (const row of rows) await decision.evaluate(row);
  };
  return {
    name: "@gorules/zen-engine",
    rows: rows.length,
    seconds: { decision: await best(3, () => all(decide)), amount: await best(3, () => all(reckon)) },
    verdict: (policy, row) => Number(answers[row]?.[verdictName(policy)]),
    amount: (policy, row) => Number(answers[row]?.[amountName(policy)]),
  };
}

type LogicModule = { LogicEngine: new () => { build(logic: unknown): (data: PeerRow) => number } };

export async function jsonLogicEngine({ policies }: PeerProgram, rows: readonly PeerRow[]): Promise<PeerRun> {
  const logic = load("json-logic-engine") as LogicModule | null;
  if (!logic) return absent("json-logic-engine", "not installed");
  const engine = new logic.LogicEngine();
  const built = policies.map(({ verdict, amount }) => ({ verdict: engine.build(jsonLogic(verdict)), amount: engine.build(jsonLogic(amount)) }));
  const answers: Answer[][] = rows.map((row) =>
    built.map(({ verdict, amount }) => {
      const v = verdict(row);
      return { v, a: v === 2 ? amount(row) : -2 };
    }),
  );
  const decide = () => rows.reduce((sum, row) => built.reduce((own, { verdict }) => own + verdict(row), sum), 0);
  const reckon = () => rows.reduce((sum, row) => built.reduce((own, { verdict, amount }) => own + (verdict(row) === 2 ? amount(row) : -2), sum), 0);
  return {
    name: "json-logic-engine (compiled)",
    rows: rows.length,
    seconds: { decision: await best(5, decide), amount: await best(5, reckon) },
    verdict: (policy, row) => answers[row]?.[policy]?.v ?? Number.NaN,
    amount: (policy, row) => answers[row]?.[policy]?.a ?? Number.NaN,
  };
}

type DuckModule = {
  DuckDBInstance: {
    create(
      at: string,
      config: object,
    ): Promise<{ connect(): Promise<{ run(sql: string): Promise<unknown>; runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }> }> }>;
  };
};

/** One thread; the answers are summed in the database, so that nothing is carried out of it while the clock runs. */
export async function duckDb({ policies, columns }: PeerProgram, rows: readonly PeerRow[], folder: string, checked: number): Promise<PeerRun> {
  const duck = load("@duckdb/node-api") as DuckModule | null;
  if (!duck) return absent("DuckDB", "not installed");
  const names = [...columns.keys()];
  const file = path.join(folder, "roster.csv");
  writeFileSync(file, rows.map((row, index) => [index, ...names.map((name) => row[name] ?? "")].join(",")).join("\n"));
  const db = await (await duck.DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const types = [...columns].map(([name, { kind }]) => `'${name}': '${kind === "code" ? "SMALLINT" : "DOUBLE"}'`);
  await db.run(`CREATE TABLE roster AS SELECT * FROM read_csv('${file}', header = false, columns = {'n': 'INTEGER', ${types.join(", ")}})`);
  const verdicts = `SELECT *, ${policies.map(({ verdict }, index) => `${sqlText(verdict)} AS ${verdictName(index)}`).join(", ")} FROM roster`;
  const amounts = policies.map(({ amount }, index) => `CASE WHEN ${verdictName(index)} = 2 THEN ${sqlText(amount)} ELSE -2 END AS ${amountName(index)}`);
  const all = policies.map((_, index) => verdictName(index));
  const sums = (keys: readonly string[]) => keys.map((key) => `sum(${key})`).join(", ");
  const withAmounts = `SELECT *, ${amounts.join(", ")} FROM (${verdicts})`;
  const keys = policies.map((_, index) => amountName(index));
  const found = (await db.runAndReadAll(`SELECT ${[...all, ...keys].join(", ")} FROM (${withAmounts}) WHERE n < ${checked} ORDER BY n`)).getRows();
  return {
    name: "DuckDB (1 thread)",
    rows: rows.length,
    seconds: {
      decision: await best(5, () => db.runAndReadAll(`SELECT ${sums(all)} FROM (${verdicts})`)),
      amount: await best(5, () => db.runAndReadAll(`SELECT ${sums([...all, ...keys])} FROM (${withAmounts})`)),
    },
    verdict: (policy, row) => Number(found[row]?.[policy]),
    amount: (policy, row) => Number(found[row]?.[policies.length + policy]),
  };
}

export function numpy(program: PeerProgram, rows: readonly PeerRow[], folder: string): PeerRun {
  const name = "numpy (generated)";
  if (spawnSync("python3", ["-c", "import numpy"]).status !== 0) return absent(name, "python3 with numpy (apt-get install python3-numpy) is not here");
  mkdirSync(folder, { recursive: true });
  for (const [column, { kind }] of program.columns) {
    const values = rows.map((row) => row[column] ?? null);
    const typed = kind === "code" ? Int16Array.from(values, (value) => value ?? -1) : Float64Array.from(values, (value) => value ?? Number.NaN);
    writeFileSync(path.join(folder, column), new Uint8Array(typed.buffer));
  }
  writeFileSync(path.join(folder, "decide.py"), numpyScript(program, rows.length, folder));
  const told = JSON.parse(execFileSync("python3", [path.join(folder, "decide.py")], { encoding: "utf8" })) as {
    decision: number;
    amount: number;
    version: string;
  };
  const verdicts = new Uint8Array(readFileSync(path.join(folder, "verdicts")));
  const amounts = new Float64Array(new Uint8Array(readFileSync(path.join(folder, "amounts"))).buffer);
  rmSync(folder, { recursive: true });
  return {
    name: `numpy ${told.version} (generated)`,
    rows: rows.length,
    seconds: told,
    verdict: (policy, row) => verdicts[policy * rows.length + row] ?? Number.NaN,
    amount: (policy, row) => amounts[policy * rows.length + row] ?? Number.NaN,
  };
}
