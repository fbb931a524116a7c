import { expect, test } from "vitest";
import { DEMO_DAY, yearFacts } from "@/db/seed/world/enterprise";
import { policyDepartments, sourceDepartments } from "@/db/seed/world/people";
import { truthOf } from "@/db/seed/world/truth";
import { DEMO_COUNTY, makeWorld } from "@/db/seed/world/world";
import { classifyUscc } from "@/lib/standards/uscc";
import { meets, qualifies } from "./conditions";

const small = makeWorld({ seed: 20_260_715, size: 60 });
const county = makeWorld(DEMO_COUNTY);
const policies = Object.keys(meets);
const truths = new Map([small, county].map((world) => [world, world.enterprises.map((one) => ({ one, truth: truthOf(one, DEMO_DAY, 2025) }))]));
const qualified = (world: typeof small, policy: string) => truths.get(world)!.filter(({ truth }) => qualifies(policy, truth));

test("the same seed builds the same county, another seed another one", () => {
  expect(makeWorld({ seed: 20_260_715, size: 60 }).enterprises).toEqual(small.enterprises);
  expect(makeWorld({ seed: 7, size: 60 }).enterprises.map((one) => one.uscc)).not.toEqual(small.enterprises.map((one) => one.uscc));
});

test("there are as many firms as asked for, each with a valid code of its own and a name of its own", () => {
  for (const [world, size] of [
    [small, 60],
    [county, 1200],
  ] as const) {
    expect(world.enterprises).toHaveLength(size);
    expect(
      world.enterprises.filter(
        (one) =>
          JSON.stringify(classifyUscc(one.uscc)) !== JSON.stringify({ kind: "valid", code: one.uscc, warnings: [] }) || one.uscc.slice(2, 8) !== "529901",
      ),
    ).toEqual([]);
    expect(new Set(world.enterprises.map((one) => one.uscc)).size).toBe(size);
    expect(new Set(world.enterprises.flatMap((one) => one.names.map((entry) => entry.name))).size).toBeGreaterThanOrEqual(size);
  }
});

test.each(policies)("%s has at least three firms that meet it, in a small county too", (policy) => {
  for (const world of [small, county]) {
    expect(qualified(world, policy).length).toBeGreaterThanOrEqual(3);
  }
});

test("a firm drawn to meet a policy meets it and one drawn to miss it misses it", () => {
  const wrong = [small, county].flatMap((world) =>
    truths
      .get(world)!
      .flatMap(({ one, truth }) =>
        one.designs
          .filter((design) => (design.as === "eligible" || design.as === "near") && qualifies(design.policy, truth) !== (design.as === "eligible"))
          .map((design) => `${design.policy} ${design.as} ${one.uscc}`),
      ),
  );
  expect(wrong).toEqual([]);
});

test("several hundred claims lie ready, spread over the departments", () => {
  const ready = policies.map((policy) => qualified(county, policy).length);
  const total = ready.reduce((sum, count) => sum + count, 0);
  expect(total - (ready[policies.indexOf("TAX-001")] ?? 0)).toBeGreaterThan(600);
});

test("the firm of the pictures has the numbers of the policies' examples", () => {
  for (const world of [small, county]) {
    const herun = world.enterprises.find((one) => one.showcase === "herun")!;
    const truth = truthOf(herun, DEMO_DAY, 2025);
    expect(truth).toMatchObject({
      name: "青禾县禾润食品有限公司",
      enterpriseScale: "small",
      taxCreditGrade: "B",
      avgInsuredCount: 86,
      unemploymentPremiumMonths: 12,
      unemploymentPremiumPaid: 5_160_000,
      newHireContract12mCount: 12,
      agriEquipmentInvestment: 64_000_000,
      digitalInvestment: 7_800_000,
    });
    expect(truth.layoffRatio).toBeCloseTo(3 / 86, 10);
    // 2,000,000 × 3 % + (2,000,000 − 1,520,000) × 5 % = 84,000 yuan
    expect([yearFacts(herun, 2025).rdExpense, yearFacts(herun, 2024).rdExpense]).toEqual([200_000_000, 152_000_000]);
    expect(herun.contracts.filter((contract) => contract.start >= "2026-01-01")).toHaveLength(8);
    expect(world.accounts.get(herun.uscc)).toMatchObject({ bank: "青禾农村合作银行", holder: herun.names[0]!.name, outcome: "pays" });
    expect(world.accounts.get(herun.uscc)!.number.slice(-4)).toBe("6621");
    expect(world.behaviour(herun)).toMatchObject({ confirms: "afterWorkdays", accountBounces: false });
  }
});

test("every department has its desks, and one person represents two firms", () => {
  const { staff, enterpriseUsers } = county.people;
  for (const department of Object.keys(policyDepartments)) {
    const roles = staff.filter((user) => user.department === department).map((user) => user.role);
    expect(roles).toEqual(expect.arrayContaining(["handler", "checker", "sectionChief", "leaderInCharge"]));
  }
  for (const department of Object.keys(sourceDepartments)) {
    expect(staff.filter((user) => user.department === department && (user.role === "dataOfficer" || user.role === "dataApprover"))).toHaveLength(2);
  }
  expect(new Set(staff.map((user) => user.username)).size).toBe(staff.length);
  expect(new Set(staff.map((user) => user.person.name)).size).toBe(staff.length);
  expect(enterpriseUsers.filter((user) => user.roles.length === 2)).toHaveLength(1);
});

test("accounts: mostly in the firm's own name, some not, some bounce; operators hold those of 个体工商户", () => {
  const firms = county.enterprises.filter((one) => one.entityType !== "individual_business");
  const own = firms.filter((one) => county.accounts.get(one.uscc)!.holder === one.names.at(-1)!.name).length / firms.length;
  expect(own).toBeGreaterThan(0.95);
  expect(own).toBeLessThan(1);
  const bouncing = county.enterprises.filter((one) => county.accounts.get(one.uscc)!.outcome === "bounces").length;
  expect(bouncing).toBeGreaterThan(5);
  expect(bouncing).toBeLessThan(60);
  for (const one of county.enterprises) expect(county.accounts.get(one.uscc)!.kind).toBe(one.entityType === "individual_business" ? "operator" : "corporate");
});
