import { isEnterpriseRole, type Role } from "./roles";

/** 登录失败锁定 (GB/T 22239-2019 8.1.4.1): five faults in a row lock a sign-in for a quarter of an hour, whether password or code was wrong. */
export const MAX_FAILURES = 5;
export const LOCK_MS = 15 * 60_000;

export type Attempts = { readonly failedSignIns: number; readonly lockedUntil: Date | null };

/** Is the sign-in locked at this wall time? Attackers do not wait for the business clock. */
export const isLocked = ({ lockedUntil }: Attempts, wall: Date): boolean => lockedUntil !== null && lockedUntil > wall;

/** The counter after one more attempt. */
export function afterAttempt(before: Attempts, succeeded: boolean, wall: Date): Attempts {
  const failures = succeeded ? 0 : before.failedSignIns + 1;
  if (failures < MAX_FAILURES) return { failedSignIns: failures, lockedUntil: null };
  return { failedSignIns: 0, lockedUntil: new Date(wall.getTime() + LOCK_MS) };
}

/** 动态码 by RFC 6238: steps of 30 seconds, six digits, HMAC-SHA-1, one step early or late for clocks that differ. */
export const TOTP = { period: 30, digits: 6, algorithm: "SHA1", window: 1 } as const;

export const totpStep = (wallMs: number): number => Math.floor(wallMs / 1000 / TOTP.period);

/** RFC 6238 5.2: a code is good once; neither it nor an older one is taken again. */
export const isFreshStep = (step: number, lastStep: number | null): boolean => lastStep === null || step > lastStep;

export type Enrolment = { readonly required: boolean; readonly hasPassword: boolean; readonly secondFactor: boolean; readonly roles: readonly Role[] };

/**
 * 先绑定再办事: where the county requires a second factor, staff who sign in by password see nothing before they have bound one. An account
 * without any role is staff; an enterprise's people are not asked.
 */
export const mustEnrol = ({ required, hasPassword, secondFactor, roles }: Enrolment): boolean =>
  required && hasPassword && !secondFactor && !(roles.length > 0 && roles.every(isEnterpriseRole));

/** Six digits as people type them, with blanks or a hyphen between; null when it is no code. */
export function readCode(typed: string): string | null {
  const digits = typed.normalize("NFKC").replace(/[\s-]/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
}
