import { createPerson } from "@/db/people";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import { isEnterpriseRole, ROLES } from "@/lib/access/roles";
import { plainDate } from "@/lib/kernel/plain-date";
import { on } from "./fixtures";

/** Department in which a role of the tests sits; county-wide ones have none. */
const DEPARTMENT: Partial<Record<Role, string>> = {
  handler: "miit",
  checker: "miit",
  sectionChief: "miit",
  leaderInCharge: "miit",
  paymentMaker: "finance",
  paymentChecker: "finance",
  dataOfficer: "samr",
  dataApprover: "samr",
  policyAuthor: "miit",
  policyPublisher: "miit",
};

/** One member of staff for every role, signed in by its id. */
export async function personPerRole(db: Db): Promise<ReadonlyMap<Role, string>> {
  const people = new Map<Role, string>();
  for (const role of ROLES) {
    if (role === "public" || isEnterpriseRole(role)) continue;
    const departmentId = DEPARTMENT[role];
    const membership = { role, validFrom: plainDate("2026-01-01"), ...(departmentId && { departmentId }) };
    const input = { displayName: `岗位${role}`, username: `role-${role}`, password: "unused", memberships: [membership] };
    people.set(role, await createPerson(db, input, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" }));
  }
  return people;
}

/** How a framework call ended the act: 401, 403, 404 or another page. */
export class Interrupt extends Error {
  readonly kind: "unauthorized" | "forbidden" | "notFound" | "redirect";
  readonly url: string;
  constructor(kind: Interrupt["kind"], url = "") {
    super(kind);
    this.kind = kind;
    this.url = url;
  }
}

const stop = (kind: Interrupt["kind"]) => (url?: string) => {
  throw new Interrupt(kind, url ?? "");
};

/** In place of next/navigation, next/headers and next/cache, which live only within a request. */
export const navigation = { unauthorized: stop("unauthorized"), forbidden: stop("forbidden"), notFound: stop("notFound"), redirect: stop("redirect") };
export const requestHeaders = {
  headers: async () => new Headers({ "x-forwarded-for": "10.9.8.7" }),
  cookies: async () => ({ get: () => undefined, set: () => undefined }),
};
