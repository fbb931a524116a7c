import { expect, test } from "vitest";
import { readDelimited } from "@/lib/pipeline/collect/delimited";
import { TORTURES } from "../../bench/torture";

test.for(TORTURES)("no record vanishes: $name", ({ content, ids }) => {
  const rows = [...readDelimited(content)];
  const begun = rows.map(({ cells }) => cells[0]?.trim());
  expect(begun.filter((id) => id !== "" && id !== "编号")).toEqual(ids);
});
