import { fen } from "@/lib/kernel/fen";
import { addDays, plainDate, yearOf } from "@/lib/kernel/plain-date";
import { OTHER_REGION } from "./codes";
import { grantRights, hire } from "./draw";
import { day, monthText, yearFacts, yuan } from "./enterprise";
import type { Random } from "./random";
import type { AboveScale, Enterprise, Kind } from "./types";

const CATEGORY: Partial<Record<Kind, readonly [AboveScale["category"], number]>> = {
  food: ["industry", 2000],
  factory: ["industry", 2000],
  construction: ["construction", 2500],
  wholesale: ["wholesale_retail", 2000],
  retail: ["wholesale_retail", 500],
  catering: ["accommodation_catering", 200],
  logistics: ["service", 2000],
  software: ["service", 2000],
  services: ["service", 1000],
};

/** Larger firms have been in the directory for years; a few have left it. */
function oldDirectory(enterprise: Enterprise, random: Random): void {
  const rule = CATEGORY[enterprise.kind];
  if (!rule || enterprise.aboveScale || enterprise.entityType === "individual_business" || yearOf(enterprise.establishedDate) > 2020) return;
  if (yearFacts(enterprise, 2023).revenue < rule[1] * 1_000_000 || !random.chance(0.7)) return;
  enterprise.aboveScale = {
    category: rule[0],
    first: monthText(Math.max(2012, yearOf(enterprise.establishedDate) + random.int(1, 2)), 1),
    entry: "年度",
    exited: random.chance(0.04) ? "2025-01" : null,
  };
}

/** 日常招工 of a firm that no design has counted. */
function everydayHires(enterprise: Enterprise, random: Random): void {
  const heads = yearFacts(enterprise, 2025).employees;
  if (enterprise.designs.length > 0 || enterprise.showcase !== null || !enterprise.insurance || heads < 8) return;
  for (const year of [2024, 2025, 2026]) {
    for (let made = random.int(0, Math.min(5, Math.ceil(heads * 0.06))); made > 0; made--)
      hire(enterprise, random, year, random.chance(0.05) ? "脱贫人口" : "一般");
  }
}

function everydayRights(enterprise: Enterprise, random: Random): void {
  if (enterprise.showcase !== null || enterprise.rights.length > 0 || !["factory", "software", "food"].includes(enterprise.kind)) return;
  if (random.chance(0.25)) grantRights(enterprise, random, random.int(1, 4));
}

function list(enterprise: Enterprise, random: Random): void {
  const kind = random.weighted([
    ["失信被执行人", 5],
    ["严重失信主体", 2],
    ["重大税收违法失信主体", 1],
    ["拖欠农民工工资失信联合惩戒对象", 2],
    ["重大安全质量环保事故", 1],
  ] as const);
  const listed = day(random.int(2023, 2025), random.int(1, 12), random.int(1, 28));
  const gone = random.chance(0.35);
  enterprise.listings.push({
    kind,
    docNo: `（${yearOf(listed)}）青禾执${random.int(10, 999)}号`,
    authority: kind === "失信被执行人" ? "青禾县人民法院" : "青禾县相关主管部门",
    listed,
    removed: gone ? addDays(listed, random.int(90, 300)) : null,
    repair: gone ? "已修复" : random.pick(["未修复", "修复中"]),
  });
}

function penalise(enterprise: Enterprise, random: Random): void {
  const major = random.chance(0.25);
  const decided = day(random.int(2023, 2026), random.int(1, 6), random.int(1, 28));
  const fine = major ? yuan(random.int(2_000_000, 3_000_000)) : yuan(random.int(5, 300) * 100);
  enterprise.penalties.push({
    recordType: "行政处罚",
    docNo: `青市监罚〔${yearOf(decided)}〕${random.int(1, 400)}号`,
    penaltyType: "罚款",
    fine,
    decided,
    listed: null,
    removed: null,
    authority: "青禾县市场监督管理局",
    major,
  });
}

function abnormal(enterprise: Enterprise, random: Random): void {
  const listed = day(random.int(2024, 2026), random.int(1, 5), random.int(1, 28));
  enterprise.penalties.push({
    recordType: "经营异常名录",
    docNo: `青市监异列〔${yearOf(listed)}〕${random.int(1, 300)}号`,
    penaltyType: "其他",
    fine: null,
    decided: listed,
    listed,
    removed: random.chance(0.5) ? addDays(listed, random.int(15, 120)) : null,
    authority: "青禾县市场监督管理局",
    major: false,
  });
}

function rename(enterprise: Enterprise, random: Random): void {
  const [founding] = enterprise.names;
  if (!founding || enterprise.entityType !== "company_ltd" || enterprise.establishedDate > "2023-01-01") return;
  const old = founding.name.replace("有限责任公司", "有限公司").replace("有限公司", random.pick(["实业有限公司", "商贸有限公司", "发展有限公司"]));
  enterprise.names = [
    { name: old, from: founding.from },
    { name: founding.name, from: day(random.int(2024, 2026), random.int(2, 5), random.int(1, 28)) },
  ];
}

