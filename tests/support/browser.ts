import "next/dist/server/node-environment-baseline.js";
import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external.js";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external.js";
import { HeadersAdapter } from "next/dist/server/web/spec-extension/adapters/headers.js";
import { RequestCookiesAdapter } from "next/dist/server/web/spec-extension/adapters/request-cookies.js";
import { RequestCookies } from "next/dist/server/web/spec-extension/cookies.js";
import { NextRequest } from "next/server.js";

type Handler = (request: NextRequest, context: never) => Promise<Response>;

/** 浏览器 of a test: keeps cookies and calls route handlers inside Next's own request scope, so that `cookies()` and `headers()` are real. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  #headers(): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Headers({ host: new URL(this.#origin).host, ...(cookie && { cookie }) });
  }

  /** Runs anything that asks `next/headers` as if this browser had called. */
  within<T>(act: () => Promise<T>): Promise<T> {
    const headers = this.#headers();
    const work = { route: "/test", forceStatic: false, dynamicShouldError: false };
    const unit = {
      type: "request",
      phase: "render",
      headers: HeadersAdapter.seal(headers),
      cookies: RequestCookiesAdapter.seal(new RequestCookies(headers)),
    };
    return workAsyncStorage.run(work as never, () => workUnitAsyncStorage.run(unit as never, act));
  }

  async call(handler: Handler, path: string, params: Record<string, unknown>, form?: Record<string, string>): Promise<Response> {
    const headers = this.#headers();
    if (form) headers.set("content-type", "application/x-www-form-urlencoded");
    const request = new NextRequest(new URL(path, this.#origin), { headers, ...(form && { method: "POST", body: new URLSearchParams(form).toString() }) });
    const response = await this.within(() => handler(request, { params: Promise.resolve(params) } as never));
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";");
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1)];
    const age = attributes.map((one) => one.trim().toLowerCase()).find((one) => one.startsWith("max-age="));
    if (value === "" || age === "max-age=0") this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
