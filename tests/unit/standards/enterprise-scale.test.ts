import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fen } from "../../../lib/kernel/fen";
import {
  classifyScale,
  ENTERPRISE_SCALES,
  isSmallMicro,
  SCALE_GROUPS,
  type ScaleMeasure,
  scaleGroupOf,
  wanYuan,
} from "../../../lib/standards/enterprise-scale";
import { INDUSTRY_DIVISIONS } from "../../../lib/standards/industry";
import vectors from "./scale-vectors.json";

const money = (amount: number | null | undefined) => (amount === null || amount === undefined ? null : wanYuan(amount));
type Vector = { industryCode: string; X?: number | null; Y?: number | null; Z?: number | null; expected: string };

test.each(vectors as Vector[])("$industryCode X=$X Y=$Y Z=$Z: $expected", ({ industryCode, X, Y, Z, expected }) => {
  const verdict = classifyScale({ industryCode, employees: X ?? null, revenue: money(Y), assets: money(Z) });
  expect(verdict.scale).toBe(expected === "not_applicable" ? "notApplicable" : expected);
});

// 工信部联企业〔2011〕300号: lower limits of large, medium, small for every group, with one industry code of it.
const TABLE: readonly [code: string, employees: readonly number[] | null, revenue: readonly number[] | null, assets: readonly number[] | null][] = [
  ["0111", null, [20000, 500, 50], null],
  ["1392", [1000, 300, 20], [40000, 2000, 300], null],
  ["4710", null, [80000, 6000, 300], [80000, 5000, 300]],
  ["5110", [200, 20, 5], [40000, 5000, 1000], null],
  ["5211", [300, 50, 10], [20000, 500, 100], null],
  ["5430", [1000, 300, 20], [30000, 3000, 200], null],
  ["5930", [200, 100, 20], [30000, 1000, 100], null],
  ["6020", [1000, 300, 20], [30000, 2000, 100], null],
  ["6110", [300, 100, 10], [10000, 2000, 100], null],
  ["6210", [300, 100, 10], [10000, 2000, 100], null],
  ["6311", [2000, 100, 10], [100000, 1000, 100], null],
  ["6510", [300, 100, 10], [10000, 1000, 50], null],
  ["7010", null, [200000, 1000, 100], [10000, 5000, 2000]],
  ["7020", [1000, 300, 100], [5000, 1000, 500], null],
  ["7211", [300, 100, 10], null, [120000, 8000, 100]],
  ["8010", [300, 100, 10], null, null],
];

describe("the 16 groups", () => {
  test("are all in the table", () => {
    expect(new Set(TABLE.map(([code]) => scaleGroupOf(code)?.id)).size).toBe(16);
    expect(SCALE_GROUPS).toHaveLength(16);
  });

  test.each(TABLE)("%s: at each lower limit the level is reached, one unit below it is the next", (industryCode, employees, revenue, assets) => {
    const limits: Record<ScaleMeasure, readonly number[] | null> = { employees, revenue, assets };
    const at = (level: number, below: ScaleMeasure | null) => {
      const value = (measure: ScaleMeasure) => {
        const limit = limits[measure]?.[level];
        if (limit === undefined) return null;
        const whole = measure === "employees" ? limit : limit * 1_000_000;
        return measure === below ? whole - 1 : whole;
      };
      const yuan = (measure: ScaleMeasure) => {
        const amount = value(measure);
        return amount === null ? null : fen(amount);
      };
      return classifyScale({ industryCode, employees: value("employees"), revenue: yuan("revenue"), assets: yuan("assets") }).scale;
    };
    for (const level of [0, 1, 2]) {
      expect(at(level, null)).toBe(ENTERPRISE_SCALES[level]);
      for (const measure of ["employees", "revenue", "assets"] as const) {
        if (limits[measure] !== null) expect(at(level, measure)).toBe(ENTERPRISE_SCALES[level + 1]);
      }
    }
  });

  test.each(["5310", "6610", "8310", "8411", "9111", "9700"])("%s has no limits", (industryCode) => {
    expect(classifyScale({ industryCode, employees: 5000, revenue: wanYuan(900000), assets: wanYuan(900000) })).toEqual({
      scale: "notApplicable",
      group: null,
    });
  });

  test("every division is in one group at most, and only 70 and 59 need the third digit", () => {
    const open = INDUSTRY_DIVISIONS.filter(
      ({ code, section }) => !["53", "84"].includes(code) && !["J", "P", "S", "T"].includes(section.id) && !scaleGroupOf(`${code}1`),
    );
    expect(open.map((division) => division.code)).toEqual([]);
    expect(scaleGroupOf("5910")?.id).toBe("transport");
    expect(scaleGroupOf("5990")?.id).toBe("warehousing");
    expect(scaleGroupOf("7090")?.id).toBe("otherUnlisted");
  });
});

describe("unknown is never guessed", () => {
  test("704 is left to a person", () => {
    expect(classifyScale({ industryCode: "7040", employees: 5, revenue: wanYuan(10), assets: wanYuan(10) })).toEqual({
      scale: "unknown",
      group: null,
      missing: [],
    });
  });

  test("a missing measure is named, even where the other would already give micro", () => {
    expect(classifyScale({ industryCode: "1392", employees: 3, revenue: null, assets: null })).toEqual({
      scale: "unknown",
      group: "industry",
      missing: ["revenue"],
    });
  });

  test.each([null, "9999"])("industry %s", (industryCode) => {
    expect(classifyScale({ industryCode, employees: 3, revenue: wanYuan(1), assets: wanYuan(1) })).toEqual({
      scale: "unknown",
      group: null,
      missing: ["industryCode"],
    });
  });
});

test("the verdict shows what each measure alone would give", () => {
  expect(classifyScale({ industryCode: "3410", employees: 19, revenue: wanYuan(3000), assets: null })).toEqual({
    scale: "micro",
    group: "industry",
    steps: [
      { measure: "employees", scale: "micro" },
      { measure: "revenue", scale: "medium" },
    ],
  });
  expect(ENTERPRISE_SCALES.filter(isSmallMicro)).toEqual(["small", "micro"]);
});

test("property: growing in a measure never makes an enterprise smaller", () => {
  const size = fc.integer({ min: 0, max: 300_000 });
  fc.assert(
    fc.property(fc.constantFrom(...TABLE.map(([code]) => code)), size, size, size, size, (industryCode, employees, revenue, assets, more) => {
      const rank = (extra: number) =>
        ENTERPRISE_SCALES.indexOf(
          classifyScale({ industryCode, employees: employees + extra, revenue: wanYuan(revenue + extra), assets: wanYuan(assets + extra) }).scale as "large",
        );
      expect(rank(more)).toBeLessThanOrEqual(rank(0));
      expect(rank(0)).toBeGreaterThanOrEqual(0);
    }),
  );
});
