import { makePerson } from "./names";
import { makeRandom } from "./random";
import type { Enterprise, Person } from "./types";

/** Ids of the roles as the workflow names them. */
export type StaffRole =
  | "handler"
  | "checker"
  | "sectionChief"
  | "leaderInCharge"
  | "principalLeader"
  | "paymentMaker"
  | "paymentChecker"
  | "auditor"
  | "dataOfficer"
  | "dataApprover"
  | "policyAuthor"
  | "policyPublisher"
  | "systemAdmin"
  | "securityAdmin"
  | "hallClerk";
export type StaffUser = { username: string; person: Person; role: StaffRole; department: string | null };
export type EnterpriseUser = { username: string; person: Person; roles: { uscc: string; role: "legalRepresentative" | "enterpriseAgent" }[] };
export type People = { staff: StaffUser[]; enterpriseUsers: EnterpriseUser[] };

/** The twelve departments that pay or relieve, each with the prefix of its usernames. */
export const policyDepartments = {
  ndrc: "ndrc",
  miit: "miit",
  hrss: "hrss",
  mofcom: "mofcom",
  sci_tech: "scitech",
  finance: "finance",
  tax: "tax",
  agriculture: "agri",
  samr: "samr",
  cultureTourism: "tourism",
  housing: "housing",
  financialOffice: "finoffice",
} as const;
/** The seven that deliver data. */
export const sourceDepartments = { samr: "samr", tax: "tax", hrss: "hrss", stats: "stats", sci_tech: "scitech", ndrc: "ndrc", mofcom: "mofcom" } as const;

const POLICY_DESKS = [
  ["handler", "handler"],
  ["checker", "checker"],
  ["chief", "sectionChief"],
  ["leader", "leaderInCharge"],
] as const;
const DATA_DESKS = [
  ["data", "dataOfficer"],
  ["data-approver", "dataApprover"],
] as const;
const COUNTY_DESKS = [
  ["finance-maker", "paymentMaker", "finance"],
  ["finance-releaser", "paymentChecker", "finance"],
  ["auditor", "auditor", null],
  ["sysadmin", "systemAdmin", null],
  ["secadmin", "securityAdmin", null],
  ["policy-author", "policyAuthor", null],
  ["policy-publisher", "policyPublisher", null],
  ["county-leader", "principalLeader", null],
  ["hall-clerk", "hallClerk", null],
] as const;

/** 工作人员 of the county, all fictional: a name belongs to a username whatever the seed of the county. */
function makeStaff(): StaffUser[] {
  const staff: StaffUser[] = [];
  const names = new Set<string>();
  const add = (username: string, role: StaffRole, department: string | null) => {
    let person = makePerson(makeRandom(`staff ${username}`), 1968, 1995);
    for (let attempt = 1; names.has(person.name); attempt++) person = makePerson(makeRandom(`staff ${username} ${attempt}`), 1968, 1995);
    names.add(person.name);
    staff.push({ username, person, role, department });
  };
  for (const [department, prefix] of Object.entries(policyDepartments)) for (const [desk, role] of POLICY_DESKS) add(`${prefix}-${desk}`, role, department);
  for (const [department, prefix] of Object.entries(sourceDepartments)) for (const [desk, role] of DATA_DESKS) add(`${prefix}-${desk}`, role, department);
  for (const [username, role, department] of COUNTY_DESKS) add(username, role, department);
  return staff;
}

const AGENTS = ["herun", "yungeng", "yuanfan", "mingyuan"];

/** 企业用户: the representative of every named firm, one of them for two firms, and an agent (经办人) for some. */
function makeEnterpriseUsers(enterprises: readonly Enterprise[]): EnterpriseUser[] {
  const users = new Map<string, EnterpriseUser>();
  for (const { showcase, uscc, representative } of enterprises) {
    if (showcase === null) continue;
    const known = users.get(representative.idNumber) ?? { username: showcase, person: representative, roles: [] };
    known.roles.push({ uscc, role: "legalRepresentative" });
    users.set(representative.idNumber, known);
    if (!AGENTS.includes(showcase)) continue;
    const person = makePerson(makeRandom(`agent ${showcase}`), 1980, 1998);
    users.set(person.idNumber, { username: `${showcase}-agent`, person, roles: [{ uscc, role: "enterpriseAgent" }] });
  }
  return [...users.values()];
}

export const makePeople = (enterprises: readonly Enterprise[]): People => ({ staff: makeStaff(), enterpriseUsers: makeEnterpriseUsers(enterprises) });
