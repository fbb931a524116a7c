import { serve } from "inngest/next";
import { functions, inngest } from "@/inngest";
import { isEmbedded } from "@/inngest/client";

const handlers = serve({ client: inngest, functions });
type Handler = typeof handlers.POST;

/** In embedded mode nobody outside this process may start a function. */
const guarded =
  (handler: Handler): Handler =>
  (request, context) =>
    isEmbedded ? Promise.resolve(new Response("Not Found", { status: 404 })) : handler(request, context);

export const GET = guarded(handlers.GET);
export const POST = guarded(handlers.POST);
export const PUT = guarded(handlers.PUT);
