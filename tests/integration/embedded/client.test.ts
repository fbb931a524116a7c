import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

async function clientUnder(environment: Record<string, string>) {
  for (const name of ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY", "INNGEST_DEV"]) vi.stubEnv(name, environment[name] ?? "");
  vi.resetModules();
  return import("@/inngest/client");
}

test("without an Inngest server the process runs the functions itself, with signatures on and a key that nobody else has", async () => {
  const { inngest, isEmbedded } = await clientUnder({});
  expect(isEmbedded).toBe(true);
  expect(inngest.id).toBe("enterprise-service-platform");
  expect(inngest.mode).toBe("cloud");
  expect(inngest.signingKey).toMatch(/^[0-9a-f]{64}$/);
});

test.each([{ INNGEST_EVENT_KEY: "key", INNGEST_SIGNING_KEY: "signkey-prod-00" }, { INNGEST_DEV: "1" }])("with %o a server runs them", async (environment) => {
  const { inngest, isEmbedded } = await clientUnder(environment);
  expect(isEmbedded).toBe(false);
  expect(inngest.mode).toBe(environment.INNGEST_DEV ? "dev" : "cloud");
});
