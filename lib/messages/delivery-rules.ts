import type { WorkCalendar } from "../calendar/work-calendar";
import { sendingTime } from "../claim/escalation";
import { type Instant, timeOf } from "../kernel/plain-date";
import type { Topic } from "./channels";

/** Why a channel did not take a message; literal, so that a screen can say it in Chinese. */
export const DELIVERY_FAULTS = [
  "unreachable",
  "timeout",
  "rateLimited",
  "badCredentials",
  "badAddress",
  "providerRefused",
  "notConfigured",
  "noAddress",
  "interrupted",
] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** 送达结果: the provider's own number of the message, or why it was not taken. */
export type Answer =
  | { readonly ok: true; readonly providerId: string }
  | { readonly ok: false; readonly fault: DeliveryFault; readonly code?: string; readonly retryAfterSeconds?: number };

/** Trying again changes nothing: the mailbox does not exist, or the person has taken the address away. */
const FINAL: ReadonlySet<DeliveryFault> = new Set(["badAddress", "noAddress"]);

const MINUTE = 60;
/** 重试间隔 in seconds after the first, second … failed try; about two days in all. */
const BACKOFF = [1, 5, 15, 60, 240, 720, 1440].map((minutes) => minutes * MINUTE);
export const MOST_ATTEMPTS = BACKOFF.length + 1;
const LONGEST_WAIT = 1440 * MINUTE;

/** Wall seconds until the next try after `attempts` tries; null when the message is given up (送达失败). */
export function nextTryAfter(attempts: number, { fault, retryAfterSeconds = 0 }: { fault: DeliveryFault; retryAfterSeconds?: number }): number | null {
  const step = BACKOFF[attempts - 1];
  if (FINAL.has(fault) || step === undefined) return null;
  return Math.min(Math.max(step, retryAfterSeconds), LONGEST_WAIT);
}

/** A try that has not reported back by then has died with its process. */
export const LEASE_SECONDS = 5 * MINUTE;

const MORNING = "08:00";
const EVENING = "21:00";

/**
 * 静默时段: reminders, orders and reports leave in office days only, 9:00 to 18:00; what an enterprise waits for any day, but not at night. The
 * in-app mailbox knows no quiet hours.
 */
export function mayLeaveNow(cal: WorkCalendar, topic: Topic, now: Instant): boolean {
  if (topic === "progress") return timeOf(now) >= MORNING && timeOf(now) < EVENING;
  return Date.parse(sendingTime(cal, now)) === Date.parse(now);
}
