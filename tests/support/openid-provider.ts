import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Grant = { readonly nonce: string; readonly challenge: string; readonly redirectUri: string };

/** How the provider behaves at its next token: each field spoils one thing. */
export type Mischief = {
  readonly nonce?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly key?: KeyObject;
  readonly expired?: true;
  readonly userinfoSubject?: string;
};

export type Bearer = { readonly sub: string; readonly name?: string; readonly [claim: string]: unknown };

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return new URLSearchParams(Buffer.concat(parts).toString("utf8"));
}

const json = (response: ServerResponse, status: number, value: unknown) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

/**
 * 统一身份认证 of the tests: an OpenID Connect provider on the loopback with discovery, authorization code, PKCE, RS256 id_tokens, keys and
 * userinfo. It checks what a provider must check; `mischief` lets it break what a client must notice.
 */
export class OpenIdProvider {
  readonly clientId = "county-platform";
  readonly clientSecret = "county-platform-secret";
  bearer: Bearer = { sub: "nobody" };
  /** Claims that are told at userinfo only. */
  userinfo: Readonly<Record<string, unknown>> = {};
  mischief: Mischief = {};
  userinfoAsked = 0;
  readonly #keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  readonly #grants = new Map<string, Grant>();
  readonly #tokens = new Set<string>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<OpenIdProvider> {
    const provider = new OpenIdProvider();
    await new Promise<void>((resolve) => provider.#server.listen(0, "127.0.0.1", resolve));
    return provider;
  }

  stop = (): Promise<void> => new Promise((resolve) => this.#server.close(() => resolve()));

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.issuer);
    if (url.pathname === "/.well-known/openid-configuration") return void json(response, 200, this.#discovery());
    if (url.pathname === "/keys")
      return void json(response, 200, { keys: [{ ...this.#keys.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }] });
    if (url.pathname === "/authorize") return this.#authorize(url, response);
    if (url.pathname === "/token") return this.#token(request, await bodyOf(request), response);
    if (url.pathname === "/userinfo") return this.#userinfo(request, response);
    json(response, 404, { error: "not_found" });
  }

  #discovery() {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      jwks_uri: `${this.issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
    };
  }

  #authorize({ searchParams: asked }: URL, response: ServerResponse): void {
    const wanted = ["state", "nonce", "code_challenge", "redirect_uri"].filter((name) => !asked.get(name));
    if (wanted.length > 0 || asked.get("client_id") !== this.clientId || asked.get("code_challenge_method") !== "S256")
      return void json(response, 400, { error: "invalid_request", wanted });
    const code = randomUUID();
    const redirectUri = asked.get("redirect_uri") ?? "";
    this.#grants.set(code, { nonce: asked.get("nonce") ?? "", challenge: asked.get("code_challenge") ?? "", redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", asked.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  }

  #token(request: IncomingMessage, body: URLSearchParams, response: ServerResponse): void {
    const grant = this.#grants.get(body.get("code") ?? "");
    this.#grants.delete(body.get("code") ?? "");
    const secret = Buffer.from(`${this.clientId}:${this.clientSecret}`).toString("base64");
    if (request.headers.authorization !== `Basic ${secret}`) return void json(response, 401, { error: "invalid_client" });
    const challenge = createHash("sha256")
      .update(body.get("code_verifier") ?? "")
      .digest("base64url");
    if (!grant || grant.challenge !== challenge || grant.redirectUri !== body.get("redirect_uri")) return void json(response, 400, { error: "invalid_grant" });
    const token = randomUUID();
    this.#tokens.add(token);
    json(response, 200, { access_token: token, token_type: "Bearer", expires_in: 300, scope: "openid profile", id_token: this.#idToken(grant) });
  }

  #idToken({ nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const { issuer = this.issuer, audience = this.clientId, expired, key = this.#keys.privateKey } = this.mischief;
    const claims = { ...this.bearer, iss: issuer, aud: audience, nonce: this.mischief.nonce ?? nonce, iat: now, exp: expired ? now - 3600 : now + 300 };
    const head = `${base64url({ alg: "RS256", typ: "JWT", kid: "one" })}.${base64url(claims)}`;
    return `${head}.${sign("sha256", Buffer.from(head), key).toString("base64url")}`;
  }

  #userinfo(request: IncomingMessage, response: ServerResponse): void {
    this.userinfoAsked += 1;
    if (!this.#tokens.has((request.headers.authorization ?? "").replace("Bearer ", ""))) return void json(response, 401, { error: "invalid_token" });
    json(response, 200, { ...this.userinfo, sub: this.mischief.userinfoSubject ?? this.bearer.sub });
  }
}
