import "server-only";
import { sql } from "drizzle-orm";
import type { Result } from "@/lib/kernel/result";
import type { Db } from "./types";

/** One transaction that leaves nothing behind when its answer is a refusal. Inside another transaction it is a savepoint. */
export async function atomically<Value, Reason>(db: Db, act: (tx: Db) => Promise<Result<Value, Reason>>): Promise<Result<Value, Reason>> {
  const undo = new Error("refused");
  let answer: Result<Value, Reason> | null = null;
  try {
    return await db.transaction(async (tx) => {
      answer = await act(tx);
      if (!answer.ok) throw undo;
      return answer;
    });
  } catch (error) {
    if (error === undo && answer) return answer;
    throw error;
  }
}

/** 排队: one transaction at a time for whatever shares the name, until it ends. Numbers that count without a gap are given out under it. */
export async function queueFor(tx: Db, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${name}))`);
}
