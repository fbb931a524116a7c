import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AuditEntry,
  type AuditRow,
  chainInput,
  GENESIS,
  GENESIS_HASH,
  type HashText,
  sealRow,
  type VerifyOptions,
  verifyChain,
} from "../../../lib/audit/chain";
import { type Checkpoint, checkpointLine, readCheckpoints } from "../../../lib/audit/checkpoint";
import { merkleProof, merkleRoot, verifyMerkleProof } from "../../../lib/audit/merkle";
import { instant } from "../../../lib/kernel/plain-date";

const hash: HashText = (algorithm, text) => createHash(algorithm).update(text, "utf8").digest("hex");
const sha = (text: string) => hash("sha256", text);
const canonical = (value: unknown) => canonicalize(value) ?? "";
const options: VerifyOptions = { hash, canonical };

function chain(length: number, algorithm: AuditEntry["algorithm"] = "sha256"): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const entry: AuditEntry = {
      chain: "business",
      seq,
      at: instant(Date.UTC(2026, 6, 15, 1, 0, seq)),
      actorId: seq % 3 === 0 ? null : `person-${seq % 4}`,
      actorRole: "handler",
      action: "claim.move",
      subjectType: "claim",
      subjectId: `claim-${seq}`,
      detail: { to: "notice", amountFen: 100 * seq, from: "autoCheck", reason: "初审通过" },
      algorithm,
      prevHash: rows.at(-1)?.hash ?? GENESIS_HASH,
    };
    rows.push(sealRow(entry, hash, canonical));
  }
  return rows;
}

describe("canonical bytes", () => {
  const [row] = chain(1) as [AuditRow];

  test("keys in order, no blanks; the hash runs over the previous hash and this text", () => {
    expect(row.canonical).toBe(
      `{"action":"claim.move","actorId":"person-1","actorRole":"handler","at":"2026-07-15T01:00:01.000Z","chain":"business","detail":{"amountFen":100,"from":"autoCheck","reason":"初审通过","to":"notice"},"seq":1,"subjectId":"claim-1","subjectType":"claim"}`,
    );
    expect(row.hash).toBe(
      createHash("sha256")
        .update(GENESIS_HASH + row.canonical)
        .digest("hex"),
    );
  });

  test("the database's spelling of an instant and the order of keys do not matter", () => {
    const stored = { ...row, at: "2026-07-15 09:00:01+08" as AuditRow["at"], detail: { reason: "初审通过", from: "autoCheck", amountFen: 100, to: "notice" } };
    expect(chainInput(stored, canonical)).toBe(row.canonical);
    expect(verifyChain([stored], options)).toMatchObject({ ok: true });
  });
});

describe("verifyChain", () => {
  test.each(["sha256", "sm3"] as const)("an untouched chain with %s", (algorithm) => {
    const rows = chain(20, algorithm);
    expect(verifyChain(rows, options)).toEqual({ ok: true, head: { seq: 20, hash: rows[19]?.hash }, count: 20 });
    expect(verifyChain([], options)).toEqual({ ok: true, head: GENESIS, count: 0 });
  });

  test("the algorithm may change within a chain, as each row names its own", () => {
    const rows = chain(3);
    const { canonical: _text, hash: _hash, ...next } = { ...(rows[2] as AuditRow), seq: 4, algorithm: "sm3" as const, prevHash: rows[2]?.hash ?? "" };
    expect(verifyChain([...rows, sealRow(next, hash, canonical)], options)).toMatchObject({ ok: true, count: 4 });
  });

  test("a changed field is located", () => {
    const rows = chain(10).map((row) => (row.seq === 6 ? { ...row, detail: { ...row.detail, amountFen: 1 } } : row));
    expect(verifyChain(rows, options)).toEqual({ ok: false, seq: 6, reason: "altered" });
  });

  test("a changed field with its text made to fit", () => {
    const rows = chain(10).map((row) => {
      if (row.seq !== 6) return row;
      const forged = { ...row, actorId: "somebody" };
      return { ...forged, canonical: chainInput(forged, canonical) };
    });
    expect(verifyChain(rows, options)).toEqual({ ok: false, seq: 6, reason: "wrongHash" });
  });

  test("a row sealed again breaks the link of the next", () => {
    const rows = chain(10).map((row) => (row.seq === 6 ? sealRow({ ...row, actorId: "somebody" }, hash, canonical) : row));
    expect(verifyChain(rows, options)).toEqual({ ok: false, seq: 7, reason: "broken" });
  });

  test("missing rows at the start, in the middle; doubled and swapped rows", () => {
    const rows = chain(10);
    expect(verifyChain(rows.slice(2), options)).toEqual({ ok: false, seq: 1, reason: "gap" });
    expect(verifyChain([...rows.slice(0, 4), ...rows.slice(6)], options)).toEqual({ ok: false, seq: 5, reason: "gap" });
    expect(verifyChain([...rows.slice(0, 4), ...rows.slice(3)], options)).toEqual({ ok: false, seq: 4, reason: "order" });
    expect(verifyChain([...rows.slice(0, 3), ...rows.slice(4, 5), ...rows.slice(3, 4)], options)).toEqual({ ok: false, seq: 4, reason: "gap" });
  });

  test("a cut head is found by the checkpoint kept elsewhere, a rewritten chain too", () => {
    const rows = chain(10);
    const checkpoints = [{ seq: 8, hash: rows[7]?.hash ?? "" }];
    expect(verifyChain(rows, { ...options, checkpoints })).toMatchObject({ ok: true });
    expect(verifyChain(rows.slice(0, 5), options)).toMatchObject({ ok: true });
    expect(verifyChain(rows.slice(0, 5), { ...options, checkpoints })).toEqual({ ok: false, seq: 6, reason: "truncated" });

    let prevHash = GENESIS_HASH;
    const rewritten = rows.map((row) => {
      const sealed = sealRow({ ...row, actorRole: row.seq === 3 ? "checker" : row.actorRole, prevHash }, hash, canonical);
      prevHash = sealed.hash;
      return sealed;
    });
    expect(verifyChain(rewritten, options)).toMatchObject({ ok: true });
    expect(verifyChain(rewritten, { ...options, checkpoints })).toEqual({ ok: false, seq: 8, reason: "rewritten" });
  });

  test("property: page by page gives the same answer, and any one damage is found at or before the row after it", () => {
    const rows = chain(30);
    const checkpoint = { seq: 30, hash: rows[29]?.hash ?? "" };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 29 }), fc.integer({ min: 1, max: 30 }), fc.constantFrom("drop", "actor", "prevHash", "hash"), (cut, at, damage) => {
        const first = verifyChain(rows.slice(0, cut), options);
        expect(first.ok && verifyChain(rows.slice(cut), { ...options, after: first.head })).toMatchObject({ ok: true, head: checkpoint });

        const hurt = rows.flatMap((row) => {
          if (row.seq !== at) return [row];
          if (damage === "drop") return [];
          return [damage === "actor" ? { ...row, actorId: "x" } : { ...row, [damage]: sha("x") }];
        });
        const verdict = verifyChain(hurt, { ...options, checkpoints: [checkpoint] });
        expect(verdict).toMatchObject({ ok: false, seq: at });
      }),
    );
  });
});

