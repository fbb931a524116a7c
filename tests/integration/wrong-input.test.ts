import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { z } from "zod";
import type { FormState } from "@/app/_ui/form-state";
import { setBusinessNow } from "@/db/clock";
import type { Db } from "@/db/types";
import { may, type Permission } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import { freshDatabase } from "../support/database";
import { step } from "../support/enterprise-fixtures";
import { type Company, makeClaim, makeCompany, on, seedOffice } from "../support/fixtures";
import { Interrupt, navigation, personPerRole, requestHeaders } from "../support/sign-in";
import { actionFiles, type Fields, FORM_ACTS, fingerprint, fitting, formOf, isChinese, PLAIN_ACTS, wrongForms } from "../support/wrong-input";

/** Whatever is posted to an act of the product: no fault reaches the person, a refusal is a sentence in Chinese, keeps what was typed and stores nothing. */
const session: { personId: string | null } = { personId: null };
vi.mock("next-auth", async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (session.personId ? { personId: session.personId, sessionVersion: 1 } : null),
}));
vi.mock("next/navigation", () => navigation);
vi.mock("next/headers", () => requestHeaders);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("@/inngest/client", () => ({ isEmbedded: true, inngest: { send: async () => ({ ids: [] }), createFunction: () => ({}) } }));
// The clock's own act runs every schedule of a day; that is the embedded runner's test.
vi.mock("@/inngest/embedded", () => ({ advanceBusinessClock: async () => undefined, resumeRun: async () => false }));

type Schema = z.ZodObject;
type Act = (previous: FormState, form: FormData) => Promise<FormState>;
type Known = Act & { readonly schema?: Schema; readonly permission?: Permission };
vi.mock("@/app/_server/action", async (original) => {
  const { formAction } = await original<typeof import("@/app/_server/action")>();
  return {
    formAction: (permission: Permission, schema: Schema, run: Parameters<typeof formAction>[2]) =>
      Object.assign(formAction(permission, schema, run), { permission, schema }),
  };
});

let db: Db;
let close: () => Promise<void>;
let people: ReadonlyMap<Role, string>;
let mine: Company;
let foreign: string;
let acts: ReadonlyMap<string, Known>;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedOffice(db);
  await setBusinessNow(db, on("2026-07-15"));
  people = await personPerRole(db);
  mine = await makeCompany(db);
  const stranger = await makeCompany(db);
  // Of another enterprise and, for officers, of another department
  foreign = await makeClaim(db, stranger, { policyCode: "AGR-001", subject: "F1#1" });
  await step(db, foreign, "pendingConfirm");
  const loaded = await Promise.all(actionFiles().map(async (file) => [file, (await import(`../../${file}`)) as Record<string, unknown>] as const));
  acts = new Map(loaded.flatMap(([file, module]) => Object.entries(module).map(([name, act]) => [`${file}#${name}`, act as Known] as const)));
});
afterAll(() => close());

const personWith = (permission: Permission): string => {
  if (may(["legalRepresentative"], permission)) return mine.owner.personId ?? "";
  const role = [...people.keys()].find((one) => may([one], permission));
  return people.get(role ?? "handler") ?? "";
};
const personWithout = (permission: Permission): string => {
  const role = [...people.keys()].find((one) => !may([one], permission));
  return people.get(role ?? "handler") ?? "";
};

type Outcome = { readonly state: FormState | undefined; readonly interrupt: Interrupt | null };
async function sent(act: Act, fields: Fields): Promise<Outcome> {
  try {
    return { state: await act({ status: "idle" }, formOf(fields)), interrupt: null };
  } catch (error) {
    if (error instanceof Interrupt) return { state: undefined, interrupt: error };
    throw error;
  }
}

const baselineOf = (schema: Schema): Fields =>
  Object.fromEntries(
    Object.entries(schema.shape).flatMap(([key, field]) => {
      const value = fitting(field as z.ZodType, foreign);
      return [[key, value === null ? [] : [value]] as const];
    }),
  );

const isRefusal = ({ state, interrupt }: Outcome): boolean => state?.status === "refused" || interrupt?.kind === "notFound" || interrupt?.kind === "forbidden";

/** An id of somebody else's claim stands in it, where a claim, an account, a person … of one's own should be. */
const namesForeign = (fields: Fields, baseline: Fields): boolean =>
  Object.keys(baseline).some((key) => baseline[key]?.[0] === foreign && fields[key]?.[0] === foreign);

/** What is said is a sentence; a refusal has everything typed still there. */
function checkWords(state: FormState | undefined, fields: Fields, name: string): void {
  if (!state) return;
  const words = [state.message ?? "", ...Object.values(state.fieldErrors ?? {}).flatMap((messages) => messages ?? [])];
  // What the sentence quotes of the typed text is the person's own.
  const own = Object.values(fields)
    .flat()
    .filter((value): value is string => typeof value === "string" && value.length > 1);
  const said = words.map((word) => own.reduce((text, typed) => text.replaceAll(typed, ""), word));
  expect(
    said.filter((word) => !isChinese(word)),
    name,
  ).toEqual([]);
  if (state.status !== "refused") return;
  const typed = Object.entries(fields).flatMap(([key, values]) => {
    const texts = values.filter((value): value is string => typeof value === "string");
    return texts.length > 0 ? [[key, texts.at(-1)] as const] : [];
  });
  expect(state.values ?? {}, `${name}: typed text was lost`).toMatchObject(Object.fromEntries(typed));
}

test("every exported act is tried, by its form here or by hand in the other file", () => {
  expect([...acts.keys()].sort()).toEqual([...FORM_ACTS, ...PLAIN_ACTS].sort());
});

describe.each(FORM_ACTS)("%s", (name) => {
  test("is closed to a visitor and to a role without the right, and stores nothing for them", async () => {
    const act = acts.get(name)!;
    const fields = baselineOf(act.schema!);
    const before = await fingerprint(db);
    session.personId = null;
    expect((await sent(act, fields)).interrupt?.kind).toBe("unauthorized");
    session.personId = personWithout(act.permission!);
    expect((await sent(act, fields)).interrupt?.kind).toBe("forbidden");
    expect(await fingerprint(db)).toBe(before);
  });

  test("answers every wrong form with a sentence and stores nothing of it", async () => {
    const act = acts.get(name)!;
    session.personId = personWith(act.permission!);
    let before = await fingerprint(db);
    const baseline = baselineOf(act.schema!);
    for (const wrong of wrongForms(baseline, foreign)) {
      const outcome = await sent(act, wrong.fields).catch((error: unknown) => {
        throw new Error(`${wrong.name}: ${String((error as Error).cause ?? error)}`, { cause: error });
      });
      const after = await fingerprint(db);
      if (isRefusal(outcome) || namesForeign(wrong.fields, baseline)) expect(after, `${wrong.name} was stored`).toBe(before);
      checkWords(outcome.state, wrong.fields, wrong.name);
      before = after;
    }
  });
});
