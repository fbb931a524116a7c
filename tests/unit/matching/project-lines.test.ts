import { expect, test } from "vitest";
import type { MatchProfile } from "@/lib/matching/profile";
import { countsByLine, forProject, openLines } from "@/lib/matching/project-lines";
import { shipped } from "../policy/shipped";

// Two policies that pay for the same kind of line: equipment of a processor, cold storage of a grower.
const equipment = shipped("AGR-001");
const coldChain = shipped("AGR-004");
const upgrade = shipped("IND-005");
const rent = shipped("RENT-001");

const profile: MatchProfile = {
  facts: { industryCode: "0514", agriEquipmentInvestment: 640_000, annualRentPaid: 12_000 },
  subjects: {
    titles: [],
    members: { agriEquipmentInvestment: ["A#1", "B#1", "C#2"] },
    amounts: { agriEquipmentInvestment: { "A#1": 30_000_050, "B#1": 23_000_000, "C#2": 10_999_950 } },
  },
};
const paid = (view: MatchProfile) => [view.facts["agriEquipmentInvestment"], view.subjects.members["agriEquipmentInvestment"]];

test("a policy counts by line when it stands in a group whose invoice lines are counted once", () => {
  expect([equipment, coldChain, upgrade, rent].map(countsByLine)).toEqual([true, true, true, false]);
});

test("with one policy that may count them, every line is its own without a word", () => {
  const naming = { named: {}, candidates: [equipment] };
  expect(paid(forProject(equipment, profile, { naming }))).toEqual([640_000, ["A#1", "B#1", "C#2"]]);
  expect(openLines(profile.subjects, naming)).toEqual([]);
});

test("with two, a line counts for the one it is named for, and for neither until it is named", () => {
  const naming = { named: { "A#1": "AGR-001", "B#1": "AGR-004" }, candidates: [equipment, coldChain] };
  // 300,000.50 yuan and 230,000 yuan, to the fen.
  expect(paid(forProject(equipment, profile, { naming }))).toEqual([300_000.5, ["A#1"]]);
  expect(paid(forProject(coldChain, profile, { naming }))).toEqual([230_000, ["B#1"]]);
  expect(openLines(profile.subjects, naming)).toEqual(["C#2"]);
});

test("a line that is named elsewhere is nobody else's, even where only one policy is left to count it", () => {
  const naming = { named: { "A#1": "AGR-004" }, candidates: [equipment] };
  expect(paid(forProject(equipment, profile, { naming }))).toEqual([339_999.5, ["B#1", "C#2"]]);
});

test("another kind of line is no rival", () => {
  const naming = { named: {}, candidates: [equipment, upgrade] };
  expect(paid(forProject(equipment, profile, { naming }))[0]).toBe(640_000);
});

test("a claim is judged on its own lines; what it holds is not counted a second time", () => {
  const naming = { named: {}, candidates: [equipment] };
  expect(paid(forProject(equipment, profile, { only: ["B#1", "GONE#1"] }))).toEqual([230_000, ["B#1"]]);
  expect(paid(forProject(equipment, profile, { naming, except: new Set(["A#1", "B#1"]) }))).toEqual([109_999.5, ["C#2"]]);
  expect(paid(forProject(equipment, profile, { only: [] }))).toEqual([0, []]);
});

test("everything else of the file stays as it is, and a file without lines is left alone", () => {
  const naming = { named: {}, candidates: [equipment, coldChain] };
  expect(forProject(rent, profile, { naming })).toBe(profile);
  expect(forProject(equipment, profile, { naming }).facts).toMatchObject({ industryCode: "0514", annualRentPaid: 12_000 });
  const bare = { facts: { agriEquipmentInvestment: 0 }, subjects: { titles: [], members: {}, amounts: {} } };
  expect(forProject(equipment, bare, { naming })).toBe(bare);
});
