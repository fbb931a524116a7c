import type { Db } from "@/db/types";

const CALLS = new Set<PropertyKey>(["transaction", "execute", "select", "selectDistinct", "selectDistinctOn", "insert", "update", "delete", "$count"]);

/** Calls that are left; may be set to none at any moment. */
export type Life = { calls: number };

/**
 * A connection that is dead after so many calls, as it is for a process that has been killed: what was committed stays, the transaction that would
 * have followed leaves nothing, and whatever the process would do to clean up fails as well.
 */
export function mortal(db: Db, life: Life): Db {
  return new Proxy(db, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function" || !CALLS.has(key)) return value;
      return (...args: unknown[]) => {
        life.calls -= 1;
        if (life.calls < 0) throw new Error("killed");
        return (value as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}
