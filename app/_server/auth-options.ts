import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { getDb } from "@/db/client";
import { businessNow, businessToday } from "@/db/clock";
import { readConfig } from "@/db/config";
import { findByOidcSubject, loadAccess } from "@/db/people";
import { signIn } from "@/db/sign-in";

const Credentials = z.object({ username: z.string().min(1).max(80), password: z.string().min(1).max(200), code: z.string().max(40).optional() });
/** CMP-050: a session ends after 30 minutes without a request. */
const IDLE_SECONDS = 30 * 60;

const passwordProvider = CredentialsProvider({
  id: "password",
  credentials: { username: { type: "text" }, password: { type: "password" }, code: { type: "text" } },
  authorize: async (input) => {
    const parsed = Credentials.safeParse(input);
    if (!parsed.success) return null;
    const db = await getDb();
    const checked = await signIn(db, { ...parsed.data, at: await businessNow(db) });
    // next-auth hands the message on as `error`: the screen maps it to a sentence
    if (!checked.ok) throw new Error(checked.reason);
    return { id: checked.value };
  },
});

type OidcSettings = NonNullable<ReturnType<typeof readConfig>["oidc"]>;

/** A provincial identity service by configuration: the account id of the provider is the key, never a random one of ours. */
const oidcProvider = ({ issuer, clientId, clientSecret }: OidcSettings): NextAuthOptions["providers"][number] => ({
  id: "province",
  name: "省统一身份认证",
  type: "oauth",
  wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
  clientId,
  clientSecret,
  idToken: true,
  checks: ["pkce", "state", "nonce"],
  authorization: { params: { scope: "openid profile" } },
  profile: (profile: { sub: string; name?: string }) => ({ id: profile.sub, name: profile.name ?? null }),
});

async function boundPerson(issuer: string, accountId: string): Promise<string | null> {
  return findByOidcSubject(await getDb(), `${issuer}|${accountId}`);
}

/** Options of next-auth; a function because the configuration is read at run time, not while building. */
export function authOptions(): NextAuthOptions {
  const config = readConfig();
  const { oidc } = config;
  return {
    ...(config.authSecret && { secret: config.authSecret }),
    providers: oidc ? [passwordProvider, oidcProvider(oidc)] : [passwordProvider],
    session: { strategy: "jwt", maxAge: IDLE_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    callbacks: {
      signIn: async ({ account }) => {
        if (account?.provider !== "province" || !oidc) return true;
        return (await boundPerson(oidc.issuer, account.providerAccountId)) !== null || "/sign-in?error=unbound";
      },
      jwt: async ({ token, user, account }) => {
        if (!user) return token;
        const personId = account?.provider === "province" && oidc ? await boundPerson(oidc.issuer, account.providerAccountId) : user.id;
        if (!personId) return {};
        const db = await getDb();
        const access = await loadAccess(db, personId, await businessToday(db));
        return { sub: personId, sessionVersion: access?.sessionVersion ?? 0 };
      },
      session: ({ session, token }) => ({ expires: session.expires, personId: token.sub, sessionVersion: token["sessionVersion"] }),
    },
  };
}
