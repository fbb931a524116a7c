import { may, type Permission } from "./permissions";
import { isEnterpriseRole, type Role } from "./roles";

/** 经办权限: what a legal representative may leave to an agent (经办人). Seeing the enterprise's own pages always belongs to it. */
export const AGENT_RIGHTS = ["confirm", "consent", "account", "data"] as const;
export type AgentRight = (typeof AGENT_RIGHTS)[number];

const PERMISSIONS_OF: Readonly<Record<AgentRight, readonly Permission[]>> = {
  confirm: ["enterprise.confirm", "enterprise.decline", "enterprise.withdraw", "enterprise.appeal", "enterprise.uploadMaterial"],
  consent: ["enterprise.consent"],
  account: ["enterprise.manageAccount"],
  data: ["enterprise.disputeDatum"],
};
const LIMITED: ReadonlySet<Permission> = new Set(Object.values(PERMISSIONS_OF).flat());

/** A role as it is held: with the rights that it was left, or all of them (null). */
export type HeldRights = { readonly role: Role; readonly rights: readonly AgentRight[] | null };

/** May somebody perform the act by one of these memberships? An agent's rights narrow what the role may do, they never widen it. */
export const mayBy = (held: readonly HeldRights[], permission: Permission): boolean =>
  held.some(({ role, rights }) => {
    if (!may([role], permission)) return false;
    if (rights === null || !isEnterpriseRole(role) || !LIMITED.has(permission)) return true;
    return rights.some((right) => PERMISSIONS_OF[right].includes(permission));
  });
