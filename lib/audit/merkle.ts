/**
 * Merkle root over the row digests of a bulk import: one audit row stands for the whole batch, and one source row can still be proven against it.
 * Tree shape of RFC 6962: the left half is the largest power of two below the count, leaves and nodes are hashed under different prefixes, so that
 * no node can be passed off as a leaf and no last leaf doubled.
 */
export type HashDigest = (text: string) => string;

/** One step of an inclusion proof: the sibling's digest and the side on which it stands. */
export type MerkleStep = { readonly side: "left" | "right"; readonly digest: string };

const leaf = (digest: string, hash: HashDigest): string => hash(`leaf:${digest}`);
const node = (left: string, right: string, hash: HashDigest): string => hash(`node:${left}:${right}`);

/** Largest power of two below `count` (2 ≤ count ≤ 2^32). Bits, not logarithms: those may miss a power by one ulp. */
const leftSize = (count: number): number => 2 ** (31 - Math.clz32(count - 1));

function rootOf(digests: readonly string[], from: number, to: number, hash: HashDigest): string {
  if (to - from === 1) return leaf(digests[from] ?? "", hash);
  const middle = from + leftSize(to - from);
  return node(rootOf(digests, from, middle, hash), rootOf(digests, middle, to, hash), hash);
}

/** The root of the digests in their order; of no rows, the hash of the empty text. */
export const merkleRoot = (digests: readonly string[], hash: HashDigest): string =>
  digests.length === 0 ? hash("") : rootOf(digests, 0, digests.length, hash);

/** The proof that the row at `index` belongs to the batch, from the leaf upwards. @throws RangeError when there is no such row. */
export function merkleProof(digests: readonly string[], index: number, hash: HashDigest): readonly MerkleStep[] {
  if (!Number.isInteger(index) || index < 0 || index >= digests.length) throw new RangeError(`no row ${index} in a batch of ${digests.length}`);
  const steps: MerkleStep[] = [];
  let from = 0;
  let to = digests.length;
  while (to - from > 1) {
    const middle = from + leftSize(to - from);
    if (index < middle) {
      steps.unshift({ side: "right", digest: rootOf(digests, middle, to, hash) });
      to = middle;
    } else {
      steps.unshift({ side: "left", digest: rootOf(digests, from, middle, hash) });
      from = middle;
    }
  }
  return steps;
}

/** Does the proof lead from the row's digest to the root? */
export function verifyMerkleProof(digest: string, proof: readonly MerkleStep[], root: string, hash: HashDigest): boolean {
  const top = proof.reduce((below, step) => (step.side === "left" ? node(step.digest, below, hash) : node(below, step.digest, hash)), leaf(digest, hash));
  return top === root;
}
