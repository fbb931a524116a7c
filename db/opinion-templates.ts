import "server-only";
import { and, asc, count, eq, isNull } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { opinionTemplates } from "./schema";
import type { Db } from "./types";

export type TemplateUse = "approve" | "reject" | "supplement" | "suspend";
export type OpinionTemplate = { readonly id: string; readonly use: TemplateUse; readonly text: string };
export type TemplateRefusal = "alreadyThere" | "tooMany" | "notFound";

const MOST = 40;

type Writing = { readonly departmentId: string; readonly actor: Actor & { readonly personId: string }; readonly at: Instant };

const current = (departmentId: string) => and(eq(opinionTemplates.departmentId, departmentId), isNull(opinionTemplates.retiredAt));

/** 常用意见 in use in a department. */
export async function listTemplates(db: Db, departmentId: string): Promise<OpinionTemplate[]> {
  return db
    .select({ id: opinionTemplates.id, use: opinionTemplates.use, text: opinionTemplates.text })
    .from(opinionTemplates)
    .where(current(departmentId))
    .orderBy(asc(opinionTemplates.use), asc(opinionTemplates.createdAt), asc(opinionTemplates.text));
}

const record = (tx: Db, { departmentId, actor, at }: Writing, action: string, detail: Record<string, unknown>) =>
  appendAudit(tx, [{ at, actorId: actor.personId, actorRole: actor.role, action, subjectType: "department", subjectId: departmentId, detail }]);

/** 增加常用意见. */
export function addTemplate(db: Db, input: Writing & Pick<OpinionTemplate, "use" | "text">): Promise<Result<string, TemplateRefusal>> {
  const { departmentId, use, actor, at } = input;
  const text = input.text.trim();
  return atomically<string, TemplateRefusal>(db, async (tx) => {
    await queueFor(tx, `opinionTemplates|${departmentId}`);
    const same = and(current(departmentId), eq(opinionTemplates.use, use), eq(opinionTemplates.text, text));
    if ((await tx.$count(opinionTemplates, same)) > 0) return refused("alreadyThere");
    const [held] = await tx.select({ n: count() }).from(opinionTemplates).where(current(departmentId));
    if ((held?.n ?? 0) >= MOST) return refused("tooMany");
    const [row] = await tx
      .insert(opinionTemplates)
      .values({ departmentId, use, text, createdBy: actor.personId, createdAt: at })
      .returning({ id: opinionTemplates.id });
    if (!row) throw new Error("the template was not stored");
    await record(tx, input, "opinionTemplate.added", { use, text });
    return ok(row.id);
  });
}

/** 停用常用意见; opinions written with it stay as they are. */
export function retireTemplate(db: Db, input: Writing & { readonly id: string }): Promise<Result<null, TemplateRefusal>> {
  return atomically<null, TemplateRefusal>(db, async (tx) => {
    const [row] = await tx
      .update(opinionTemplates)
      .set({ retiredAt: input.at })
      .where(and(eq(opinionTemplates.id, input.id), current(input.departmentId)))
      .returning();
    if (!row) return refused("notFound");
    await record(tx, input, "opinionTemplate.retired", { use: row.use, text: row.text });
    return ok(null);
  });
}
