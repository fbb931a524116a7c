import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { setBusinessNow } from "@/db/clock";
import { storeMaterial } from "@/db/materials";
import { createPerson } from "@/db/people";
import { materials } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { PDF, step } from "../support/enterprise-fixtures";
import { type Company, makeClaim, makeCompany, on, seedOffice } from "../support/fixtures";
import { Interrupt, navigation, personPerRole, requestHeaders } from "../support/sign-in";
import { actionFiles, fingerprint, formOf, isChinese, PLAIN_ACTS, routeFiles, wrongValues } from "../support/wrong-input";

/** Acts and route handlers that are written by hand, each under the same inputs as the forms. */
const session: { personId: string | null } = { personId: null };
vi.mock("next-auth", async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (session.personId ? { personId: session.personId, sessionVersion: 1 } : null),
}));
vi.mock("next/navigation", () => navigation);
vi.mock("next/headers", () => requestHeaders);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("@/inngest/client", () => ({ isEmbedded: true, inngest: { send: async () => ({ ids: [] }), createFunction: () => ({}) } }));

type Sender = "public" | "owner" | Role;
type Plain = {
  readonly sender: Sender;
  readonly fields: readonly string[];
  /** Acts that take a form alone, a former state and a form, or a text. */
  readonly shape: "form" | "state" | "text";
  /** A wrong password counts against the account, and a mailbox is simply read. */
  readonly stores?: true;
};
const HOW: Readonly<Record<string, Plain>> = {
  "app/(admin)/data/quarantine/actions.ts#findEnterprises": { sender: "dataOfficer", fields: ["text"], shape: "text" },
  "app/(admin)/finance/payable/actions.ts#prepareChosen": { sender: "paymentMaker", fields: ["id"], shape: "form" },
  "app/(admin)/finance/payable/actions.ts#payChosenAgain": { sender: "paymentMaker", fields: ["id"], shape: "form" },
  "app/(admin)/finance/payable/actions.ts#resumeChosen": { sender: "paymentMaker", fields: ["id"], shape: "form" },
  "app/(enterprise)/my/file/actions.ts#switchCompany": { sender: "owner", fields: ["enterpriseId"], shape: "form" },
  "app/(enterprise)/my/messages/actions.ts#open": { sender: "owner", fields: ["id"], shape: "form" },
  "app/(enterprise)/my/messages/actions.ts#readAll": { sender: "owner", fields: [], shape: "form", stores: true },
  "app/(public)/calculator/actions.ts#calculateForm": { sender: "public", fields: ["avgInsuredCount", "industryCode", "establishedDate"], shape: "state" },
  "app/(public)/objections/actions.ts#lookUp": { sender: "public", fields: ["receipt", "secret"], shape: "state" },
  "app/(public)/objections/new/actions.ts#raise": { sender: "public", fields: ["line", "name", "contact", "content"], shape: "state" },
  "app/(public)/register/actions.ts#begin": { sender: "public", fields: ["creditCode", "representativeName", "identityNumber"], shape: "state" },
  "app/(public)/register/actions.ts#finish": { sender: "public", fields: ["registrationId", "code", "password", "again"], shape: "state" },
  "app/(review)/inbox/actions.ts#markAllRead": { sender: "handler", fields: [], shape: "form", stores: true },
  "app/(review)/review/cases/actions.ts#agreeToSelected": { sender: "checker", fields: ["id", "opinion"], shape: "form" },
  "app/account/actions.ts#bind": { sender: "handler", fields: ["password", "code"], shape: "state", stores: true },
  "app/account/actions.ts#renew": { sender: "handler", fields: ["password", "code"], shape: "state", stores: true },
  "app/account/actions.ts#startBinding": { sender: "handler", fields: [], shape: "form", stores: true },
  "app/account/contacts/actions.ts#choose": { sender: "handler", fields: ["channel", "topic"], shape: "state" },
  "app/account/contacts/actions.ts#confirm": { sender: "handler", fields: ["channel", "code"], shape: "state" },
  "app/account/contacts/actions.ts#propose": { sender: "handler", fields: ["channel", "address"], shape: "state" },
  "app/account/contacts/actions.ts#remove": { sender: "handler", fields: ["channel"], shape: "state" },
  "app/account/password/actions.ts#change": { sender: "owner", fields: ["current", "next", "again"], shape: "state", stores: true },
};

let db: Db;
let close: () => Promise<void>;
let people: ReadonlyMap<Role, string>;
let mine: Company;
let foreignClaim: string;
let foreignMaterial: string;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedOffice(db);
  await setBusinessNow(db, on("2026-07-15"));
  people = await personPerRole(db);
  mine = await makeCompany(db);
  const stranger = await makeCompany(db);
  foreignClaim = await makeClaim(db, stranger);
  await step(db, foreignClaim, "pendingConfirm");
  const personId = stranger.owner.personId ?? "";
  await storeMaterial(db, {
    name: "合同",
    filename: "a.pdf",
    content: PDF,
    mediaType: "application/pdf",
    enterpriseId: stranger.id,
    claimId: foreignClaim,
    personId,
    at: on("2026-07-14"),
  });
  foreignMaterial = (await db.select({ id: materials.id }).from(materials))[0]!.id;
});
afterAll(() => close());
beforeEach(() => {
  session.personId = null;
});

