import "server-only";
import type { Answer } from "@/lib/messages/delivery-rules";

/** A channel that has not answered by then will not. */
export const TIMEOUT_MS = 5_000;
const LONGEST_ANSWER = 20_000;

export type Posted = { readonly status: number; readonly ok: boolean; readonly text: string; readonly retryAfterSeconds: number };
type Failed = Extract<Answer, { ok: false }>;

const secondsOf = (header: string | null): number => {
  const seconds = Number(header ?? "");
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : 0;
};

/** POST of a JSON body to a configured address: no redirection is followed, nothing is sent twice, the answer is read within the same five seconds. */
export async function post(url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Posted | Failed> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body, redirect: "error", signal });
    const text = (await response.text()).slice(0, LONGEST_ANSWER);
    return { status: response.status, ok: response.ok, text, retryAfterSeconds: secondsOf(response.headers.get("retry-after")) };
  } catch {
    return { ok: false, fault: signal.aborted ? "timeout" : "unreachable" };
  }
}

export const hasFailed = (posted: Posted | Failed): posted is Failed => "fault" in posted;

/** A status that is no 2xx, as a fault. */
export function faultOf({ status, retryAfterSeconds }: Posted): Failed {
  const code = String(status);
  if (status === 429 || status === 503) return { ok: false, fault: "rateLimited", code, retryAfterSeconds };
  if (status === 401 || status === 403) return { ok: false, fault: "badCredentials", code };
  return { ok: false, fault: "providerRefused", code };
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
