import { z } from "zod";
import { seat } from "./seat";
import { SentEvent } from "./wire";

const EVENT_ID_SEED = "x-inngest-event-id-seed";
const Sent = z.union([SentEvent.transform((event) => [event]), z.array(SentEvent)]);

/**
 * The client's way out in embedded mode: what the SDK would post to Inngest's event API goes to our own store instead.
 * Everything else of that API is answered 501, because nothing in this process stands behind it.
 */
export const embeddedFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith("/e/")) return refusal(501, `not available in embedded mode: ${pathname}`);
  const { accept, sending } = seat();
  if (!accept) return refusal(503, "the embedded runner has not started");
  const events = Sent.parse(await request.json());
  const ids = await accept(events, request.headers.get(EVENT_ID_SEED) ?? "", sending.getStore());
  return Response.json({ ids, status: 200 });
};

const refusal = (status: number, error: string) => Response.json({ error, status }, { status });

/** Client options of embedded mode. `isDev: false` keeps signature checks on: only this process knows the key. */
export const embeddedClientOptions = () => ({ isDev: false, eventKey: "embedded", signingKey: seat().signingKey, fetch: embeddedFetch }) as const;
