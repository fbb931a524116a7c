// 关联质量: a labelled hard set through cleaning and linking: precision, recall, F1 of the automatic links and the share left to people, by kind of
// row, beside a plain Fellegi–Sunter with an exact tier. Exits 1 if a row has not exactly one fate or a link contradicts what is certain.
// npm run bench link [rows] [enterprises] [seed]
import { makeRandom } from "@/db/seed/world/random";
import { linked } from "@/inngest/functions/uploads/settle-rows";
import { plainDate } from "@/lib/kernel/plain-date";
import { compileCleaner } from "@/lib/pipeline/clean/clean-row";
import { ROW_FATES } from "@/lib/pipeline/fates";
import { compare } from "@/lib/pipeline/link/likeness";
import { linkPlan, type RowLink } from "@/lib/pipeline/link/link-row";
import { nameKey } from "@/lib/pipeline/link/name-key";
import { finderOf, lookupsOf, type Register } from "@/lib/pipeline/link/register";
import { COUNTY, countGrades, newTally, sharesOf } from "@/lib/pipeline/link/weights";
import { dataset } from "../unit/pipeline/catalogue";
import { drawPuzzles, type Puzzle, SORTS } from "./link-rows";
import { drawCounty } from "./link-world";
import { plainLinkage } from "./plain-linkage";

const [rows = 200_000, size = 3000, seed = 1] = process.argv
  .slice(2)
  .filter((one) => /^\d+$/.test(one))
  .map(Number);
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const percent = (part: number, whole: number): string => (whole === 0 ? "—" : `${((100 * part) / whole).toFixed(3)} %`);

const random = makeRandom(`link-${seed}`);
const subjects = drawCounty(size, random.fork("county"));
const register: Register = { enterprises: subjects, accounts: [] };
const lookups = lookupsOf(register);
const puzzles = drawPuzzles(rows, subjects, random.fork("rows"));
const prepared = new Map(
  (["taxCredit", "electricityUsage"] as const).map((id) => [
    id,
    { plan: linkPlan(dataset(id)), clean: compileCleaner(dataset(id), { today: plainDate("2026-07-15"), lookups }) },
  ]),
);

type Answer = { readonly puzzle: Puzzle; readonly adopted: string | null; readonly link: RowLink; readonly fate: string };
const began = performance.now();
const answers = puzzles.map((puzzle, at): Answer => {
  const { plan, clean } = prepared.get(puzzle.dataset) ?? (process.exit(1) as never);
  const { row, link } = linked(clean({ row: at + 2, cells: puzzle.cells }), plan, lookups);
  return { puzzle, link, fate: row.fate, adopted: row.fate === "quarantined" ? null : link.uscc };
});
const took = performance.now() - began;

/** What a row says for certain: a registered code, else an old number, else, without either, the only bearer of its name. */
function certainOf({ cells }: Puzzle): string | null {
  const code = cells["uscc"] ?? "";
  if (lookups.byUscc(code)) return code;
  if (code !== "") return lookups.byLegacyNumber(code)[0] ?? null;
  const key = nameKey(cells["name"] ?? cells["accountName"] ?? "") ?? "";
  const bearers = new Set([...lookups.byNameKey(key), ...lookups.byFormerNameKey(key)]);
  return bearers.size === 1 ? ([...bearers][0] ?? null) : null;
}

const faults: string[] = [];
for (const { puzzle, link, fate, adopted } of answers) {
  if (ROW_FATES.filter((one) => one === fate).length !== 1) faults.push(`去向不唯一：${JSON.stringify(puzzle)}`);
  if (fate !== "quarantined" && (link.uscc === null || !["exact", "auto"].includes(link.fate))) faults.push(`采用了却没有关联：${JSON.stringify(puzzle)}`);
  const known = certainOf(puzzle);
  if (adopted !== null && known !== null && adopted !== known) faults.push(`与确定的依据相悖：${JSON.stringify({ puzzle, adopted })}`);
}