function close(enterprise: Enterprise, random: Random): void {
  const from = day(random.int(2024, 2026), random.int(1, 6), random.int(1, 28));
  if (from <= enterprise.establishedDate) return;
  enterprise.statuses.push({
    status: random.weighted([
      ["deregistered", 6],
      ["revoked", 2],
      ["suspended", 2],
      ["moved_out", 1],
      ["liquidating", 1],
    ] as const),
    from,
  });
}

function owe(enterprise: Enterprise, random: Random): void {
  const from = day(2025, random.int(1, 12), 20);
  enterprise.arrears.push({
    taxType: "增值税",
    amount: fen(random.int(2_000, 90_000) * 100 + random.int(0, 99)),
    from,
    until: random.chance(0.4) ? addDays(from, 120) : null,
  });
}

/** 变故: what befalls firms that no design needs whole; a few designed firms are blocked on purpose. */
function misfortune(enterprise: Enterprise, random: Random): void {
  if (random.chance(0.03)) rename(enterprise, random);
  if (enterprise.designs.length > 0) return;
  if (random.chance(0.01)) enterprise.region = OTHER_REGION;
  if (random.chance(0.03)) list(enterprise, random);
  if (random.chance(0.05)) penalise(enterprise, random);
  if (random.chance(0.04)) abnormal(enterprise, random);
  if (random.chance(0.05)) close(enterprise, random);
  if (random.chance(0.04)) owe(enterprise, random);
  if (random.chance(0.04)) yearFacts(enterprise, 2025).filed = false;
}

/** Policies with fewer firms than this are left whole. */
const PLENTY = 12;

/** In a county of some size a dozen designed firms meet a policy and are stopped by a list; they keep their designs, marked as doubts. */
export function blockSome(enterprises: readonly Enterprise[], random: Random): void {
  const counts = new Map<string, number>();
  for (const design of enterprises.flatMap((enterprise) => enterprise.designs))
    if (design.as === "eligible") counts.set(design.policy, (counts.get(design.policy) ?? 0) + 1);
  const spare = enterprises.filter(
    ({ showcase, designs }) => showcase === null && designs.length === 1 && designs.every((design) => (counts.get(design.policy) ?? 0) >= PLENTY),
  );
  const listed = plainDate("2026-04-20");
  for (const [at, enterprise] of random
    .shuffle(spare)
    .slice(0, Math.floor(enterprises.length / 90))
    .entries()) {
    enterprise.penalties.push({
      recordType: "经营异常名录",
      docNo: `青市监异列〔2026〕${301 + at}号`,
      penaltyType: "其他",
      fine: null,
      decided: listed,
      listed,
      removed: null,
      authority: "青禾县市场监督管理局",
      major: false,
    });
    for (const design of enterprise.designs) design.as = "doubt";
  }
}

/** However small the county, its lists are never empty: some undesigned firm was listed, fined and later removed years ago. */
export function keepLists(enterprises: readonly Enterprise[]): void {
  const last =
    enterprises.findLast((enterprise) => enterprise.showcase === null && enterprise.designs.length === 0 && enterprise.establishedDate < "2022-01-01") ??
    enterprises.at(-1);
  if (!last) return;
  last.listings.push({
    kind: "失信被执行人",
    docNo: "（2022）青禾执318号",
    authority: "青禾县人民法院",
    listed: plainDate("2022-08-16"),
    removed: plainDate("2023-05-09"),
    repair: "已修复",
  });
  const fine = { recordType: "行政处罚", penaltyType: "罚款", listed: null, removed: null, authority: "青禾县市场监督管理局", major: false };
  last.penalties.push({ ...fine, docNo: "青市监罚〔2022〕77号", fine: yuan(8000), decided: plainDate("2022-11-03") });
}

/** Drops what chance has dated before the departments knew the firm. */
function forgetEarly(enterprise: Enterprise): void {
  const since = `${enterprise.reportsFrom}-01`;
  enterprise.contracts = enterprise.contracts.filter((contract) => contract.start >= since);
  enterprise.rights = enterprise.rights.filter((right) => right.granted >= since);
  enterprise.listings = enterprise.listings.filter((listing) => listing.listed >= since);
  enterprise.penalties = enterprise.penalties.filter((penalty) => penalty.decided >= since);
  enterprise.arrears = enterprise.arrears.filter((entry) => entry.from >= since);
}

/** What happens to a firm outside the policies' designs, once its figures are derived. */
export function liveNaturally(enterprise: Enterprise, random: Random): void {
  oldDirectory(enterprise, random.fork("directory"));
  everydayHires(enterprise, random.fork("hires"));
  everydayRights(enterprise, random.fork("rights"));
  if (enterprise.showcase === null) misfortune(enterprise, random.fork("misfortune"));
  forgetEarly(enterprise);
}
