import { cron } from "inngest";
import { activateDueAccounts } from "@/db/accounts";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { expireFailed, releaseOrphans } from "@/db/payment-sweeps";
import { inngest } from "../../client";
import { accountsActivated, paymentsExpired } from "../../events";

/** 拨付巡查: what only time brings about — account changes that have cooled off, failed payments past their due day, money frozen for claims that ended. */
export const sweepDisbursements = inngest.createFunction(
  { id: "disbursements-sweep", triggers: [cron("TZ=Asia/Shanghai 35 9,14,18 * * *")], concurrency: 1 },
  async ({ step }) => {
    const accountIds = await step.run("activate-accounts", async () => {
      const db = await getDb();
      return activateDueAccounts(db, await businessNow(db));
    });
    const expired = await step.run("expire-failed", async () => {
      const db = await getDb();
      return expireFailed(db, await businessNow(db));
    });
    const released = await step.run("release-orphans", async () => {
      const db = await getDb();
      return releaseOrphans(db, await businessNow(db));
    });
    if (accountIds.length > 0) await step.sendEvent("tell-accounts", accountsActivated.create({ accountIds }));
    if (expired.length > 0) await step.sendEvent("tell-expired", paymentsExpired.create({ claimIds: expired }));
    return { activated: accountIds.length, expired: expired.length, released };
  },
);
