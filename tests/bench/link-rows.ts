import type { Random } from "@/db/seed/world/random";
import { ALIKE, type Subject, strangersCode } from "./link-world";

/** 难题: a row as a department would write it, and whom it means (null: nobody of the register). */
export type Puzzle = {
  readonly sort: string;
  readonly truth: string | null;
  readonly dataset: "taxCredit" | "electricityUsage";
  readonly cells: Readonly<Record<string, string>>;
};

/** One slip of the hand in a name: a like character, one left out, one twice, two exchanged. */
function slip(name: string, random: Random): string {
  const places = [...name].flatMap((char, at) => (at >= 3 && !"（）()公司".includes(char) ? [at] : []));
  const at = random.pick(places.length > 0 ? places : [name.length - 1]);
  const char = name.charAt(at);
  const alike = ALIKE[char] ?? random.pick([..."园圆形刑宁拧明朋阳扬"]);
  const kind = random.int(1, 4);
  if (kind === 1) return name.slice(0, at) + alike + name.slice(at + 1);
  if (kind === 2) return name.slice(0, at) + name.slice(at + 1);
  if (kind === 3) return name.slice(0, at) + char + name.slice(at);
  return name.slice(0, at) + name.charAt(at + 1) + char + name.slice(at + 2);
}

const short = (name: string): string => name.replace(/^青禾县?|（青禾）|（个体工商户）/g, "").replace(/(?:股份)?有限公司$/, "");
const restyled = (name: string, random: Random): string =>
  random.pick([
    (text: string) => text.replace("有限公司", "有限责任公司"),
    (text: string) => text.replace("（", "(").replace("）", ")"),
    (text: string) => `${text.slice(0, 3)} ${text.slice(3)}`,
  ])(name);
const confused = (code: string): string => code.replace(/[0125](?=[^0125]*$)/, (digit) => ({ "0": "O", "1": "I", "2": "Z", "5": "S" })[digit] ?? digit);
const organisation = (code: string): string => `${code.slice(8, 16)}-${code.charAt(16)}`;

type Draw = (subject: Subject, random: Random, others: readonly Subject[]) => Omit<Puzzle, "sort"> | null;
const credit = (truth: string | null, uscc: string, name: string): Omit<Puzzle, "sort"> => ({
  truth,
  dataset: "taxCredit",
  cells: { uscc, name, evalYear: "2025", taxCreditGrade: "A" },
});
const metered = (truth: string | null, name: string, address = ""): Omit<Puzzle, "sort"> => ({
  truth,
  dataset: "electricityUsage",
  cells: { uscc: "", accountName: name, address, meterAccountNo: "0529000001", period: "2026-06", usageKwh: "1200" },
});
const formerOf = ({ formerNames = [] }: Subject): string | null => formerNames[0] ?? null;
const isReused = (name: string, others: readonly Subject[]): boolean => others.some((one) => one.name === name);

/**
 * 题型 with their share of the set. The shares are those of a county's year as the demo county draws them (one row in seventeen flawed), with every
 * hard kind present often enough to be counted.
 */
export const SORTS: readonly (readonly [sort: string, share: number, draw: Draw])[] = [
  ["代码和名称都对", 700, ({ uscc, name }) => credit(uscc, uscc, name)],
  ["名称写法不同", 60, ({ uscc, name }, random) => credit(uscc, uscc, restyled(name, random))],
  ["代码对，名称错一字", 40, ({ uscc, name }, random) => credit(uscc, uscc, slip(name, random))],
  ["代码对，简称", 30, ({ uscc, name }) => credit(uscc, uscc, short(name))],
  ["代码对，曾用名", 20, (one) => (formerOf(one) ? credit(one.uscc, one.uscc, formerOf(one) ?? "") : null)],
  [
    "差一字的姊妹企业，代码对",
    20,
    (one, _, others) => (others.some((other) => other !== one && isSister(other.name, one.name)) ? credit(one.uscc, one.uscc, one.name) : null),
  ],
  ["旧注册号", 20, ({ uscc, name, legacyNumber }) => (legacyNumber ? credit(uscc, legacyNumber, name) : null)],
  ["组织机构代码", 10, ({ uscc, name }) => credit(uscc, organisation(uscc), name)],
  ["代码混淆一字", 20, ({ uscc, name }) => (confused(uscc) === uscc ? null : credit(uscc, confused(uscc), name))],
  ["无代码，名称全对", 30, ({ uscc, name }, _, others) => (others.some((one) => one.formerNames?.includes(name)) ? null : metered(uscc, name))],
  ["无代码，曾用名", 8, (one, _, others) => (formerOf(one) && !isReused(formerOf(one) ?? "", others) ? metered(one.uscc, formerOf(one) ?? "") : null)],
  ["无代码，名称错一字，地址对", 12, ({ uscc, name, address }, random) => metered(uscc, slip(name, random), address ?? "")],
  ["无代码，简称，地址对", 6, ({ uscc, name, address }) => metered(uscc, short(name), address ?? "")],
  [
    "无代码，原名已被他人使用，地址对",
    2,
    (one, _, others) => (isReused(formerOf(one) ?? "-", others) ? metered(one.uscc, formerOf(one) ?? "", one.address ?? "") : null),
  ],
  ["无代码，原名已被他人使用", 0.5, (one, _, others) => (isReused(formerOf(one) ?? "-", others) ? metered(one.uscc, formerOf(one) ?? "") : null)],
  ["无代码，名称错一字，别无依据", 1, ({ uscc, name }, random) => metered(uscc, slip(name, random))],
  ["别家的有效代码", 1, ({ uscc, name }, random, others) => credit(uscc, random.pick(others).uscc === uscc ? uscc : random.pick(others).uscc, name)],
  [
    "姊妹企业的有效代码",
    0.5,
    (one, _, others) => {
      const other = others.find((each) => each !== one && isSister(each.name, one.name));
      return other ? credit(one.uscc, other.uscc, one.name) : null;
    },
  ],
  ["库外企业", 4, ({ name }, random) => credit(null, strangersCode(random), slip(name, random))],
  ["库外企业，无代码，同址", 1, ({ address }, random) => metered(null, `青禾县${random.pick(["鑫淼", "犇羴", "垚焱"])}租赁有限公司`, address ?? "")],
];

function isSister(a: string, b: string): boolean {
  if (a.length !== b.length || a === b) return false;
  return [...a].filter((char, at) => char !== b.charAt(at)).length === 1;
}

export function drawPuzzles(count: number, subjects: readonly Subject[], random: Random): Puzzle[] {
  const puzzles: Puzzle[] = [];
  const shares = SORTS.map((one) => [one, one[1]] as const);
  while (puzzles.length < count) {
    const [sort, , draw] = random.weighted(shares);
    // A kind that few enterprises can pose is drawn until one does
    for (let tries = 0; tries < 400; tries += 1) {
      const puzzle = draw(random.pick(subjects), random, subjects);
      if (!puzzle) continue;
      puzzles.push({ sort, ...puzzle });
      break;
    }
  }
  return puzzles;
}
