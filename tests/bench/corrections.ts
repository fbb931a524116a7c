// 更正质量: known faults in tax returns of several years through cleaning and the comparison of amounts: how many are put right or get the right
// proposal, how many answers are wrong, and what becomes of genuine jumps of revenue. Figures only: npm run bench corrections [enterprises] [seed]
import { drawUscc } from "@/db/seed/world/codes";
import { makeRandom, type Random } from "@/db/seed/world/random";
import { plainDate } from "@/lib/kernel/plain-date";
import { type CleanRow, compileCleaner } from "@/lib/pipeline/clean/clean-row";
import { referenceFrom } from "@/lib/pipeline/clean/earlier";
import { holdScaleErrors } from "@/lib/pipeline/clean/plausibility";
import { buildLookups } from "@/lib/pipeline/link/lookups";
import { dataset } from "../unit/pipeline/catalogue";

const [size = 3000, seed = 1] = process.argv
  .slice(2)
  .filter((one) => /^\d+$/.test(one))
  .map(Number);
const random = makeRandom(`corrections-${seed}`);
const definition = dataset("taxReturn");
const taken = new Set<string>();
const subjects = Array.from({ length: size }, (_, at) => ({ uscc: drawUscc("91", random, taken), name: `青禾县样本${at}号有限公司` }));
const lookups = buildLookups(subjects);
const YEARS = [2020, 2021, 2022, 2023, 2024, 2025];

/** A fault: what the cell says instead, and what should come of it. `jump` is no fault: nothing may be asked or changed. */
type Spoiled = { readonly kind: string; readonly field: string; readonly raw: string; readonly meant: string | number };
type Sown = { readonly cells: Readonly<Record<string, string>>; readonly spoiled: Spoiled | null; readonly jump: boolean };

const yuan = (amount: number): string => amount.toFixed(2);
const wide = (text: string): string => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const FAULTS: readonly ((code: string, revenue: number, random: Random) => Spoiled | null)[] = [
  (_, revenue) => ({
    kind: "千分位",
    field: "annualRevenue",
    raw: revenue.toLocaleString("en-US", { minimumFractionDigits: 2 }),
    meant: Math.round(revenue * 100),
  }),
  (_, revenue) => ({ kind: "单元格带单位", field: "annualRevenue", raw: `${(revenue / 10_000).toFixed(6)}万元`, meant: Math.round(revenue * 100) }),
  (_, revenue) => ({ kind: "单位报错（万元）", field: "annualRevenue", raw: yuan(revenue / 10_000), meant: `${yuan(Math.round(revenue / 100) * 100)}元` }),
  (_, revenue) => ({ kind: "单位报错（千元）", field: "annualRevenue", raw: yuan(revenue / 1000), meant: `${yuan(Math.round(revenue / 10) * 10)}元` }),
  (code) => ({ kind: "代码全角", field: "uscc", raw: wide(code), meant: code }),
  (code) => ({ kind: "代码小写", field: "uscc", raw: code.toLowerCase(), meant: code }),
  (code) => {
    const raw = code.replace(/[0125](?=[^0125]*$)/, (digit) => ({ "0": "O", "1": "I", "2": "Z", "5": "S" })[digit] ?? digit);
    return raw === code ? null : { kind: "代码混淆", field: "uscc", raw, meant: code };
  },
  (_code, _revenue, dice) => ({ kind: "日期写法", field: "filedDate", raw: dice.pick(["2026/5/9", "20260509", "2026年5月9日"]), meant: "2026-05-09" }),
];