describe("Merkle root", () => {
  const digests = (count: number) => Array.from({ length: count }, (_, index) => sha(`row ${index}`));

  test("small trees by hand", () => {
    const [a, b, c] = digests(3).map((digest) => sha(`leaf:${digest}`));
    expect(merkleRoot([], sha)).toBe(sha(""));
    expect(merkleRoot(digests(1), sha)).toBe(a);
    expect(merkleRoot(digests(2), sha)).toBe(sha(`node:${a}:${b}`));
    expect(merkleRoot(digests(3), sha)).toBe(sha(`node:${sha(`node:${a}:${b}`)}:${c}`));
  });

  test("a doubled last row, another order or one row less is another root", () => {
    const rows = digests(5);
    const root = merkleRoot(rows, sha);
    expect(merkleRoot([...rows, rows[4] ?? ""], sha)).not.toBe(root);
    expect(merkleRoot([...rows].reverse(), sha)).not.toBe(root);
    expect(merkleRoot(rows.slice(0, 4), sha)).not.toBe(root);
  });

  test("property: every row can be proven, no other digest with the same proof", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (count, pick) => {
        const rows = digests(count);
        const index = pick % count;
        const proof = merkleProof(rows, index, sha);
        const root = merkleRoot(rows, sha);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)) || 0);
        expect(verifyMerkleProof(rows[index] ?? "", proof, root, sha)).toBe(true);
        expect(verifyMerkleProof(sha("another row"), proof, root, sha)).toBe(false);
      }),
    );
    expect(() => merkleProof(digests(3), 3, sha)).toThrow(RangeError);
  });
});

describe("库外锚点", () => {
  const sign = (text: string) => sha(`key|${text}`);
  const point: Checkpoint = { chain: "business", seq: 12, hash: "ab".repeat(32), at: instant("2026-07-15T15:55:00.000Z") };

  test("what was written is read again, in order", () => {
    const later = { ...point, chain: "reads", seq: 30 } as const;
    expect(readCheckpoints(`${checkpointLine(point, sign)}\n\n${checkpointLine(later, sign)}\n`, sign)).toEqual({ points: [point, later], forged: [] });
    expect(readCheckpoints("", sign)).toEqual({ points: [], forged: [] });
  });

  test.each<[string, (line: string) => string]>([
    ["another place", (line) => line.replace('"seq":12', '"seq":13')],
    ["another hash", (line) => line.replace("abab", "abac")],
    ["another chain", (line) => line.replace("business", "reads")],
    ["another time", (line) => line.replace("2026-07-15", "2026-07-16")],
    ["a chain that there is none", (line) => line.replace("business", "other")],
    ["half a line", (line) => line.slice(0, 40)],
    ["no object", () => "null"],
  ])("%s is a forged line, told by its number", (_what, forge) => {
    const line = checkpointLine(point, sign);
    expect(readCheckpoints(`${line}\n${forge(line)}\n`, sign)).toEqual({ points: [point], forged: [2] });
  });

  test("without the key no line can be written", () => {
    expect(
      readCheckpoints(
        checkpointLine(point, (text) => sha(`other|${text}`)),
        sign,
      ).forged,
    ).toEqual([1]);
  });
});
