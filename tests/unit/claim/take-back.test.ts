import { expect, test } from "vitest";
import { decideTakeBack, type OpenCase, type WrittenOpinion } from "@/lib/claim/take-back";
import { at } from "./support";

const written: WrittenOpinion = { claimVersion: 4, at: at("2026-07-15", "10:00") };
const ask = (claim: Partial<OpenCase> = {}, personId = "h", now = at("2026-07-15", "10:05"), opinion: WrittenOpinion | null = written) => {
  const decided = decideTakeBack({ state: "manualReview", version: 4, handlerId: "h", chiefId: null, ...claim }, opinion, { personId, now });
  return decided.ok ? decided.value : decided.reason;
};

test("one's own opinion, within ten minutes to the second", () => {
  expect(ask()).toBe("handle");
  expect(ask({}, "h", at("2026-07-15", "10:10"))).toBe("handle");
  expect(
    decideTakeBack({ state: "manualReview", version: 4, handlerId: "h", chiefId: null }, written, { personId: "h", now: at("2026-07-15", "10:11") }),
  ).toEqual({
    ok: false,
    reason: "tooLate",
  });
});

test("nobody else's, and not under the chief's signature; the chief takes back the own", () => {
  expect(ask({}, "other")).toBe("notYourOpinion");
  expect(ask({ chiefId: "c" })).toBe("notYourOpinion");
  expect(ask({ chiefId: "c" }, "c")).toBe("chief");
});

test("a case that has moved on keeps its opinion", () => {
  expect(ask({ state: "notice" })).toBe("movedOn");
  expect(ask({ state: "supplement" })).toBe("movedOn");
  expect(ask({ version: 6 })).toBe("movedOn");
  expect(ask({}, "h", at("2026-07-15", "10:05"), null)).toBe("movedOn");
  expect(ask({ handlerId: null })).toBe("nothingToTakeBack");
});