/** Six years of an enterprise, one fault in every third; every seventh has grown by ×8 to ×4000 in one year and stays there, below what a field may hold. */
function sow({ uscc, name }: (typeof subjects)[number]): Sown[] {
  const jumpAt = random.chance(1 / 7) ? random.int(1, 5) : null;
  const factor = Math.exp(Math.log(8) + random.next() * Math.log(500));
  let revenue = Math.exp(Math.log(300_000) + random.next() * 3);
  const faultAt = jumpAt === null && random.chance(1 / 3) ? random.int(0, 5) : null;
  return YEARS.map((year, at): Sown => {
    revenue *= (at === jumpAt ? factor : 1) * Math.exp(0.15 * random.normal());
    const amount = Math.round(revenue);
    const cells = { uscc, name, formType: "企业所得税A类年度", periodEnd: `${year}-12`, annualRevenue: yuan(amount), filedDate: "2026-05-09" };
    const spoiled = at === faultAt ? random.pick(FAULTS)(uscc, amount, random) : null;
    return { cells: spoiled ? { ...cells, [spoiled.field]: spoiled.raw } : cells, spoiled, jump: at === jumpAt };
  });
}

const clean = compileCleaner(definition, { today: plainDate("2026-07-15"), lookups });
const sown = subjects.flatMap(sow);
const cleaned = sown.map(({ cells }, at): CleanRow => clean({ row: at + 2, cells }));
const uscc = (row: CleanRow): string | null => (typeof row.record["uscc"] === "string" ? row.record["uscc"] : null);
const judged = holdScaleErrors(
  definition,
  cleaned,
  referenceFrom(
    definition,
    cleaned.map((row) => ({ row, uscc: uscc(row) })),
    [],
  ),
);

/** An amount of money that was proposed is right when it is within rounding of what was meant. */
function isProposed(row: CleanRow, { field, meant }: Spoiled): boolean {
  const proposal = row.reasons.find((reason) => reason.field === field)?.proposal;
  if (proposal === undefined) return false;
  return proposal === meant || (String(meant).endsWith("元") && Math.abs(Number.parseFloat(proposal) / Number.parseFloat(String(meant)) - 1) < 0.01);
}

type Count = { sown: number; fixed: number; proposed: number; wrong: number };
const kinds = new Map<string, Count>();
let [jumps, jumpsAsked, jumpsChanged, clean0, touched] = [0, 0, 0, 0, 0];
for (const [at, { spoiled, jump, cells }] of sown.entries()) {
  const row = judged[at];
  if (!row) continue;
  const changed = row.record["annualRevenue"] !== Math.round(Number(cells["annualRevenue"]) * 100);
  if (jump) {
    jumps += 1;
    jumpsAsked += Number(row.fate === "quarantined");
    jumpsChanged += Number(changed);
  } else if (!spoiled) {
    clean0 += 1;
    touched += Number(row.fate !== "accepted");
  }
  if (!spoiled) continue;
  const count = kinds.get(spoiled.kind) ?? { sown: 0, fixed: 0, proposed: 0, wrong: 0 };
  kinds.set(spoiled.kind, count);
  const right = row.record[spoiled.field] === spoiled.meant;
  count.sown += 1;
  count.fixed += Number(row.fate !== "quarantined" && right);
  count.proposed += Number(row.fate === "quarantined" && isProposed(row, spoiled));
  count.wrong += Number(row.fate === "corrected" && !right);
}
const percent = (part: number, whole: number): string => (whole === 0 ? "—" : `${((100 * part) / whole).toFixed(3)} %`);
const sum = (of: (count: Count) => number): number => [...kinds.values()].reduce((total, one) => total + of(one), 0);
for (const [kind, { sown: all, fixed, proposed, wrong }] of kinds)
  process.stdout.write(`  ${kind}：${all} 处，改正 ${fixed}，提出正确建议 ${proposed}，改错 ${wrong}\n`);
const [faults, fixed, proposed, wrong] = [sum((one) => one.sown), sum((one) => one.fixed), sum((one) => one.proposed), sum((one) => one.wrong)];
process.stdout.write(
  `${sown.length} 行，${faults} 处错：召回率 ${percent(fixed + proposed, faults)}（含建议，目标 98 %），自动改正的准确率 ${percent(fixed, fixed + wrong)}（目标 99.99 %）\n`,
);
process.stdout.write(`没有错的 ${clean0} 行：被改或被问 ${touched}\n`);
process.stdout.write(`真实增长 ×8 到 ×4000 的 ${jumps} 行：被改 ${jumpsChanged}，被问 ${jumpsAsked}\n`);
