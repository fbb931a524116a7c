import { type Instant, instant } from "../kernel/plain-date";

/** 审计日志 chains: acts, and reads of personal data apart, so that reading never slows acting. */
export type AuditChain = "business" | "reads";
export type HashAlgorithm = "sha256" | "sm3";

/** Hash of a UTF-8 text as lower-case hex. The algorithm is the row's own: SHA-256 by default, SM3 as the 国密 option. */
export type HashText = (algorithm: HashAlgorithm, text: string) => string;
/** RFC 8785 canonical JSON. */
export type Canonical = (value: unknown) => string;

/** 留痕 of one act: who, as what, did what to which object, when. `detail` holds no identity number, account, password or token. */
export type AuditEntry = {
  readonly chain: AuditChain;
  readonly seq: number;
  readonly at: Instant;
  readonly actorId: string | null;
  readonly actorRole: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly algorithm: HashAlgorithm;
  readonly prevHash: string;
};

export type AuditRow = AuditEntry & { readonly canonical: string; readonly hash: string };

/** What the first row of a chain points to. */
export const GENESIS_HASH = "0".repeat(64);

/** The canonical text of a row: where it stands and what happened. The instant is brought to one spelling, as databases have their own. */
export function chainInput(row: Omit<AuditEntry, "algorithm" | "prevHash">, canonical: Canonical): string {
  const { chain, seq, at, actorId, actorRole, action, subjectType, subjectId, detail } = row;
  return canonical({ chain, seq, at: instant(at), actorId, actorRole, action, subjectType, subjectId, detail });
}

/** What is hashed: the previous row's hash, then the row's canonical text. A trigger of the database checks the same formula for SHA-256. */
export const rowHash = (row: Pick<AuditRow, "algorithm" | "prevHash" | "canonical">, hash: HashText): string =>
  hash(row.algorithm, row.prevHash + row.canonical);

/** Completes an entry to a row. The caller holds the chain's head lock and gives the next `seq` and the head's hash. */
export function sealRow(entry: AuditEntry, hash: HashText, canonical: Canonical): AuditRow {
  const text = chainInput(entry, canonical);
  const row = { ...entry, at: instant(entry.at), canonical: text };
  return { ...row, hash: rowHash(row, hash) };
}

/** A place in a chain: the head table, a signed checkpoint kept elsewhere, or where the previous page of a long check ended. */
export type ChainPoint = { readonly seq: number; readonly hash: string };
export const GENESIS: ChainPoint = { seq: 0, hash: GENESIS_HASH };

/**
 * Where the chain first breaks. `gap`: rows are missing before `seq`. `order`: a row stands twice or too late. `altered`: fields differ from the
 * canonical text. `wrongHash`: previous hash and text do not give the hash. `broken`: the previous hash is not the previous row's. `truncated`: the
 * chain ends before the checkpoint. `rewritten`: the row of the checkpoint carries another hash.
 */
export type ChainBreak = {
  readonly ok: false;
  readonly seq: number;
  readonly reason: "gap" | "order" | "altered" | "wrongHash" | "broken" | "truncated" | "rewritten";
};
export type ChainVerdict = { readonly ok: true; readonly head: ChainPoint; readonly count: number } | ChainBreak;

export type VerifyOptions = {
  readonly hash: HashText;
  readonly canonical: Canonical;
  /** Where the rows begin: the genesis by default, else the end of the page before. */
  readonly after?: ChainPoint;
  /** Signed points that the chain must pass through. Page by page: those within the page, and with the last page also any beyond it. */
  readonly checkpoints?: readonly ChainPoint[];
};

function orderFault(row: AuditRow, previous: ChainPoint): ChainBreak["reason"] | null {
  if (row.seq > previous.seq + 1) return "gap";
  return row.seq <= previous.seq ? "order" : null;
}

function rowFault(row: AuditRow, previous: ChainPoint, { hash, canonical }: VerifyOptions): ChainBreak["reason"] | null {
  const order = orderFault(row, previous);
  if (order) return order;
  if (row.prevHash !== previous.hash) return "broken";
  if (chainInput(row, canonical) !== row.canonical) return "altered";
  return rowHash(row, hash) === row.hash ? null : "wrongHash";
}

/** 校验哈希链: walks the rows in order of `seq` and locates the first break. `seq` of a gap or a truncation is the first missing row. */
export function verifyChain(rows: Iterable<AuditRow>, options: VerifyOptions): ChainVerdict {
  const expected = new Map((options.checkpoints ?? []).map((point) => [point.seq, point.hash]));
  let head = options.after ?? GENESIS;
  let count = 0;
  for (const row of rows) {
    const reason = rowFault(row, head, options);
    if (reason) return { ok: false, seq: reason === "gap" ? head.seq + 1 : row.seq, reason };
    const signed = expected.get(row.seq);
    if (signed !== undefined && signed !== row.hash) return { ok: false, seq: row.seq, reason: "rewritten" };
    head = { seq: row.seq, hash: row.hash };
    count += 1;
  }
  const furthest = Math.max(0, ...expected.keys());
  if (furthest > head.seq) return { ok: false, seq: head.seq + 1, reason: "truncated" };
  return { ok: true, head, count };
}
