import type { Instant } from "../kernel/plain-date";
import type { AuditChain, ChainPoint } from "./chain";

/** 锚点: how far a chain had come at an instant, signed and kept outside the database, so that a log rewritten or cut together with its head is found. */
export type Checkpoint = ChainPoint & { readonly chain: AuditChain; readonly at: Instant };

/** Signature of a text, as lower-case hex. */
export type Sign = (text: string) => string;

const CHAINS: readonly string[] = ["business", "reads"] satisfies AuditChain[];

const signedText = ({ chain, seq, hash, at }: Checkpoint): string => `audit-checkpoint|${chain}|${seq}|${hash}|${at}`;

/** One line of the file of checkpoints. */
export const checkpointLine = (point: Checkpoint, sign: Sign): string =>
  JSON.stringify({ chain: point.chain, seq: point.seq, hash: point.hash, at: point.at, signature: sign(signedText(point)) });

function readLine(line: string, sign: Sign): Checkpoint | null {
  try {
    const { chain, seq, hash, at, signature } = JSON.parse(line) as Record<string, unknown>;
    if (typeof chain !== "string" || !CHAINS.includes(chain) || !Number.isInteger(seq) || typeof hash !== "string" || typeof at !== "string") return null;
    const point = { chain: chain as AuditChain, seq: seq as number, hash, at: at as Instant };
    return signature === sign(signedText(point)) ? point : null;
  } catch {
    return null;
  }
}

export type Checkpoints = {
  readonly points: readonly Checkpoint[];
  /** Lines, counted from 1, that are no checkpoint or whose signature does not hold. */
  readonly forged: readonly number[];
};

/** Reads the file of checkpoints; empty lines are none. */
export function readCheckpoints(text: string, sign: Sign): Checkpoints {
  const lines = text.split("\n").map((line, at) => ({ line: line.trim(), number: at + 1 }));
  const read = lines.filter(({ line }) => line !== "").map(({ line, number }) => ({ number, point: readLine(line, sign) }));
  return { points: read.flatMap(({ point }) => point ?? []), forged: read.filter(({ point }) => !point).map(({ number }) => number) };
}