const personOf = (sender: Sender): string | null => {
  if (sender === "public") return null;
  return sender === "owner" ? (mine.owner.personId ?? null) : (people.get(sender) ?? null);
};
const load = async (file: string) => (await import(`../../${file}`)) as Record<string, (...args: unknown[]) => Promise<unknown>>;

/** The act's answer; a call of the framework counts as one, anything else is a fault. */
async function outcome(run: () => Promise<unknown>): Promise<{ value?: unknown; interrupt?: Interrupt }> {
  try {
    return { value: await run() };
  } catch (error) {
    if (error instanceof Interrupt) return { interrupt: error };
    throw error;
  }
}

test("every act written by hand and every route handler is tried here", () => {
  expect(Object.keys(HOW).sort()).toEqual([...PLAIN_ACTS].sort());
  expect(actionFiles().length).toBeGreaterThan(25);
  expect(routeFiles()).toEqual([...Object.keys(ROUTES), ...OTHER_ROUTES].sort());
});

const spoken = (value: unknown): string[] => {
  const { message, fieldErrors, errors } = (value ?? {}) as {
    message?: string;
    fieldErrors?: Record<string, string | undefined>;
    errors?: Record<string, string>;
  };
  return [message, ...Object.values(fieldErrors ?? {}), ...Object.values(errors ?? {})].filter((word): word is string => typeof word === "string");
};

const EMPTY_STATE = { fieldErrors: {}, values: {}, errors: {}, notes: [], view: null };
const argumentsFor = (shape: Plain["shape"], form: FormData, field: string | undefined): unknown[] => {
  if (shape === "text") return [form.get(field ?? "")];
  return shape === "state" ? [EMPTY_STATE, form] : [form];
};
const formsFor = (fields: readonly string[]) => [
  { name: "an empty form", fields: {} },
  ...fields.flatMap((field) => wrongValues(foreignClaim).map((wrong) => ({ name: `${field}: ${wrong.name}`, fields: { [field]: wrong.values } }))),
];

describe.each(Object.entries(HOW))("%s", (name, { sender, fields, shape, stores }) => {
  const [file = "", act = ""] = name.split("#");

  test("answers whatever is posted without a fault, and stores nothing that is wrong", async () => {
    const module = await load(file);
    session.personId = personOf(sender);
    const before = await fingerprint(db);
    for (const wrong of formsFor(fields)) {
      const args = argumentsFor(shape, formOf(wrong.fields), fields[0]);
      const answered = await outcome(() => module[act]!(...args)).catch((error: unknown) => {
        throw new Error(`${wrong.name}: ${String((error as Error).cause ?? error)}`, { cause: error });
      });
      const silent = spoken(answered.value).filter((word) => !isChinese(word));
      expect(silent, wrong.name).toEqual([]);
      if (!stores) expect(await fingerprint(db), `${wrong.name} was stored`).toBe(before);
    }
  });
});

test.each(Object.entries(HOW).filter(([, { sender }]) => sender !== "public"))("%s is closed to a visitor", async (name, { shape }) => {
  const [file = "", act = ""] = name.split("#");
  const module = await load(file);
  const before = await fingerprint(db);
  const answered = await outcome(() => module[act]!(...argumentsFor(shape, formOf({ text: ["青禾"] }), "text")));
  expect(answered.interrupt?.kind).toBe("unauthorized");
  expect(await fingerprint(db)).toBe(before);
});

type Route = {
  readonly method: "GET" | "POST";
  readonly sender: Sender;
  readonly params: readonly string[];
  readonly query?: readonly string[];
  readonly open?: true;
};
const ROUTES: Readonly<Record<string, Route>> = {
  "app/(admin)/admin/policies/[code]/dmn/route.ts": { method: "GET", sender: "policyAuthor", params: ["code"], query: ["version"] },
  "app/(admin)/admin/policies/[code]/yaml/route.ts": { method: "GET", sender: "policyAuthor", params: ["code"], query: ["version"] },
  "app/(admin)/admin/policies/drafts/[id]/yaml/route.ts": { method: "GET", sender: "policyAuthor", params: ["id"] },
  "app/api/exports/[table]/route.ts": { method: "GET", sender: "handler", params: ["table"] },
  "app/api/finance/batches/[id]/file/route.ts": { method: "GET", sender: "paymentMaker", params: ["id"], query: ["purpose"] },
  "app/api/materials/[id]/route.ts": { method: "GET", sender: "owner", params: ["id"] },
  "app/api/my/claims/[id]/materials/[materialId]/route.ts": { method: "GET", sender: "owner", params: ["id", "materialId"] },
  "app/api/notices/[id]/route.ts": { method: "GET", sender: "public", params: ["id"], open: true },
  "app/api/uploads/route.ts": { method: "POST", sender: "dataOfficer", params: [], query: ["dataset", "period", "filename"] },
  "app/api/v1/calculations/route.ts": { method: "POST", sender: "public", params: [], open: true },
  "app/api/v1/policies/[code]/dmn/route.ts": { method: "GET", sender: "public", params: ["code"], open: true },
  "app/api/v1/policies/[code]/route.ts": { method: "GET", sender: "public", params: ["code"], open: true },
};
/** Handlers without an input of their own (health, list, feed, start, unknown address), of other makers (next-auth, Inngest), and the signed ones, tried in upload-api.test.ts. */
const OTHER_ROUTES = [
  "app/api/auth/[...nextauth]/route.ts",
  "app/api/health/route.ts",
  "app/api/inngest/route.ts",
  "app/api/notices/rss/route.ts",
  "app/api/openapi.json/route.ts",
  "app/api/v1/[[...path]]/route.ts",
  "app/api/v1/policies/route.ts",
  "app/api/v1/uploads/[target]/route.ts",
  "app/api/v1/uploads/[target]/rows/route.ts",
  "app/start/route.ts",
];

