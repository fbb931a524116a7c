import "server-only";
import { setBusinessNow } from "@/db/clock";
import { grantConsent } from "@/db/consents";
import { findPublished } from "@/db/policies";
import { deliveries } from "@/db/seed/world/deliveries";
import type { World } from "@/db/seed/world/world";
import type { Db } from "@/db/types";
import { receiveUpload } from "@/db/uploads";
import { addDays, instantAt, type PlainDate } from "@/lib/kernel/plain-date";
import { processUpload } from "../../functions/uploads/process-upload";
import type { Cast } from "./people";

/** Before the office opens, and when the durable function for it runs. */
const DELIVERY_TIME = "07:30";

/** 部门送数: every file that the departments deliver in these days goes through the real pipeline. Returns files and rows. */
export async function deliver(db: Db, world: World, days: { from: PlainDate; to: PlainDate }, moveClock: boolean, onFile?: (day: PlainDate) => Promise<void>) {
  let files = 0;
  let rows = 0;
  for await (const delivery of deliveries(world, days)) {
    const at = instantAt(delivery.deliveredOn, DELIVERY_TIME);
    if (moveClock) await setBusinessNow(db, at);
    await onFile?.(delivery.deliveredOn);
    const { datasetId, period, filename, bytes } = delivery;
    const received = await receiveUpload(db, { datasetId, period, channel: "connector", filename, content: bytes, at });
    if (!received.ok) throw new Error(`${filename}: ${received.reason.message}`);
    if (!received.value.duplicate) await processUpload(db, received.value.uploadId, at);
    files += 1;
    rows += delivery.rowCount;
  }
  return { files, rows };
}

/** 授权 that the enterprises of the world give on their days, each once. */
export function consentGiver(db: Db, world: World, cast: Cast) {
  const waiting = world.enterprises.flatMap(({ uscc, consents }) => consents.map((consent) => ({ uscc, ...consent }))).sort((a, b) => (a.on < b.on ? -1 : 1));
  return async (day: PlainDate): Promise<void> => {
    while (waiting[0] && waiting[0].on <= day) {
      const { uscc, policy: code, on } = waiting[0];
      const at = instantAt(on > day ? day : addDays(day, 0), DELIVERY_TIME);
      const [owner, policy] = [await cast.representative(uscc, at), await findPublished(db, code)];
      // A firm that the register has not named yet gives its consent when it has been
      if (!owner || !policy) return;
      waiting.shift();
      await db.transaction((tx) => grantConsent(tx, { enterpriseId: owner.enterpriseId, policy, actor: owner.person, at }));
    }
  };
}
