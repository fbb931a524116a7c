import "server-only";
import { getHandle } from "@/db/client";
import { businessNow, fixedBusinessTime, setBusinessNow } from "@/db/clock";
import { readConfig } from "@/db/config";
import { functions, inngest } from "..";
import { startEmbeddedRunner } from "../embedded";
import { verifyAuditCommand } from "./audit-command";
import { startCommandServer } from "./command-socket";
import { countyFault } from "./county-kind";

/** Opens the database and, without an Inngest server in the environment, starts the runner of the functions in this process. */
export async function boot(): Promise<void> {
  const config = readConfig();
  const { db, kind } = await getHandle();
  const fault = await countyFault(db, config);
  if (fault) throw new Error(`配置有误：\n  ${fault}`);
  if (kind === "pglite") await startCommandServer(db, { "audit.verify": verifyAuditCommand });
  if (!config.embeddedRunner) return;
  const standing = (await fixedBusinessTime(db)) !== null;
  await startEmbeddedRunner({
    db,
    client: inngest,
    functions,
    businessNow,
    ...(standing && { setBusinessNow }),
    ownsDatabase: kind === "pglite",
    // A sweep that finds nothing need not find it once for every slot of a time that was skipped
    settings: { collapseMissed: ["uploads-sweep", "messages-deliver", "policies-try-sweep"] },
  });
}
