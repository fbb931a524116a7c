import { COUNTY_REGION, drawLegacyRegNo, drawUscc } from "@/db/seed/world/codes";
import { makeAddress, makePerson, makeTown } from "@/db/seed/world/names";
import type { Random } from "@/db/seed/world/random";
import type { EnterpriseRef } from "@/lib/pipeline/link/enterprise-ref";
import { maskPersonName, maskPhone } from "@/lib/standards/mask";
import { makeUsccOf, USCC_ALPHABET } from "@/lib/standards/uscc";

/** 难题集的登记库: a fictional county with sisters one character apart, branches, shops, cooperatives, renamed firms and names taken over by others. */
export type Subject = EnterpriseRef & {
  readonly kind: "company" | "branch" | "individual" | "cooperative";
};

const FIRST = [..."禾瑞恒嘉盛泰华润丰宏鼎源康福金银德信诚远安顺达广博众联合汇聚天云山江春晨旭朗景和同兴永正中立创启智慧绿青翠松竹梅兰锦绣"];
const SECOND = [..."禾丰泽源盛达通顺昌隆茂荣祥瑞和康宁安泰恒信诚远航腾飞翔跃升辉耀华宇宏博雅峰岭川海洋林森田园野谷稻香露霖晟"];
const TRADES = [
  ..."食品加工 建筑材料 农业科技 商贸 物流运输 机械制造 电子商务 服装纺织 化工原料 环保工程 家具制造 信息技术 餐饮管理 冷链仓储 包装印刷".split(" "),
  ..."食品 建材 农业发展 贸易 物流 机械 网络科技 服饰 化工 环保科技 家居 软件 餐饮 冷链 包装".split(" "),
];
/** Characters that typing and hearing confuse. */
export const ALIKE: Readonly<Record<string, string>> = {
  源: "原",
  达: "大",
  恒: "衡",
  宏: "洪",
  瑞: "锐",
  华: "花",
  泽: "择",
  盛: "胜",
  丰: "峰",
  祥: "详",
  康: "慷",
  材: "才",
  品: "晶",
  技: "枝",
  流: "留",
  制: "治",
  务: "物",
  冷: "泠",
  商: "商",
};

const chars = (random: Random) => Array.from({ length: 6 }, () => USCC_ALPHABET.charAt(random.int(0, 30))).join("");

function written(brand: string, trade: string, random: Random): string {
  return random.pick([
    `青禾县${brand}${trade}有限公司`,
    `青禾县${brand}${trade}有限公司`,
    `青禾${brand}${trade}有限公司`,
    `${brand}（青禾）${trade}有限公司`,
    `青禾县${brand}${trade}股份有限公司`,
  ]);
}

const CATEGORY = { company: "91", branch: "91", individual: "92", cooperative: "93" } as const;
const brandOf = (random: Random): string => random.pick(FIRST) + random.pick(SECOND);

type Draft = readonly [name: string, kind: Subject["kind"], formerNames?: readonly string[]];

/** One founding in the county, or two: a firm that takes over the name which another has given up. */
function founded(elder: Subject | null, random: Random): readonly Draft[] {
  const [brand, trade, roll] = [brandOf(random), random.pick(TRADES), random.next()];
  if (elder?.kind === "company" && roll < 0.08) return [[sister(elder.name, random), "company"]];
  if (elder?.kind === "company" && roll < 0.11) return [[`${elder.name}${random.pick(["城东", "河口", "园区"])}分公司`, "branch"]];
  const renamed = `青禾县${brandOf(random)}${trade}有限公司`;
  const plain = `青禾县${brand}${trade}有限公司`;
  if (roll < 0.13)
    return [
      [renamed, "company", [plain]],
      [plain, "company"],
    ];
  if (roll < 0.2) return [[renamed, "company", [written(brand, trade, random)]]];
  if (roll < 0.3) return [[`青禾县城关镇${brand}${random.pick(["面馆", "超市", "五金店", "理发店"])}（个体工商户）`, "individual"]];
  return [roll < 0.34 ? [`青禾县${brand}${random.pick(["蔬菜", "养殖", "茶叶"])}专业合作社`, "cooperative"] : [written(brand, trade, random), "company"]];
}

export function drawCounty(count: number, random: Random): Subject[] {
  const [codes, names] = [new Set<string>(), new Set<string>()];
  const subjects: Subject[] = [];
  while (subjects.length < count)
    for (const [name, kind, formerNames = []] of founded(subjects.length > 50 ? random.pick(subjects) : null, random)) {
      if (names.has(name)) continue;
      names.add(name);
      const person = makePerson(random);
      const uscc = drawUscc(CATEGORY[kind], random, codes);
      const legacyNumber = random.chance(0.4) ? drawLegacyRegNo(random) : null;
      const masks = { representative: maskPersonName(person.name), phone: maskPhone(person.phone) };
      subjects.push({ uscc, name, kind, formerNames, legacyNumber, address: makeAddress("factory", makeTown(random), random), ...masks });
    }
  return subjects;
}

/** 姊妹企业: the same name but for one character. */
function sister(name: string, random: Random): string {
  const at = name.search(/[^青禾县（）]/);
  return name.slice(0, at) + random.pick(FIRST) + name.slice(at + 1);
}

/** A code that passes both checks and is nobody's. */
export const strangersCode = (random: Random): string => makeUsccOf(`91${COUNTY_REGION}`, `MB${chars(random)}`);
