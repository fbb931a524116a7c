import { Inngest } from "inngest";
import { embeddedClientOptions } from "./embedded/transport";

const present = (name: string) => (process.env[name] ?? "") !== "";

/** Without an Inngest server in the environment this process runs the functions itself, in `embedded`. */
export const isEmbedded = !["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY", "INNGEST_DEV"].some(present);

/** The one client. Functions and senders know nothing of the mode. Send after commit, never inside a transaction. */
export const inngest = new Inngest({ id: "enterprise-service-platform", ...(isEmbedded ? embeddedClientOptions() : {}) });