type Score = { rows: number; meant: number; right: number; wrong: number; clerical: number; offered: number };
const fresh = (): Score => ({ rows: 0, meant: 0, right: 0, wrong: 0, clerical: 0, offered: 0 });
function tally(of: readonly { truth: string | null; adopted: string | null; offered: readonly string[] }[]): Score {
  const score = fresh();
  for (const { truth, adopted, offered } of of) {
    score.rows += 1;
    score.meant += Number(truth !== null);
    if (adopted !== null) score[adopted === truth ? "right" : "wrong"] += 1;
    else score.clerical += Number(offered.length > 0);
    score.offered += Number(adopted === null && truth !== null && offered.includes(truth));
  }
  return score;
}
function line(name: string, { rows: all, meant, right, wrong, clerical, offered }: Score): string {
  const [precision, recall] = [right / Math.max(1, right + wrong), right / Math.max(1, meant)];
  const f1 = (2 * precision * recall) / Math.max(1e-9, precision + recall);
  return `${name}：${all} 行，自动 ${right + wrong}，准确率 ${percent(right, right + wrong)}，召回率 ${percent(right, meant)}，F1 ${(100 * f1).toFixed(3)}，人工 ${percent(clerical, all)}，错关 ${wrong}${offered > 0 ? `，人工行中候选含正解 ${offered}` : ""}`;
}
const asked = answers.map(({ puzzle, adopted, link }) => ({ sort: puzzle.sort, truth: puzzle.truth, adopted, offered: link.candidates }));
say(`登记库 ${subjects.length} 户，${rows} 行，种子 ${seed}；每行 ${((1000 * took) / rows).toFixed(1)} 微秒（含清洗）`);
for (const [sort] of SORTS) say(line(`  ${sort}`, tally(asked.filter((one) => one.sort === sort))));
const ours = tally(asked);
say(line("本系统", ours));
const peerBegan = performance.now();
const peer = plainLinkage(subjects, puzzles);
const peerScore = tally(puzzles.map(({ truth }, at) => ({ truth, adopted: peer[at] ?? null, offered: [] })));
say(line("对照（费勒基–桑特加精确层）", peerScore));
say(`对照用时 ${Math.round(performance.now() - peerBegan)} 毫秒，本系统 ${Math.round(took)} 毫秒`);

// m again over certain pairs (a right code beside its enterprise), u over this register; beside what ships
const finder = finderOf(register);
const pairs = newTally();
const refs = new Map(subjects.map((one) => [one.uscc, one]));
for (const { puzzle } of answers) {
  const ref = puzzle.truth === null ? undefined : refs.get(puzzle.truth);
  const said = { name: puzzle.cells["name"] ?? puzzle.cells["accountName"] ?? null, address: nameKey(puzzle.cells["address"] ?? "") };
  const [written, parts] = [said.name === null ? null : finder.parts(said.name), ref ? finder.parts(ref.name, ref.uscc) : null];
  if (ref && parts) countGrades(pairs, compare(said, written, { ...ref, address: nameKey(ref.address ?? "") }, parts));
}
say(`m 复算 ${JSON.stringify(sharesOf(pairs, COUNTY.m, 1))}`);
say(`m 采用 ${JSON.stringify(COUNTY.m)}`);
say(`u 本库 ${JSON.stringify(finder.weights.u)}`);

const reached = (name: string, value: number, target: number): boolean =>
  say(`${name} ${(100 * value).toFixed(3)} %，目标 ${100 * target} %：${value >= target ? "达到" : "未达到"}`);
reached("自动关联准确率", ours.right / Math.max(1, ours.right + ours.wrong), 0.9999);
reached("自动关联召回率", ours.right / ours.meant, 0.995);
if (faults.length > 0) {
  for (const fault of faults.slice(0, 20)) process.stderr.write(`${fault}\n`);
  process.exit(1);
}
