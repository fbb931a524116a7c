import { and, eq, type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keptQuery } from "@/app/(review)/review/cases/params";
import { listNotes, type NewNote, writeNote } from "@/db/case-notes";
import type { Actor } from "@/db/claims";
import { addTemplate, listTemplates, retireTemplate } from "@/db/opinion-templates";
import { listSavedFilters, removeFilter, saveFilter } from "@/db/saved-filters";
import { auditLog } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Scope } from "@/lib/access/scope";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, on, refusedBy, type Staff, seedOffice } from "../support/fixtures";
import { makeCase } from "../support/review-fixtures";

type Person = Actor & { personId: string };
let db: Db;
let close: () => Promise<void>;
let staff: Staff;
let claimId: string;
let enterpriseId: string;
const own: Scope = { kind: "department", departmentId: DEPARTMENT };

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  const made = await makeCase(db);
  claimId = made.id;
  enterpriseId = made.company.id;
});
afterAll(() => close());

const write = (part: Partial<NewNote> = {}) =>
  writeNote(db, { claimId, scope: own, actor: staff.handler as Person, at: on("2026-07-15"), text: "已电话核实租金", visit: null, ...part });
const reason = <T extends { ok: boolean }>(result: T) => ("reason" in result ? result.reason : "ok");
const visit = { visitedOn: plainDate("2026-07-14"), place: "工业园 8 号", companions: "" };

test("a note and a visit stand on the case for its department, with audit rows; the enterprise never sees them", async () => {
  expect(reason(await write())).toBe("ok");
  expect(reason(await write({ text: "设备在用", visit, at: on("2026-07-15", "11:00") }))).toBe("ok");
  const notes = await listNotes(db, own, claimId);
  expect(notes.map((one) => [one.kind, one.text, one.visitedOn, one.place, one.companions, one.author])).toEqual([
    ["note", "已电话核实租金", null, null, null, "handler"],
    ["visit", "设备在用", "2026-07-14", "工业园 8 号", null, "handler"],
  ]);
  expect(await listNotes(db, { kind: "county" }, claimId)).toHaveLength(2);
  expect(await listNotes(db, { kind: "department", departmentId: "housing" }, claimId)).toEqual([]);
  expect(await listNotes(db, { kind: "enterprise", enterpriseIds: [enterpriseId] }, claimId)).toEqual([]);
  for (const action of ["claim.note", "claim.visit"])
    expect(await db.$count(auditLog, and(eq(auditLog.action, action), eq(auditLog.subjectId, claimId)))).toBe(1);
});

test("refused: another department, an enterprise, nothing written, a visit without a place or of tomorrow", async () => {
  expect(reason(await write({ scope: { kind: "department", departmentId: "housing" } }))).toBe("notFound");
  expect(reason(await write({ scope: { kind: "enterprise", enterpriseIds: [enterpriseId] } }))).toBe("notFound");
  expect(reason(await write({ text: " 好 " }))).toBe("textMissing");
  expect(reason(await write({ visit: { ...visit, place: "  " } }))).toBe("placeMissing");
  expect(reason(await write({ visit: { ...visit, visitedOn: plainDate("2026-07-16") } }))).toBe("visitInFuture");
});

test("the database changes and deletes no record, and takes no visit without its day", async () => {
  const attack = (statement: SQL) => refusedBy(() => db.execute(statement));
  expect(await attack(sql`update case_notes set text = '别的话'`)).toBe("case_notes_append_only");
  expect(await attack(sql`delete from case_notes`)).toBe("case_notes_append_only");
  expect(await attack(sql`truncate case_notes`)).toBe("case_notes_append_only");
  const insert = (kind: string, text: string) =>
    attack(sql`insert into case_notes (claim_id, kind, text, author_id, author_role, at)
      values (${claimId}, ${kind}, ${text}, ${staff.handler.personId}, 'handler', ${on("2026-07-15")})`);
  expect(await insert("visit", "设备在用")).toBe("case_notes_visit");
  expect(await insert("memo", "设备在用")).toBe("case_notes_kind");
  expect(await insert("note", "  ")).toBe("case_notes_text");
});

test("a view of the queue is kept under a name, one's own, at most twelve; only what the queue knows", async () => {
  const me = staff.handler.personId!;
  const save = (name: string, query: string, personId = me) => saveFilter(db, { personId, name, query, at: on("2026-07-15") });
  expect(keptQuery("page=3&light=red&preview=x&evil=<b>&who=mine&light=green")).toBe("light=red&who=mine");
  expect(reason(await save("空的", ""))).toBe("nothingToSave");
  expect(reason(await save("超期", "light=red"))).toBe("ok");
  expect(reason(await save("超期", "light=red&who=mine"))).toBe("ok");
  const [kept] = await listSavedFilters(db, me);
  expect(kept).toMatchObject({ name: "超期", query: "light=red&who=mine" });
  expect(await listSavedFilters(db, staff.checker.personId!)).toEqual([]);
  for (let n = 1; n < 12; n += 1) expect(reason(await save(`第 ${n} 个`, "light=blue"))).toBe("ok");
  expect(reason(await save("第十三个", "light=blue"))).toBe("tooMany");
  expect(await removeFilter(db, staff.checker.personId!, kept!.id)).toBe(false);
  expect(await removeFilter(db, me, kept!.id)).toBe(true);
  expect(reason(await save("第十三个", "light=blue"))).toBe("ok");
});

test("a department's templates: added once, retired for good, seen by no other department", async () => {
  const chief = { ...(staff.handler as Person), roles: ["sectionChief"], role: "sectionChief" };
  const who = { departmentId: DEPARTMENT, actor: chief, at: on("2026-07-15") };
  const added = await addTemplate(db, { ...who, use: "approve", text: " 资料齐全，拟同意。 " });
  if (!added.ok) throw new Error(added.reason);
  expect(reason(await addTemplate(db, { ...who, use: "approve", text: "资料齐全，拟同意。" }))).toBe("alreadyThere");
  expect(await listTemplates(db, DEPARTMENT)).toEqual([{ id: added.value, use: "approve", text: "资料齐全，拟同意。" }]);
  expect(await listTemplates(db, "housing")).toEqual([]);
  expect(reason(await retireTemplate(db, { ...who, departmentId: "housing", id: added.value }))).toBe("notFound");
  const attack = (statement: SQL) => refusedBy(() => db.execute(statement));
  expect(await attack(sql`update opinion_templates set text = '别的话'`)).toBe("opinion_templates_retired_once");
  expect(await attack(sql`delete from opinion_templates`)).toBe("opinion_templates_append_only");
  expect(reason(await retireTemplate(db, { ...who, id: added.value }))).toBe("ok");
  expect(reason(await retireTemplate(db, { ...who, id: added.value }))).toBe("notFound");
  expect(await listTemplates(db, DEPARTMENT)).toEqual([]);
  for (const action of ["opinionTemplate.added", "opinionTemplate.retired"]) expect(await db.$count(auditLog, eq(auditLog.action, action))).toBe(1);
});
