import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = {
  "@": fileURLToPath(new URL(".", import.meta.url)),
  "server-only": fileURLToPath(new URL("tests/support/empty.ts", import.meta.url)),
};

/** What must hold on every driver: the guards, the chain from upload to payment, and parallel payers on real connections. */
const onServers = [
  "audit",
  "catalogue",
  "guards",
  "guards-more",
  "invoice-lines",
  "notices",
  "disbursements",
  "clawbacks",
  "crash-points",
  "enterprise-acts",
  "reviews",
  "uploads",
  "upload-stages",
  "second-factor",
  "registrations",
  "policy-drafts",
  "outbox",
  "supervisions",
].map((name) => `tests/integration/${name}.test.ts`);
const onServer = (name: string, driver: string, include: string[]) => ({
  resolve: { alias },
  test: { name, env: { TEST_DRIVER: driver }, testTimeout: 120_000, hookTimeout: 120_000, globalSetup: ["tests/support/postgres-setup.ts"], include },
});

export default defineConfig({
  test: {
    projects: [
      { resolve: { alias }, test: { name: "unit", testTimeout: 60_000, include: ["tests/unit/**/*.test.ts"] } },
      {
        resolve: { alias },
        test: {
          name: "integration",
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: ["tests/support/global-setup.ts"],
          include: ["tests/integration/**/*.test.ts"],
        },
      },
      onServer("postgresql", "pg", onServers),
      onServer("neon", "neon", onServers),
    ],
  },
});
