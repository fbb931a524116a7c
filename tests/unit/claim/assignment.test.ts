import fc from "fast-check";
import { expect, test } from "vitest";
import { decideTake, drawHandler, type Handler, standInFor } from "@/lib/claim/assignment";

const NOBODY: ReadonlySet<string> = new Set();
const handler = (personId: string, waiting = 0, part: Partial<Handler> = {}): Handler => ({ personId, waiting, away: false, deputyId: null, ...part });

test("whoever has the least in hand; among equals the lot decides", () => {
  expect(drawHandler([handler("a", 3), handler("b", 1), handler("c", 2)], { barred: NOBODY, lot: 0.99 })).toBe("b");
  const equal = [handler("c"), handler("a"), handler("b")];
  expect([0, 0.34, 0.67, 0.999].map((lot) => drawHandler(equal, { barred: NOBODY, lot }))).toEqual(["a", "b", "c", "c"]);
});

test("nobody on leave and nobody barred, however little is in hand; nobody at all when none is left", () => {
  const office = [handler("a", 0, { away: true }), handler("b", 0), handler("c", 9)];
  expect(drawHandler(office, { barred: new Set(["b"]), lot: 0.5 })).toBe("c");
  expect(drawHandler(office, { barred: new Set(["b", "c"]), lot: 0.5 })).toBeNull();
  expect(drawHandler([], { barred: NOBODY, lot: 0.5 })).toBeNull();
});

test("a case of somebody on leave goes to the deputy, unless that one is away or barred too", () => {
  const holder = handler("a", 2, { away: true, deputyId: "c" });
  expect(standInFor(holder, [holder, handler("b"), handler("c", 7)], { barred: NOBODY, lot: 0 })).toBe("c");
  expect(standInFor(holder, [holder, handler("b"), handler("c", 7)], { barred: new Set(["c"]), lot: 0 })).toBe("b");
  expect(standInFor(holder, [holder, handler("b"), handler("c", 7, { away: true })], { barred: NOBODY, lot: 0 })).toBe("b");
});

test("for any office and lot the one drawn is present, not barred, and nobody who is has less in hand", () => {
  const office = fc.uniqueArray(fc.record({ personId: fc.string({ minLength: 1 }), waiting: fc.nat(20), away: fc.boolean(), deputyId: fc.constant(null) }), {
    selector: (one) => one.personId,
  });
  fc.assert(
    fc.property(office, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(5), (handlers, lot, skip) => {
      const barred = new Set(handlers.slice(0, skip).map((one) => one.personId));
      const may = handlers.filter((one) => !one.away && !barred.has(one.personId));
      const drawn = drawHandler(handlers, { barred, lot });
      if (may.length === 0) expect(drawn).toBeNull();
      else expect(may.find((one) => one.personId === drawn)?.waiting).toBe(Math.min(...may.map((one) => one.waiting)));
    }),
  );
});

test("taking a case: one that waits, that is nobody's or of somebody on leave, and in which one has no part", () => {
  const held = { waits: true, assignedTo: null, holderAway: false };
  const clear = { recused: false, decided: false };
  const why = (...input: Parameters<typeof decideTake>) => {
    const decided = decideTake(...input);
    return decided.ok ? "ok" : decided.reason;
  };
  expect(why(held, "a", clear)).toBe("ok");
  expect(why({ ...held, assignedTo: "b", holderAway: true }, "a", clear)).toBe("ok");
  expect(why({ ...held, assignedTo: "b" }, "a", clear)).toBe("assignedToOther");
  expect(why({ ...held, assignedTo: "a" }, "a", clear)).toBe("alreadyYours");
  expect(why({ ...held, waits: false }, "a", clear)).toBe("alreadyHandled");
  expect(why(held, "a", { ...clear, recused: true })).toBe("recused");
  expect(why(held, "a", { ...clear, decided: true })).toBe("decidedBefore");
});
