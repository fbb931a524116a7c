import type { DefaultSession } from "next-auth";

declare module "next-auth" {
  /** Unparsed on purpose: session.ts reads it through a zod schema. */
  interface Session extends DefaultSession {
    personId?: unknown;
    sessionVersion?: unknown;
  }
}
