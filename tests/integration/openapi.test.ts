import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openApiDocument } from "@/app/api/openapi.json/document";
import { GET as readDocument } from "@/app/api/openapi.json/route";
import * as schemas from "@/app/api/openapi.json/schemas";
import { POST as calculate } from "@/app/api/v1/calculations/route";
import { GET as readDmn } from "@/app/api/v1/policies/[code]/dmn/route";
import { GET as readPolicy } from "@/app/api/v1/policies/[code]/route";
import { GET as listPolicies } from "@/app/api/v1/policies/route";
import { GET as readState, POST as send } from "@/app/api/v1/uploads/[target]/route";
import { GET as readRows } from "@/app/api/v1/uploads/[target]/rows/route";
import { issueKey } from "@/db/api-keys";
import { setBusinessNow } from "@/db/clock";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { processUpload } from "@/inngest/functions/uploads/process-upload";
import { freshDatabase } from "../support/database";
import { type Credentials, signedRequest } from "../support/department-client";
import { readDmn as parseDmn } from "../support/dmn-engine";
import { on } from "../support/fixtures";

const NOW = on("2026-07-15", "10:00");
let db: Db;
let close: () => Promise<void>;
let key: Credentials;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  await setBusinessNow(db, NOW);
  const issued = await issueKey(db, { departmentId: "samr", label: "接口说明", createdBy: null, at: NOW });
  if (!issued.ok) throw new Error(issued.reason);
  key = issued.value;
});
afterAll(() => close());

/** Behind a sign-in, or spoken by programs of the platform itself: no public interface. */
const INNER = /^\/api\/(auth|inngest|exports|finance|materials|my|uploads)(\/|$)/;
const METHOD = /export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b/g;

test("every public address and method is in the document, and nothing else", () => {
  const built = readdirSync("app/api", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("route.ts"))
    .map((name) => `app/api/${name}`)
    .map((file) => ({ path: `/${file.replaceAll("\\", "/").slice("app/".length, -"/route.ts".length)}`.replaceAll(/\[(\w+)\]/g, "{$1}"), file }))
    .filter(({ path }) => !INNER.test(path))
    .flatMap(({ path, file }) => [...readFileSync(file, "utf8").matchAll(METHOD)].map(([, method]) => `${method?.toLowerCase()} ${path}`));
  const told = Object.entries(openApiDocument("http://localhost").paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  expect(told.sort()).toEqual(built.sort());
});

test("the document is OpenAPI 3.1 and every reference in it leads somewhere", async () => {
  const text = await (await readDocument(new Request("http://localhost/api/openapi.json"))).text();
  const document = JSON.parse(text) as { openapi: string; servers: { url: string }[]; components: { schemas: Record<string, object> } };
  expect(document.openapi).toBe("3.1.0");
  expect(document.servers[0]?.url).toBe("http://localhost");
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");
  expect(new Set(references).size).toBeGreaterThanOrEqual(7);
  for (const name of references) expect(document.components.schemas).toHaveProperty(name);
});

test("calculations: request and answer, good and bad, are as described", async () => {
  const ask = {
    asOf: "2026-07-15",
    fullYear: 2025,
    facts: { enterpriseScale: "small", annualRevenue: { "2025": 4e7 }, taxCreditGrade: null },
    priorGrants: {},
  };
  schemas.CalculationRequest.parse(ask);
  const asked = (body: unknown) => calculate(new Request("http://localhost/api/v1/calculations", { method: "POST", body: JSON.stringify(body) }));
  const good = await asked(ask);
  expect(good.status).toBe(200);
  expect(schemas.CalculationAnswer.parse(await good.json()).results).toHaveLength(37);
  const bad = await asked({ facts: { annualRevenue: "many" } });
  expect(bad.status).toBe(400);
  schemas.ErrorAnswer.parse(await bad.json());
});

test("the library and each of its policies are as described", async () => {
  const { policies } = schemas.PolicyList.parse(await (await listPolicies()).json());
  expect(policies).toHaveLength(37);
  for (const { code } of policies) {
    const response = await readPolicy(new Request(`http://localhost/api/v1/policies/${code}`), { params: Promise.resolve({ code }) });
    schemas.PolicyAnswer.parse(await response.json());
  }
  const none = await readPolicy(new Request("http://localhost/api/v1/policies/NONE"), { params: Promise.resolve({ code: "NONE" }) });
  expect(none.status).toBe(404);
  schemas.ErrorAnswer.parse(await none.json());
});

test("the decision model of a policy is a DMN file that a foreign parser reads, the missing one a refusal", async () => {
  const asked = (code: string) => readDmn(new Request(`http://localhost/api/v1/policies/${code}/dmn`), { params: Promise.resolve({ code }) });
  const response = await asked("FIN-001");
  expect(response.headers.get("content-type")).toContain("application/xml");
  const { definitions, warnings } = await parseDmn(await response.text());
  expect(warnings).toEqual([]);
  const labels = Object.fromEntries(definitions.drgElement.map(({ name, label }) => [name, label]));
  expect(labels).toMatchObject({ loanInterestPaid: "符合条件贷款年实付利息（元）", FIN_001__c1: "小微企业", final_verdict: expect.stringContaining("结论") });
  const none = await asked("NONE");
  expect(none.status).toBe(404);
  schemas.ErrorAnswer.parse(await none.json());
});

test("uploads: receipt, state, rows and refusals are as described", async () => {
  const body = [
    "统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码",
    "91529901MADE00011M,青禾县示例食品有限公司,存续,2018/6/1,有限责任公司,529901,1392",
    "91529901MADE00011X,青禾县错码食品有限公司,存续,2018-06-01,有限责任公司,529901,1392",
  ].join("\n");
  const path = "/api/v1/uploads/bizRegistration?period=snapshot";
  const post = () => send(signedRequest(key, "POST", path, { body }), { params: Promise.resolve({ target: "bizRegistration" }) });
  const first = await post();
  expect(first.status).toBe(202);
  const { uploadId } = schemas.UploadReceived.parse(await first.json());
  const at = { params: Promise.resolve({ target: uploadId }) };
  const stateOf = async () => schemas.UploadState.parse(await (await readState(signedRequest(key, "GET", `/api/v1/uploads/${uploadId}`), at)).json());
  expect((await stateOf()).state).toBe("received");
  const early = await readRows(signedRequest(key, "GET", `/api/v1/uploads/${uploadId}/rows`), at);
  schemas.ErrorAnswer.parse(await early.json());

  await processUpload(db, uploadId, NOW);
  expect((await stateOf()).state).toBe("applied");
  const lines = (await (await readRows(signedRequest(key, "GET", `/api/v1/uploads/${uploadId}/rows`), at)).text()).trim().split("\n");
  const fates = lines.map((line) => schemas.UploadRow.parse(JSON.parse(line)).fate);
  expect(fates).toEqual(["ignored", "corrected", "quarantined"]);

  const again = await post();
  expect(again.status).toBe(200);
  expect(schemas.UploadReceived.parse(await again.json())).toEqual({ uploadId, duplicate: true });
  const unsigned = await send(new Request(`http://localhost${path}`, { method: "POST", body }), { params: Promise.resolve({ target: "bizRegistration" }) });
  expect(unsigned.status).toBe(401);
  schemas.ErrorAnswer.parse(await unsigned.json());
});