const TEXTS = () => [
  ...wrongValues(foreignMaterial).flatMap(({ name, values }) =>
    typeof values[0] === "string" && values[0].length < 10_000 ? [{ name, text: values[0] }] : [],
  ),
  { name: "half an escape", text: "%E0%A4%A" },
  { name: "long", text: "9".repeat(5_000) },
];
const BODIES = [
  "",
  "{",
  "null",
  "[]",
  '{"facts":null}',
  '{"asOf":"2026-13-99","facts":{}}',
  '{"asOf":-1,"fullYear":"x","facts":{"__proto__":{"x":1}}}',
  '{"facts":{"avgInsuredCount":1e309}}',
  '=HYPERLINK("x")',
  "9".repeat(100_000),
];

async function ask(file: string, { method, params, query = [] }: Route, text: string, body: string): Promise<Response> {
  const module = await load(file);
  const search = new URLSearchParams(query.map((key) => [key, text])).toString();
  const request = new Request(`http://127.0.0.1/x?${search}`, {
    method,
    headers: { origin: "http://127.0.0.1", host: "127.0.0.1" },
    ...(method === "POST" && { body }),
  });
  const found = await outcome(() => module[method]!(request, { params: Promise.resolve(Object.fromEntries(params.map((key) => [key, text]))) }));
  return found.value as Response;
}

describe.each(Object.entries(ROUTES))("%s", (file, route) => {
  test("answers wrong parameters and bodies with 4xx and a sentence, and stores nothing", async () => {
    session.personId = personOf(route.sender);
    const before = await fingerprint(db);
    const cases = [
      ...TEXTS().map((one) => ({ ...one, body: "x" })),
      ...(route.method === "POST" ? BODIES.map((body) => ({ name: `body ${body.slice(0, 30)}`, text: "x", body })) : []),
    ];
    for (const { name, text, body } of cases) {
      const answer = await ask(file, route, text, body).catch((error: unknown) => {
        throw new Error(`${name}: ${String((error as Error).cause ?? error)}`, { cause: error });
      });
      expect([200, 400, 403, 404, 413], name).toContain(answer.status);
      if (answer.status !== 200) expect(await answer.text(), name).toMatch(/[\u4e00-\u9fff]/);
      expect(await fingerprint(db), `${name} was stored`).toBe(before);
    }
  });
});

test.each(Object.entries(ROUTES).filter(([, route]) => !route.open))("%s answers 401 to a visitor", async (file, route) => {
  expect((await ask(file, route, foreignMaterial, "x")).status).toBe(401);
});

test("another enterprise's paper is not there for its neighbour, and not for an officer of another department", async () => {
  const file = "app/api/my/claims/[id]/materials/[materialId]/route.ts";
  session.personId = personOf("owner");
  const module = await load(file);
  const params = Promise.resolve({ id: foreignClaim, materialId: foreignMaterial });
  const answer = (await module["GET"]!(new Request("http://127.0.0.1/x"), { params })) as Response;
  expect([answer.status, await answer.text()]).toEqual([404, "没有找到这份材料。"]);
  const { method, params: named } = ROUTES["app/api/materials/[id]/route.ts"]!;
  const membership = { role: "handler" as const, departmentId: "agriculture", validFrom: plainDate("2026-01-01") };
  const officer = { displayName: "外单位", username: "other-office", password: "unused", memberships: [membership] };
  session.personId = await createPerson(db, officer, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" });
  expect((await ask("app/api/materials/[id]/route.ts", { method, params: named, sender: "handler" }, foreignMaterial, "")).status).toBe(404);
  session.personId = personOf("handler");
  expect((await ask("app/api/materials/[id]/route.ts", { method, params: named, sender: "handler" }, foreignMaterial, "")).status).toBe(200);
});
