import { expect, test } from "vitest";
import { afterRevocation, restsOn } from "@/lib/claim/revocation";
import { CLAIM_STATE_IDS, type ClaimState } from "@/lib/claim/states";

const after = (state: ClaimState, more: { suspendedFrom?: ClaimState; hasLiveOrder?: boolean } = {}) =>
  afterRevocation({ state, suspendedFrom: more.suspendedFrom ?? null, hasLiveOrder: more.hasLiveOrder ?? false });

test("what is not confirmed is taken back, what is under way is withdrawn, what is paid or ended stays", () => {
  const cancelled: ClaimState[] = ["matched", "pendingConfirm"];
  const withdrawn: ClaimState[] = ["autoCheck", "manualReview", "supplement", "notice", "objection", "approved", "suspended"];
  const thatGo = (to: string) => CLAIM_STATE_IDS.filter((state) => after(state) === to).sort();
  expect(thatGo("cancelled")).toEqual([...cancelled].sort());
  expect(thatGo("withdrawn")).toEqual([...withdrawn].sort());
  expect(thatGo("stays")).toHaveLength(CLAIM_STATE_IDS.length - cancelled.length - withdrawn.length);
});

test("with a payment order out, or while money is being claimed back, the claim stays", () => {
  expect(after("approved", { hasLiveOrder: true })).toBe("stays");
  expect(after("suspended", { suspendedFrom: "clawback" })).toBe("stays");
  expect(after("suspended", { suspendedFrom: "notice" })).toBe("withdrawn");
});

test("a result rests on the data only where they leave verdict or amount open", () => {
  const gated = new Set(["annualRentPaid"]);
  expect(restsOn({ missing: ["annualRentPaid"], amountMissing: [] }, gated)).toBe(true);
  expect(restsOn({ missing: [], amountMissing: ["annualRentPaid"] }, gated)).toBe(true);
  expect(restsOn({ missing: ["taxArrears"], amountMissing: [] }, gated)).toBe(false);
  expect(restsOn({ missing: [], amountMissing: [] }, gated)).toBe(false);
});
