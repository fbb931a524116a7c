import "server-only";
import { withinRate } from "@/db/calculations";
import type { Db } from "@/db/types";
import type { SessionUser } from "./session";

/** 限频 of looking at hidden values: what a desk needs in an hour, and far less than whoever would carry them off. */
const RATE = { name: "reveal", limit: 60, seconds: 3600 } as const;

export const TOO_MANY_REVEALED = `一小时内最多查看 ${RATE.limit} 条隐去的内容，请过一会儿再看。`;

/** May the person look at one more hidden value now? Counted for all kinds of them together. */
export const mayReveal = (db: Db, user: Pick<SessionUser, "personId">): Promise<boolean> => withinRate(db, `person|${user.personId}`, RATE);
