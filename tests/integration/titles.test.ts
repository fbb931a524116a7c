import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { draftTitle } from "@/app/(admin)/admin/policies/_parts/draft-title";
import { generateMetadata as compareTitle } from "@/app/(admin)/admin/policies/[code]/compare/page";
import { generateMetadata as policyTitle } from "@/app/(admin)/admin/policies/[code]/page";
import { findPublished } from "@/db/policies";
import type { Db } from "@/db/types";
import { freshDatabase } from "../support/database";
import { on, POLICY, seedOffice } from "../support/fixtures";
import { draftInReview, policyPerson, publishedDocument } from "../support/policy-fixtures";

/** 页面标题: what stands on the tab tells one page from every other. */
const session: { personId: string | null } = { personId: null };
vi.mock("next-auth", async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (session.personId ? { personId: session.personId, sessionVersion: 1 } : null),
}));
vi.mock("next/navigation", async () => (await import("../support/sign-in")).navigation);
vi.mock("next/headers", async () => (await import("../support/sign-in")).requestHeaders);

const PAGES = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((name) => /(^|\/)page\.tsx$/.test(name));
const FIXED = /export const metadata: Metadata = \{[^}]*title: "([^"]+)"/;

test("every page has a title; no two fixed ones are alike", () => {
  const sources = PAGES.map((file) => ({ file, source: readFileSync(`app/${file}`, "utf8") }));
  expect(sources.filter(({ source }) => !/metadata: Metadata =|generateMetadata/.test(source)).map(({ file }) => file)).toEqual([]);
  const titles = sources.flatMap(({ source }) => FIXED.exec(source)?.[1] ?? []);
  expect(titles.length).toBeGreaterThan(50);
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
});

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedOffice(db);
});
afterAll(() => close());

test("a policy's pages carry its name; a draft's name is for those who may read it", async () => {
  const name = (await findPublished(db, POLICY))?.resolved.name;
  const params = Promise.resolve({ code: POLICY });
  expect(await policyTitle({ params, searchParams: Promise.resolve({}) })).toEqual({ title: `${name}（第 1 版）` });
  expect(await policyTitle({ params, searchParams: Promise.resolve({ version: "9" }) })).toEqual({ title: "没有这项政策" });
  expect(await compareTitle({ params, searchParams: Promise.resolve({}) })).toEqual({ title: `${name}的版本比较` });

  const author = await policyPerson(db, "author", "policyAuthor", "miit");
  const stranger = await policyPerson(db, "stranger", "policyAuthor", "agriculture");
  const { id } = await draftInReview(db, author, { ...(await publishedDocument(db, POLICY)), name: "还没有公布的名字" }, on("2026-07-15"));
  const titleFor = async (personId: string | null, asked = id) => {
    session.personId = personId;
    return (await draftTitle("起草政策", Promise.resolve({ id: asked }))).title;
  };
  expect(await titleFor(stranger.personId)).toBe("起草政策");
  expect(await titleFor(null)).toBe("起草政策");
  expect(await titleFor(author.personId, "no-id")).toBe("起草政策");
});

test("its author reads the draft's name on the tab", async () => {
  const author = await policyPerson(db, "author-2", "policyAuthor", "hrss");
  const { id } = await draftInReview(db, author, { ...(await publishedDocument(db, "EMP-002")), name: "吸纳就业新办法" }, on("2026-07-15"));
  session.personId = author.personId;
  expect(await draftTitle("起草政策", Promise.resolve({ id }))).toEqual({ title: "起草政策：吸纳就业新办法" });
});
