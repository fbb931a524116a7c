import { currentName } from "./enterprise";
import { makeRandom, type Random } from "./random";
import type { BankAccount, Behaviour, Enterprise } from "./types";

/** Fictional banks of the county with fictional clearing numbers (3 bank, 4 place, 4 branch, 1 check). */
const BANKS = [
  ["青禾农村合作银行", "402529900018"],
  ["青禾惠民村镇银行", "320529900026"],
  ["南禾商业银行青禾支行", "313529900034"],
] as const;

const SATISFIED: readonly (readonly [Behaviour["satisfaction"], number])[] = [
  [5, 62],
  [4, 14],
  [3, 3],
  [2, 1],
  [1, 0.5],
  [null, 20],
];
const ORDINARY: readonly (readonly [Behaviour["confirms"], number])[] = [
  ["afterWorkdays", 93],
  ["never", 5],
  ["declines", 2],
];

/** 行为 of an enterprise in a simulation. Named firms confirm and are paid. */
export function behave(seed: number, enterprise: Enterprise): Behaviour {
  const random = makeRandom(`${seed}/behaviour/${enterprise.uscc}`);
  const confirms = random.weighted(ORDINARY);
  const behaviour: Behaviour = {
    confirms,
    confirmsAfterWorkdays: Math.min(12, Math.floor(-Math.log(1 - random.next()) * 1.8)),
    accountBounces: random.chance(0.02),
    filesObjection: random.chance(0.015),
    satisfaction: random.weighted(SATISFIED),
  };
  return enterprise.showcase === null ? behaviour : { ...behaviour, confirms: "afterWorkdays", accountBounces: false, filesObjection: false };
}

function holderOf(enterprise: Enterprise, random: Random): string {
  const name = currentName(enterprise);
  if (enterprise.entityType === "individual_business") return enterprise.representative.name;
  if (enterprise.showcase !== null || !random.chance(0.02)) return name;
  // The account was opened under an older or a shortened name.
  return enterprise.names.length > 1 ? (enterprise.names[0]?.name ?? name) : name.replace("青禾县", "");
}

/** 收款账户 of an enterprise: in its own name but for a few, the operator's for 个体工商户. */
export function openAccount(seed: number, enterprise: Enterprise): BankAccount {
  const random = makeRandom(`${seed}/account/${enterprise.uscc}`);
  const [bank, cnaps] = random.pick(BANKS);
  const number = `5299${String(random.int(0, 999_999)).padStart(6, "0")}0${String(random.int(0, 99_999_999)).padStart(8, "0")}`;
  const operator = enterprise.entityType === "individual_business";
  const account: BankAccount = {
    bank,
    cnaps,
    holder: holderOf(enterprise, random),
    number,
    kind: operator ? "operator" : "corporate",
    outcome: behave(seed, enterprise).accountBounces ? "bounces" : "pays",
  };
  return enterprise.showcase === "herun" ? { ...account, bank: BANKS[0][0], cnaps: BANKS[0][1], number: "5299010200010026621" } : account;
}
