import { bigint, customType, date, timestamp } from "drizzle-orm/pg-core";
import type { Fen } from "@/lib/kernel/fen";
import type { Instant, PlainDate } from "@/lib/kernel/plain-date";

/** 分: whole fen. */
export const fenColumn = () => bigint({ mode: "number" }).$type<Fen>();
/** 日: a Shanghai day. */
export const dayColumn = () => date({ mode: "string" }).$type<PlainDate>();
/** 时刻: business time, always written by the caller from the business clock; no default on purpose. */
export const instantColumn = () => timestamp({ withTimezone: true, mode: "string", precision: 3 }).$type<Instant>();
/** Wall time for leases, nonces and lock-outs only. */
export const wallColumn = () => timestamp({ withTimezone: true, mode: "date", precision: 3 });

/** Bytes (ciphertext, file chunks). */
export const bytesColumn = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  fromDriver: (value) => new Uint8Array(value),
});

/** Any JSON value, a bare string included. drizzle's own jsonb reads a string a second time, so that "1392" would come back as a number. */
export const jsonValueColumn = customType<{ data: unknown; driverData: string }>({
  dataType: () => "jsonb",
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => value,
});
