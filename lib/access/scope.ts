import type { PlainDate } from "../kernel/plain-date";
import { may, type Permission } from "./permissions";
import { isEnterpriseRole, type Role } from "./roles";

/** 任职: what a person is, where and when. `validTo` is the first day without the role: closing with today takes effect at once (离岗当日收回). */
export type Membership = {
  readonly role: Role;
  readonly departmentId: string | null;
  readonly enterpriseId: string | null;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
};

/** 数据域: the rows that a read may return. An empty list of enterprises reads nothing. */
export type Scope =
  | { readonly kind: "county" }
  | { readonly kind: "department"; readonly departmentId: string }
  | { readonly kind: "enterprise"; readonly enterpriseIds: readonly string[] };

export const NOTHING: Scope = { kind: "enterprise", enterpriseIds: [] };

/** Is the membership in force on that day? */
export const isActive = (membership: Membership, today: PlainDate): boolean =>
  membership.validFrom <= today && (membership.validTo === null || today < membership.validTo);

export const activeRoles = (memberships: readonly Membership[], today: PlainDate): readonly Role[] => [
  ...new Set(memberships.filter((membership) => isActive(membership, today)).map((membership) => membership.role)),
];

/** Their work crosses departments wherever they sit: one treasury pays for all. */
const COUNTY_ROLES: ReadonlySet<Role> = new Set<Role>(["paymentMaker", "paymentChecker"]);

export type ScopeOptions = {
  /** Only memberships whose role grants this act count: an auditor's county view does not widen what the same person may do elsewhere. */
  readonly permission?: Permission;
  /** Enterprises whose signed mandate (委托书) a hall clerk holds today. */
  readonly mandates?: readonly string[];
  /** Departments that serve the whole county (the platform's own office). */
  readonly countyDepartments?: readonly string[];
};

function scopeOfMembership(membership: Membership, options: ScopeOptions): Scope {
  if (isEnterpriseRole(membership.role)) return { kind: "enterprise", enterpriseIds: membership.enterpriseId === null ? [] : [membership.enterpriseId] };
  if (membership.role === "public") return NOTHING;
  if (membership.role === "hallClerk" && options.permission !== "hall.unclaimed" && options.permission !== "enterprise.search") {
    return { kind: "enterprise", enterpriseIds: options.mandates ?? [] };
  }
  const { departmentId } = membership;
  if (departmentId === null || COUNTY_ROLES.has(membership.role) || options.countyDepartments?.includes(departmentId)) return { kind: "county" };
  return { kind: "department", departmentId };
}

/** Every distinct staff scope and one joined enterprise scope, widest first; somebody in two departments chooses between them. */
export function scopesOf(memberships: readonly Membership[], today: PlainDate, options: ScopeOptions = {}): readonly Scope[] {
  const { permission } = options;
  const scopes = memberships
    .filter((membership) => isActive(membership, today) && (permission === undefined || may([membership.role], permission)))
    .map((membership) => scopeOfMembership(membership, options));
  const departments = [...new Set(scopes.flatMap((scope) => (scope.kind === "department" ? [scope.departmentId] : [])))].sort();
  const enterpriseIds = [...new Set(scopes.flatMap((scope) => (scope.kind === "enterprise" ? scope.enterpriseIds : [])))].sort();
  return [
    ...(scopes.some((scope) => scope.kind === "county") ? [{ kind: "county" } as const] : []),
    ...departments.map((departmentId) => ({ kind: "department", departmentId }) as const),
    ...(enterpriseIds.length > 0 ? [{ kind: "enterprise", enterpriseIds } as const] : []),
  ];
}

/** The widest scope of the memberships in force; `NOTHING` without any. Of several departments the first by id. */
export const scopeOf = (memberships: readonly Membership[], today: PlainDate, options: ScopeOptions = {}): Scope =>
  scopesOf(memberships, today, options)[0] ?? NOTHING;

/** Does a row of this department and enterprise lie within the scope? */
export function inScope(scope: Scope, row: { readonly departmentId?: string | null; readonly enterpriseId?: string | null }): boolean {
  if (scope.kind === "county") return true;
  if (scope.kind === "department") return row.departmentId === scope.departmentId;
  return row.enterpriseId != null && scope.enterpriseIds.includes(row.enterpriseId);
}
