import type { Likeness } from "./likeness";
import { type Weights, weightOf } from "./weights";

/** 相似企业: an enterprise that a row may mean, how like they are, and how probable it is, given the others it may mean as well. */
export type Scored = { readonly uscc: string; readonly likeness: Likeness; readonly probability: number };
export type Compared = { readonly uscc: string; readonly likeness: Likeness };

/** At or above: linked by itself. Below: a person decides, down to the second threshold; under that nobody is offered. */
export const AUTOMATIC = 0.999;
const CLERICAL = 0.05;

/** Chance that a row means no enterprise of the register at all, before anything is compared. */
const STRANGER = 0.02;

/**
 * 评分: probabilities of the candidates and of a stranger sum to one. Before the comparison every enterprise of the register is as likely as any
 * other; each field that both sides state multiplies that by m ÷ u.
 */
export function score(candidates: readonly Compared[], registerSize: number, weights: Weights): readonly Scored[] {
  const odds = candidates.map(({ likeness }) => ((1 - STRANGER) / STRANGER / Math.max(1, registerSize)) * Math.exp(weightOf(likeness, weights)));
  const all = odds.reduce((sum, one) => sum + one, 1);
  return candidates
    .map((candidate, at) => ({ ...candidate, probability: (odds[at] ?? 0) / all }))
    .sort((a, b) => b.probability - a.probability || (a.uscc < b.uscc ? -1 : 1));
}

/** 值得一问: those to be offered to a person. A place alone is no reason: under one roof there are many. */
export const worthAsking = (scored: readonly Scored[]): readonly Scored[] =>
  scored.filter(({ probability, likeness: { name, code } }) => probability >= CLERICAL && (name !== "different" || code === "near"));

const NAMED = new Set(["same", "near", "short"]);

/** A name alone, unless it is the registered one, never links by itself: place or telephone must say the same, and nothing must contradict. */
const isSupported = ({ name, form, place, address, phone, representative, code }: Likeness): boolean =>
  name !== undefined &&
  NAMED.has(name) &&
  (address === "same" || phone === "same") &&
  form !== "different" &&
  place !== "different" &&
  representative !== "different" &&
  code === undefined;

/** The one enterprise that is certain enough to be linked without a person, or null. */
export function certain(scored: readonly Scored[]): Scored | null {
  const [best] = scored;
  return best && best.probability >= AUTOMATIC && isSupported(best.likeness) ? best : null;
}
