import { behave, openAccount } from "./conduct";
import { deriveFigures } from "./derive";
import { drawDesigns } from "./designs";
import { industryDesigns } from "./designs-industry";
import { innovationDesigns } from "./designs-innovation";
import { marketDesigns } from "./designs-market";
import { peopleDesigns } from "./designs-people";
import { makeEnterprise, type Registers } from "./enterprise";
import { kindIds, kinds } from "./kinds";
import { blockSome, keepLists, liveNaturally } from "./nature";
import { makePeople, type People } from "./people";
import { makeRandom } from "./random";
import { castShowcases } from "./showcase";
import type { BankAccount, Behaviour, Enterprise, Kind } from "./types";

/** The county of the demonstration. */
export const DEMO_COUNTY = { seed: 20_260_715, size: 1200 } as const;

export type World = {
  readonly seed: number;
  readonly enterprises: readonly Enterprise[];
  readonly people: People;
  /** By credit code. */
  readonly accounts: ReadonlyMap<string, BankAccount>;
  behaviour(enterprise: Enterprise): Behaviour;
};

/** The founding order of the kinds: each kind's least number first, then by its share of the county. */
function kindsFor(size: number): Kind[] {
  const counts = new Map<Kind, number>(kindIds.map((kind) => [kind, Math.max(kinds[kind].least, Math.round(kinds[kind].share * size))]));
  const total = () => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const change = (step: 1 | -1) => {
    const open = kindIds.filter((kind) => step === 1 || (counts.get(kind) ?? 0) > kinds[kind].least);
    const far = (kind: Kind) => ((counts.get(kind) ?? 0) - kinds[kind].share * size) * step;
    const [first = "retail"] = (open.length > 0 ? open : kindIds).toSorted((a, b) => far(a) - far(b));
    counts.set(first, (counts.get(first) ?? 0) + step);
  };
  while (total() < size) change(1);
  while (total() > size) change(-1);
  return kindIds.flatMap((kind) => Array.from({ length: counts.get(kind) ?? 0 }, () => kind));
}

const [incubator, ...innovation] = innovationDesigns;
/** Founding days first, then what sets revenue, then what is measured against it. */
const allDesigns = [...(incubator ? [incubator] : []), ...industryDesigns, ...marketDesigns, ...innovation, ...peopleDesigns];

/**
 * 青禾县: a fictional county of `size` firms (at least 60) with its people, accounts and conduct, the same for the same seed. The firms are drawn so that each
 * policy has some that meet it, some that just miss it and some that leave a doubt.
 */
export function makeWorld({ seed, size }: { seed: number; size: number }): World {
  const random = makeRandom(`county ${seed}`);
  const registers: Registers = { usccs: new Set(), brands: new Set(["禾润", "云耕", "青岚", "春和", "远帆", "顺达", "禾苗"]) };
  const roster = kindsFor(size);
  // The first of each kind are firms that designs can use, so that a small county too can show every policy.
  const isSettled = (kind: Kind, index: number) => index - roster.indexOf(kind) < kinds[kind].least;
  const enterprises = roster.map((kind, index) => makeEnterprise(index, kind, isSettled(kind, index), random.fork(`firm ${index}`), registers));
  castShowcases(enterprises, random.fork("cast"), registers);
  drawDesigns(allDesigns, enterprises, size, random.fork("designs"));
  for (const enterprise of enterprises) deriveFigures(enterprise, random.fork(`figures ${enterprise.uscc}`));
  for (const enterprise of enterprises) liveNaturally(enterprise, random.fork(`nature ${enterprise.uscc}`));
  blockSome(enterprises, random.fork("blocked"));
  keepLists(enterprises);
  return {
    seed,
    enterprises,
    people: makePeople(enterprises),
    accounts: new Map(enterprises.map((enterprise) => [enterprise.uscc, openAccount(seed, enterprise)])),
    behaviour: (enterprise) => behave(seed, enterprise),
  };
}
