import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { getDb } from "@/db/client";
import { businessNow, businessToday } from "@/db/clock";
import { readConfig } from "@/db/config";
import { loadAccess } from "@/db/people";
import { findByProvider, signInByProvider } from "@/db/provider-sign-in";
import { signIn } from "@/db/sign-in";
import { readEntitlement } from "@/lib/access/entitlement";

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

/** next-auth logs profiles and tokens with its errors; an operator gets the kind alone. */
const LOGGER: NonNullable<NextAuthOptions["logger"]> = {
  error: (code) => void process.stderr.write(`next-auth: ${code}\n`),
  warn: () => undefined,
  debug: () => undefined,
};

type OidcSettings = NonNullable<ReturnType<typeof readConfig>["oidc"]>;
const Claims = z.looseObject({ sub: z.string().min(1).max(255) });
const Name = z.string().trim().min(1).max(40).nullable().catch(null);

/** Claims of an id_token whose signature, issuer, audience, times and nonce the client has checked already. */
const signedClaims = (idToken: string) => Claims.parse(JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8")));

/** What an operator may read of a fault: its kind, never its values. */
const kindOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return code || (error instanceof Error ? error.name : "unknown");
};

/**
 * A provincial identity service by configuration: the account id of the provider is the key, never a random one of ours. Claims are taken
 * from the signed id_token; what it leaves out is asked for at the userinfo endpoint, whose subject must be the same.
 */
const oidcProvider = ({ issuer, clientId, clientSecret, scope, entitlementClaim }: OidcSettings): NextAuthOptions["providers"][number] => ({
  id: "province",
  name: "省统一身份认证",
  type: "oauth",
  wellKnown: `${issuer}/.well-known/openid-configuration`,
  clientId,
  clientSecret,
  idToken: true,
  checks: ["pkce", "state", "nonce"],
  authorization: { params: { scope } },
  userinfo: {
    request: async ({ client, tokens }) => {
      const signed = signedClaims(tokens.id_token ?? "");
      if (signed[entitlementClaim] !== undefined || !client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return signed;
      const told = await client.userinfo(tokens.access_token);
      if (told.sub !== signed.sub) throw new Error("userinfo speaks of somebody else");
      return { ...told, ...signed };
    },
  },
  profile: (profile: { sub: string; name?: string }) => ({ id: profile.sub, name: profile.name ?? null }),
});

/** Lets somebody in whom the provider has proven, or says why not as the `error` of the sign-in page. */
async function admit({ issuer, entitlementClaim }: OidcSettings, profile: unknown): Promise<true | string> {
  const claims = Claims.safeParse(profile);
  if (!claims.success) return "/sign-in?error=unbound";
  const { sub, name, [entitlementClaim]: claim } = claims.data;
  try {
    const db = await getDb();
    const proof = { subject: `${issuer}|${sub}`, name: Name.parse(name), entitlement: readEntitlement(claim) };
    const done = await signInByProvider(db, { ...proof, at: await businessNow(db) });
    return done.ok || `/sign-in?error=${done.reason}`;
  } catch (error) {
    // next-auth would put the message of a fault into the address
    process.stderr.write(`provider sign-in: ${kindOf(error)}\n`);
    return "/sign-in?error=fault";
  }
}

/** Options of next-auth; a function because the configuration is read at run time, not while building. */
export function authOptions(): NextAuthOptions {
  const config = readConfig();
  const { oidc } = config;
  return {
    ...(config.authSecret && { secret: config.authSecret }),
    providers: oidc ? [passwordProvider, oidcProvider(oidc)] : [passwordProvider],
    session: { strategy: "jwt", maxAge: IDLE_SECONDS },
    logger: LOGGER,
    pages: { signIn: "/sign-in", error: "/sign-in" },
    callbacks: {
      signIn: async ({ account, profile }) => (account?.provider === "province" && oidc ? admit(oidc, profile) : true),
      jwt: async ({ token, user, account }) => {
        if (!user) return token;
        const db = await getDb();
        const personId = account?.provider === "province" && oidc ? await findByProvider(db, `${oidc.issuer}|${account.providerAccountId}`) : user.id;
        if (!personId) return {};
        const access = await loadAccess(db, personId, await businessToday(db));
        return { sub: personId, sessionVersion: access?.sessionVersion ?? 0 };
      },
      session: ({ session, token }) => ({ expires: session.expires, personId: token.sub, sessionVersion: token["sessionVersion"] }),
    },
  };
}
