// 测速: `npm run bench` for the policies and the running product, `npm run bench pipeline [rows] [pg|pglite]` for the import of files, `npm run
// bench csv [rows]` for reading CSV beside other readers. Figures, with the command that made them.
import { spawnSync } from "node:child_process";

const [name, ...rest] = process.argv.slice(2);
const TYPED = ["--conditions=react-server", "--expose-gc", "--import", "tsx"];
const BENCHES = {
  pipeline: [[...TYPED, "tests/bench/pipeline.ts", ...rest]],
  csv: [[...TYPED, "tests/bench/csv.ts", ...rest]],
};
const all = [[...TYPED, "tests/bench/policies.ts"], ["tests/bench/serve.mjs"]];
const chosen = name === undefined ? all : BENCHES[name];
if (!chosen) {
  process.stderr.write(`no bench ${name}: ${Object.keys(BENCHES).join(", ")}\n`);
  process.exit(1);
}
for (const args of chosen) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
