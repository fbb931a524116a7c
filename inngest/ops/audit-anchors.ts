import "server-only";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { AUDIT_CHAINS, chainHead } from "@/db/audit-queries";
import { readConfig } from "@/db/config";
import { signCheckpoint } from "@/db/crypto";
import type { Db } from "@/db/types";
import { type Checkpoint, type Checkpoints, checkpointLine, readCheckpoints } from "@/lib/audit/checkpoint";
import type { Instant } from "@/lib/kernel/plain-date";

const fileIn = (dataDir: string): string => path.join(/* turbopackIgnore: true */ dataDir, "audit-checkpoints.jsonl");

/** The signed points that the chains must pass through; none before the first day has ended. */
export function readAnchors(dataDir = readConfig().dataDir): Checkpoints {
  const file = fileIn(dataDir);
  return existsSync(file) ? readCheckpoints(readFileSync(file, "utf8"), signCheckpoint) : { points: [], forged: [] };
}

/** 锚定: adds the heads of both chains to the file, where they have moved on. Returns how many lines were added. */
export async function anchorChains(db: Db, at: Instant, dataDir = readConfig().dataDir): Promise<number> {
  const known = new Set(readAnchors(dataDir).points.map(({ chain, seq, hash }) => `${chain}|${seq}|${hash}`));
  const heads: Checkpoint[] = [];
  for (const chain of AUDIT_CHAINS) heads.push({ chain, ...(await chainHead(db, chain)), at });
  const moved = heads.filter(({ chain, seq, hash }) => seq > 0 && !known.has(`${chain}|${seq}|${hash}`));
  if (moved.length === 0) return 0;
  const file = openSync(fileIn(dataDir), "a", 0o600);
  try {
    writeSync(file, moved.map((point) => `${checkpointLine(point, signCheckpoint)}\n`).join(""));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return moved.length;
}
