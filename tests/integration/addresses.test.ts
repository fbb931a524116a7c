import { unstable_doesMiddlewareMatch as passesProxy } from "next/experimental/testing/server";
import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import * as unknown from "@/app/api/v1/[[...path]]/route";
import * as calculations from "@/app/api/v1/calculations/route";
import * as policy from "@/app/api/v1/policies/[code]/route";
import * as policies from "@/app/api/v1/policies/route";
import * as uploads from "@/app/api/v1/uploads/[target]/route";
import * as rows from "@/app/api/v1/uploads/[target]/rows/route";
import { config, proxy } from "@/proxy";

const HOST = "http://localhost:3000";
const answer = (path: string) => proxy(new NextRequest(`${HOST}${path}`));
const passes = (path: string) => passesProxy({ config, url: `${HOST}${path}` });

describe("坏地址", () => {
  test.each(["/notices/%E0%A4%A", "/my/claims/%", "/policies/%zz", "/%00", "/notices?q=%00"])(
    "%s is a page that is not there, under the same headers",
    (path) => {
      expect(passes(path)).toBe(true);
      const told = answer(path);
      expect(told.headers.get("x-middleware-rewrite")).toBe(`${HOST}/broken-address`);
      expect(told.headers.get("content-security-policy")).toContain("'strict-dynamic'");
    },
  );

  test.each(["/api/v1/policies/%E0%A4%A", "/api/v1/uploads/%zz?period=2026-06", "/api/materials/%00"])("%s is told to a program as an error", async (path) => {
    expect(passes(path)).toBe(true);
    const told = answer(path);
    expect(told.status).toBe(400);
    expect(await told.json()).toEqual({ error: { code: "addressBroken", message: "地址里有不能识别的字符，请核对后重新请求。" } });
  });

  test("a Chinese address, and half an escape in a question, pass; uploads keep away from the proxy, which cuts bodies", () => {
    for (const path of ["/policies?q=%E6%94%BF%", "/notices/%E6%94%BF", "/api/v1/policies/%E6%94%BF"])
      expect([path, answer(path).headers.get("x-middleware-next")]).toEqual([path, "1"]);
    expect(passes("/api/v1/uploads/vatInvoice?period=2026-06")).toBe(false);
    expect(passes("/api/uploads?dataset=vatInvoice&filename=%E6%94%BF.csv")).toBe(false);
  });
});

type Handlers = Readonly<Record<string, unknown>>;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const call = async (handlers: Handlers, method: string): Promise<Response> => (handlers[method] as () => Response | Promise<Response>)();

describe("请求方法", () => {
  test.each<[string, Handlers, readonly string[], string]>([
    ["calculations", calculations, ["POST"], "OPTIONS, POST"],
    ["policies", policies, ["GET"], "GET, HEAD, OPTIONS"],
    ["policies/{code}", policy, ["GET"], "GET, HEAD, OPTIONS"],
    ["uploads/{target}", uploads, ["GET", "POST"], "GET, HEAD, OPTIONS, POST"],
    ["uploads/{id}/rows", rows, ["GET"], "GET, HEAD, OPTIONS"],
  ])("%s answers every other method with its name and with those that it has", async (_name, handlers, own, allow) => {
    for (const method of METHODS.filter((one) => !own.includes(one))) {
      const told = await call(handlers, method);
      expect([method, told.status, told.headers.get("allow")]).toEqual([method, 405, allow]);
      expect(await told.json()).toEqual({ error: { code: "methodNotAllowed", message: `这个地址只接受 ${own.join("、")} 请求，请改用后重新发送。` } });
    }
    expect((await call(handlers, "OPTIONS")).headers.get("allow")).toBe(allow);
  });

  test("an address that the API does not have is an error, not a page", async () => {
    for (const method of METHODS) {
      const told = await call(unknown, method);
      expect([method, told.status]).toEqual([method, 404]);
      expect(await told.json()).toMatchObject({ error: { code: "addressUnknown", message: expect.stringContaining("没有这个接口地址") } });
    }
  });
});
