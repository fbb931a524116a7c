import { expect, test } from "vitest";
import { DEMO_DAY } from "@/db/seed/world/enterprise";
import { truthOf } from "@/db/seed/world/truth";
import { makeWorld } from "@/db/seed/world/world";
import { meets, qualifies } from "./conditions";

test.each([60, 90, 300])("a county of %d firms shows every policy whatever its seed", (size) => {
  for (let seed = 1; seed <= 6; seed++) {
    const truths = makeWorld({ seed, size }).enterprises.map((one) => ({ one, truth: truthOf(one, DEMO_DAY, 2025) }));
    const few = Object.keys(meets).filter((policy) => truths.filter(({ truth }) => qualifies(policy, truth)).length < 3);
    const wrong = truths.flatMap(({ one, truth }) =>
      one.designs
        .filter(({ policy, as }) => (as === "eligible" || as === "near") && qualifies(policy, truth) !== (as === "eligible"))
        .map(({ policy, as }) => `${policy} ${as}`),
    );
    expect({ seed, few, wrong }).toEqual({ seed, few: [], wrong: [] });
  }
});
