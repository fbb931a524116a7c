import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import type { Inngest, InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { seat } from "./seat";
import { type FunctionConfig, SyncReply } from "./wire";

/** The address under which the functions answer; it is never opened, only parsed. The SDK wants it in the Host header too. */
const HOST = "embedded.invalid";
const URL_BASE = `http://${HOST}/api/inngest`;

export type Reply = { readonly status: number; readonly headers: Headers; readonly body: unknown };

/** The SDK's own handler, called in-process with signed requests exactly as an Inngest server would call it. */
export type Protocol = {
  readonly sync: () => Promise<FunctionConfig[]>;
  readonly call: (functionId: string, stepId: string, body: unknown) => Promise<Reply>;
};

/** Builds the handler of these functions. No route of the application takes part. */
export function openProtocol(client: Inngest.Any, functions: readonly InngestFunction.Any[]): Protocol {
  const handler = serve({ client, functions: [...functions] });
  const send = async (method: "POST" | "PUT", query: string, payload: unknown, extra: Record<string, string>): Promise<Reply> => {
    const text = canonicalize(payload) ?? "null";
    const headers = { host: HOST, "content-type": "application/json", "x-inngest-server-kind": "cloud", "x-inngest-signature": sign(text), ...extra };
    const reply = await handler(new Request(URL_BASE + query, { method, headers, body: text }));
    const body = await reply.text();
    return { status: reply.status, headers: reply.headers, body: body === "" ? null : JSON.parse(body) };
  };
  return {
    sync: async () => {
      const reply = await send("PUT", "", { url: URL_BASE }, { "x-inngest-sync-kind": "in_band" });
      if (reply.status !== 200) throw new Error(`the functions did not report their configuration: ${reply.status} ${JSON.stringify(reply.body)}`);
      return SyncReply.parse(reply.body).functions;
    },
    call: (functionId, stepId, body) => send("POST", `?${new URLSearchParams({ fnId: functionId, stepId })}`, body, {}),
  };
}

/** Wall time: a signature is valid for five minutes. */
function sign(text: string): string {
  const seconds = Math.floor(Date.now() / 1000);
  const digest = createHmac("sha256", seat().signingKey).update(`${text}${seconds}`).digest("hex");
  return `t=${seconds}&s=${digest}`;
}
