import "server-only";

/**
 * 实际时间 of the machine, for security windows (lock-outs, codes, rates, nonces) and marks of delivery only. A demo's business clock stands
 * still: a lock-out counted by it would never end. Everything that the law counts in days comes from db/clock.
 */
export const wallNow = (): Date => new Date();
