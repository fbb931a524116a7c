import type { Claim } from "@/db/claims";
import { type ResolvingAct, resolvingAct } from "@/lib/claim/doubts";
import { doubtWord } from "./texts";
import { conditionRows, contradictions, negativeRows, type TraceInput, type TraceRow } from "./trace";

type Side = { readonly label: string; readonly value: string; readonly note: string };

/** 存疑卡: one reason why a person looks, what each source says about it, the clauses it touches, and what settles it. */
export type DoubtCardInput = {
  readonly code: string;
  readonly title: string;
  readonly details: readonly string[];
  readonly sides: readonly (readonly Side[])[];
  readonly clauses: readonly string[];
  readonly act: ResolvingAct;
};

const NEGATIVE: ReadonlySet<string> = new Set(["negativeHit", "negativeUnknown", "negativeStale"]);

/** Requirements that a doubt speaks of. Its sentence names a datum, a list or a clause; where it names none, the open ones are meant. */
function touched(code: string, texts: readonly string[], input: TraceInput): TraceRow[] {
  const isNamed = ({ ask, clause, source }: TraceRow) =>
    texts.some(
      (text) => text.includes(clause) || text.includes(ask) || (source ?? "").split("、").some((one) => text.startsWith(one.split(" ").at(-1) ?? one)),
    );
  if (NEGATIVE.has(code)) return negativeRows(input).filter((row) => row.kind !== "met" || (code === "negativeStale" && isNamed(row)));
  const rows = conditionRows(input);
  if (code === "conditionFalse" || code === "falseButContested") return rows.filter((row) => row.kind === "unmet");
  if (code === "unknownData" || code === "undetermined") return rows.filter((row) => row.kind === "unknown");
  return code === "staleOnDemand" || code === "legalConstraint" ? rows.filter(isNamed) : [];
}

const sideOf = ({ value, source, asOf }: TraceRow): Side => ({ label: source ?? "还没有来源", value, note: asOf ? `截至 ${asOf}` : "没有数据时点" });

/** A doubt whose sentence is its word is said once. */
const beside = (word: string, texts: readonly string[]): string[] => texts.filter((text) => text !== word);

/** The doubts of a case as cards, one per reason. Contradictions between sources belong to what the rule asks for; without that reason they are their own. */
export function doubtCards(claim: Pick<Claim, "doubts">, input: TraceInput, canAsk: boolean): DoubtCardInput[] {
  const conflicts = contradictions(input);
  const codes = [...new Set(claim.doubts.map((doubt) => doubt.code))];
  const cards = codes.map((code): DoubtCardInput => {
    const texts = claim.doubts.filter((doubt) => doubt.code === code).map((doubt) => doubt.text);
    const rows = touched(code, texts, input);
    const own = code === "ruleAsks" ? conflicts : [];
    return {
      code,
      title: doubtWord(code),
      details: [...beside(doubtWord(code), texts), ...own.map((conflict) => conflict.title)],
      sides: [...own.map((conflict) => conflict.sides), ...rows.map((row) => [sideOf(row)])],
      clauses: [...new Set([...own.map((conflict) => conflict.clause), ...rows.map((row) => row.clause || row.ask)])],
      act: resolvingAct(code, canAsk),
    };
  });
  if (codes.includes("ruleAsks") || conflicts.length === 0) return cards;
  const act = resolvingAct("ruleAsks", canAsk);
  return [
    ...cards,
    ...conflicts.map((one) => ({ code: `conflict-${one.key}`, title: one.title, details: [], sides: [one.sides], clauses: [one.clause], act })),
  ];
}
