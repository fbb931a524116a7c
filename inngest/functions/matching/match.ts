import { cron } from "inngest";
import { appendAudit } from "@/db/audit";
import { claimsIn } from "@/db/claim-offers";
import { getDb } from "@/db/client";
import { settleRevoked } from "@/db/consent-revocation";
import { enterpriseShards, enterprisesOfShard, matchContext, matchEnterprises } from "@/db/matching";
import type { Db } from "@/db/types";
import { addDays, dayOf, instantAt } from "@/lib/kernel/plain-date";
import { inngest } from "../../client";
import { matchingRequested } from "../../events";
import { offerAll, reevaluateChanged, sweepNow } from "../claims/run";
import { refreshStale } from "../uploads/refresh-stale";

const SHARD = 200;

/** One shard of the roster against every policy; its new claims are opened with it, so that a repeat finds them there. */
export async function matchShard(db: Db, shard: { after: string | null; count: number }) {
  const { at, calendar } = await sweepNow(db);
  const result = await matchEnterprises(db, await matchContext(db, at, calendar), await enterprisesOfShard(db, shard));
  return { enterprises: result.enterprises, matched: result.matched, opened: result.opened.length };
}

async function recordRun(db: Db, detail: Record<string, unknown>): Promise<void> {
  const { at } = await sweepNow(db);
  await db.transaction((tx) =>
    appendAudit(tx, [{ at, actorId: null, actorRole: "system", action: "matching.finished", subjectType: "matching", subjectId: dayOf(at), detail }]),
  );
}

/**
 * 自动匹配, every night and when policy staff ask: open claims are judged anew where data changed, what still rests on a revoked consent ends, then every enterprise meets every policy,
 * and each new claim is offered to its enterprise.
 */
export const nightlyMatch = inngest.createFunction(
  { id: "matching-run", triggers: [cron("TZ=Asia/Shanghai 0 2 * * *"), matchingRequested], concurrency: 1 },
  async ({ step }) => {
    await step.run("refresh", async () => {
      const db = await getDb();
      return refreshStale(db, (await sweepNow(db)).at, Number.POSITIVE_INFINITY);
    });
    const reevaluated = await step.run("reevaluate", async () => {
      const db = await getDb();
      const sweep = await sweepNow(db);
      return reevaluateChanged(db, sweep, instantAt(addDays(dayOf(sweep.at), -1), "00:00"));
    });
    const revoked = await step.run("revoked", async () => {
      const db = await getDb();
      return (await settleRevoked(db, await sweepNow(db))).length;
    });
    const shards = await step.run("shards", async () => enterpriseShards(await getDb(), SHARD));
    const totals = { enterprises: 0, matched: 0, opened: 0 };
    for (const [index, shard] of shards.entries()) {
      const done = await step.run(`match-${index}`, async () => matchShard(await getDb(), shard));
      totals.enterprises += done.enterprises;
      totals.matched += done.matched;
      totals.opened += done.opened;
    }
    const offered = await step.run("offer", async () => {
      const db = await getDb();
      return offerAll(db, await claimsIn(db, "matched"), await sweepNow(db));
    });
    await step.run("record", async () => recordRun(await getDb(), { ...totals, offered, reevaluated, revoked }));
    return { ...totals, offered };
  },
);
