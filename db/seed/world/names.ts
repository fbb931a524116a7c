import { drawIdNumber, drawPhone } from "./codes";
import { kinds, parks, towns } from "./kinds";
import type { Random } from "./random";
import type { EntityType, Kind, Person } from "./types";

const SURNAMES = [
  ..."王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚",
];
const GIVEN_FIRST = [..."志文建晓玉海春国丽秀永佳家俊明思雨子浩欣宏立光金东桂云红新德庆荣学正向少世承景书怀远清雅静美慧"];
const GIVEN_SECOND = [..."强军华平芳霞敏娟辉伟杰勇涛斌超波鹏磊刚明梅兰英琴燕玲萍丹洁婷宁川林森峰山民生福祥贵富成达安康乐喆淼堃翀昇"];
const GIVEN_SINGLE = [..."敏伟芳静勇杰磊洋艳军涛明超娜丽强霞平刚鑫喆淼昕琳"];
const BRAND_FIRST = [..."禾瑞恒嘉盛泰华润丰宏鼎源康福金银德信诚远安顺达广博众联合汇聚天云山江春晨旭朗景和同兴永正中立创启智慧绿青翠松竹梅兰锦绣"];
const BRAND_SECOND = [..."禾丰泽源盛达通顺昌隆茂荣祥瑞和康宁安泰恒信诚远航腾飞翔跃升辉耀华宇宏博雅峰岭川海洋林森田园野谷稻香露霖晟"];

/** A fictional person of working age with an identity number and a mobile number. */
export function makePerson(random: Random, bornFrom = 1965, bornTo = 1996): Person {
  const surname = random.pick(SURNAMES);
  const given = random.chance(0.25) ? random.pick(GIVEN_SINGLE) : random.pick(GIVEN_FIRST) + random.pick(GIVEN_SECOND);
  return { name: surname + given, idNumber: drawIdNumber(random, bornFrom, bornTo), phone: drawPhone(random) };
}

/** A two-letter trade name (字号) that no other firm of the county has. */
function makeBrand(random: Random, taken: Set<string>): string {
  for (;;) {
    const brand = random.pick(BRAND_FIRST) + random.pick(BRAND_SECOND);
    if (brand.charAt(0) === brand.charAt(1) || taken.has(brand)) continue;
    taken.add(brand);
    return brand;
  }
}

function companyName(brand: string, word: string, entityType: EntityType, random: Random): string {
  const form = entityType === "company_jsc" ? "股份有限公司" : "有限公司";
  if (entityType === "sole_proprietor") return `青禾县${brand}${word}厂`;
  if (entityType === "partnership") return `青禾县${brand}${word}中心（普通合伙）`;
  return random.weighted<() => string>([
    [() => `青禾县${brand}${word}${form}`, 55],
    [() => `青禾${brand}${word}${form}`, 25],
    [() => `${brand}（青禾）${word}${form}`, 12],
    [() => `青禾县${brand}${word}有限责任公司`, 8],
  ])();
}

/** 名称: region + trade name + trade + form, as the register would allow it. */
export function makeName(kind: Kind, entityType: EntityType, word: string, town: string, random: Random, taken: Set<string>): string {
  const brand = makeBrand(random, taken);
  if (entityType === "individual_business") return `青禾县${town}${brand}${random.pick(kinds[kind].shops)}`;
  if (entityType === "farmers_coop") return `青禾县${brand}${word}专业合作社`;
  return companyName(brand, word, entityType, random);
}

const STREETS = ["人民路", "建设路", "文化路", "稻香街", "青云街", "滨河路", "迎宾大道", "农贸街", "振兴路", "桥头街"];
const PARK_KINDS: readonly Kind[] = ["food", "factory", "coldChain", "software"];

/** 住所 in a town or, for industry, mostly in one of the parks. */
export function makeAddress(kind: Kind, town: string, random: Random): string {
  if (PARK_KINDS.includes(kind) && random.chance(0.6)) {
    return `青禾县${random.pick(parks)}${random.pick(["一", "二", "三", "四"])}号路${random.int(1, 60)}号${random.chance(0.4) ? `（${random.int(1, 9)}号厂房）` : ""}`;
  }
  if (kind === "agriculture")
    return `青禾县${town}${random.pick(["上", "下", "大", "新", "河"])}${random.pick(["坪", "寨", "田", "湾", "坝"])}村${random.int(1, 9)}组`;
  return `青禾县${town}${random.pick(STREETS)}${random.int(1, 288)}号`;
}

export const makeTown = (random: Random): string => random.weighted(towns.map((town, index) => [town, index === 0 ? 6 : 2] as const));
