import fc from "fast-check";
import { expect, test } from "vitest";
import { decideMove } from "@/lib/claim/decide-move";
import { findMove, MOVES, movesFrom } from "@/lib/claim/moves";
import { CLAIM_STATE_IDS, CLAIM_STATES, type ClaimState, enterpriseWords, holdsItsKey, isActive, isClaimState, stateZh } from "@/lib/claim/states";
import { aClaim, actor, facts } from "./support";

/** The law, state by state: from → all targets. */
const LAW: Record<string, string> = {
  new: "matched",
  matched: "pendingConfirm autoCheck cancelled",
  pendingConfirm: "autoCheck declined expired cancelled approved",
  autoCheck: "notice manualReview rejected withdrawn",
  manualReview: "notice supplement rejected suspended withdrawn cancelled settled",
  supplement: "manualReview withdrawn",
  notice: "approved objection suspended withdrawn pendingConfirm",
  objection: "notice rejected manualReview withdrawn",
  approved: "disbursing suspended cancelled withdrawn manualReview",
  disbursing: "settled paymentFailed",
  paymentFailed: "disbursing suspended",
  suspended: "autoCheck approved cancelled withdrawn notice clawback",
  settled: "postAudit",
  postAudit: "settled clawbackNotice",
  clawbackNotice: "settled clawback",
  clawback: "clawedBack suspended",
  clawedBack: "",
  rejected: "manualReview",
  declined: "pendingConfirm",
  expired: "pendingConfirm",
  withdrawn: "matched",
  cancelled: "",
};
const pairs = Object.entries(LAW).flatMap(([from, targets]) =>
  targets
    .split(" ")
    .filter(Boolean)
    .map((to) => `${from}>${to}`),
);
const states = fc.constantFrom(...CLAIM_STATE_IDS);

test("the table holds the 57 moves of the law and no other", () => {
  expect(pairs).toHaveLength(57);
  expect(MOVES.map(({ id }) => id).sort()).toEqual([...pairs].sort());
});

test("an id is its two states, and every state is one of the 21", () => {
  expect(CLAIM_STATE_IDS).toHaveLength(21);
  for (const { id, from, to } of MOVES) {
    expect(id).toBe(`${from}>${to}`);
    expect(from === "new" || isClaimState(from)).toBe(true);
    expect(isClaimState(to)).toBe(true);
  }
});

function reachable(from: ClaimState | "new"): ReadonlySet<ClaimState> {
  const seen = new Set<ClaimState>();
  const queue: (ClaimState | "new")[] = [from];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const { to } of movesFrom(state)) {
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return seen;
}

test("every state can be reached from a new claim", () => {
  expect([...reachable("new")].sort()).toEqual([...CLAIM_STATE_IDS].sort());
});

test("out of the two ends there is no move; out of any other state there is one", () => {
  const ends = CLAIM_STATE_IDS.filter((state) => CLAIM_STATES[state].kind === "final");
  expect([...ends].sort()).toEqual(["cancelled", "clawedBack"]);
  for (const state of CLAIM_STATE_IDS) expect(movesFrom(state).length > 0).toBe(!ends.includes(state));
});

test("no active state is a dead end: each leads to an end, soft or hard", () => {
  for (const state of CLAIM_STATE_IDS.filter(isActive)) {
    expect([...reachable(state)].some((to) => !isActive(to))).toBe(true);
  }
});

test("a random walk along the table never leaves it and stops only at an end", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (choices) => {
      let state: ClaimState | "new" = "new";
      for (const choice of choices) {
        const moves = movesFrom(state);
        const next = moves[choice % Math.max(1, moves.length)];
        if (!next) {
          expect(["cancelled", "clawedBack"]).toContain(state);
          return;
        }
        expect(findMove(state, next.to)?.id).toBe(next.id);
        state = next.to;
      }
    }),
  );
});

test("what is not in the table is refused to everybody, whatever the facts", () => {
  fc.assert(
    fc.property(states, states, (from, to) => {
      fc.pre(!pairs.includes(`${from}>${to}`));
      const everybody = actor("p1", "handler", "checker", "sectionChief", "leaderInCharge", "paymentMaker", "auditor", "legalRepresentative");
      expect(decideMove({ claim: aClaim({ state: from }), to, actor: everybody, facts: facts({}) })).toEqual({ ok: false, reason: "notALegalMove" });
    }),
  );
});

test("nobody without a part in the process moves anything", () => {
  for (const { from, to } of MOVES) {
    const outsider = actor("p1", "systemAdmin", "dataOfficer", "policyAuthor", "securityAdmin");
    expect(decideMove({ claim: aClaim({ state: from }), to, actor: outsider, facts: facts({}) })).toEqual({ ok: false, reason: "actorNotAllowed" });
  }
});

test("an account without a person moves nothing either", () => {
  const nameless = { personId: null, roles: ["handler"], isSystem: false };
  expect(decideMove({ claim: aClaim({ state: "manualReview" }), to: "supplement", actor: nameless, facts: facts({}) })).toEqual({
    ok: false,
    reason: "actorUnknown",
  });
});

test("the limits and clocks of the stages", () => {
  const row = (state: ClaimState) => [CLAIM_STATES[state].party, CLAIM_STATES[state].limitWorkingDays, CLAIM_STATES[state].clock];
  expect(row("pendingConfirm")).toEqual(["enterprise", 10, "enterprise"]);
  expect(row("autoCheck")).toEqual(["system", 1, "run"]);
  expect(row("manualReview")).toEqual(["handler", 3, "run"]);
  expect(row("supplement")).toEqual(["enterprise", 5, "paused"]);
  expect(row("objection")).toEqual(["handler", 5, "excluded"]);
  expect(row("approved")).toEqual(["deptLeader", 1, "run"]);
  expect(row("disbursing")).toEqual(["finance", 2, "run"]);
  expect(row("suspended")).toEqual(["handler", 5, "paused"]);
  expect(row("postAudit")).toEqual(["auditor", 20, "separate"]);
  expect(row("clawbackNotice")).toEqual(["auditor", 10, "separate"]);
  expect(row("clawback")).toEqual(["auditor", 15, "separate"]);
});

test("the owner never reads the office's words", () => {
  for (const state of CLAIM_STATE_IDS) expect(enterpriseWords(state)).not.toMatch(/指标|兑现件|命中|初审|系统/);
  expect(enterpriseWords("settled")).toBe("已到账");
  expect(enterpriseWords("settled", "taxReduction")).toBe("已减免");
  expect(enterpriseWords("postAudit")).toBe("已到账");
  expect(stateZh("settled", "taxReduction")).toBe("税务减免核准");
  expect(stateZh("settled")).toBe("已到账");
});

test("only an ended claim gives its place free", () => {
  expect(CLAIM_STATE_IDS.filter((state) => !holdsItsKey(state)).sort()).toEqual(["cancelled", "clawedBack"]);
});
