import "server-only";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { World } from "@/db/seed/world/world";
import { isEnterpriseRole, ROLE_NAMES, type Role } from "@/lib/access/roles";
import type { Registrant } from "./registrant";

type SignIn = {
  readonly role: Role;
  readonly username: string;
  readonly password: string;
  readonly start: string;
  readonly name: string;
  readonly title: string;
  /** 动态验证码密钥 that `/account` will offer this person, so that a tester can bind any authenticator to it. */
  readonly totpSeed?: string;
};
export type Secrets = { readonly password: string; readonly seeds: ReadonlyMap<string, string>; readonly registrant: Registrant | null };

/** Where each role begins, the page that its bearer came for. */
const START: Readonly<Partial<Record<Role, string>>> = {
  handler: "/review/cases",
  checker: "/review/cases",
  sectionChief: "/review/cases",
  leaderInCharge: "/leader",
  principalLeader: "/leader",
  hallClerk: "/review/unclaimed",
  paymentMaker: "/finance/payable",
  paymentChecker: "/finance/batches",
  dataOfficer: "/data/uploads",
  dataApprover: "/data/uploads",
  policyAuthor: "/admin/policies",
  policyPublisher: "/admin/policies",
  auditor: "/audit/log",
  systemAdmin: "/admin/clock",
  securityAdmin: "/admin/grants",
};

/** The sign-ins of the demo county, one per role first, for `npm run demo:accounts` and the screen. */
export function writeSignIns(dataDir: string, world: World, { password, seeds, registrant }: Secrets): void {
  const { staff, enterpriseUsers } = world.people;
  const all: SignIn[] = [
    ...enterpriseUsers.flatMap((user) => {
      const [first] = user.roles;
      return first ? [{ role: first.role, username: user.username, password, start: "/my", name: user.person.name, title: ROLE_NAMES[first.role] }] : [];
    }),
    ...staff.map(({ username, person, role }) => {
      const totpSeed = seeds.get(username);
      const one = { role, username, password, start: START[role] ?? "/inbox", name: person.name, title: ROLE_NAMES[role] };
      return totpSeed === undefined ? one : { ...one, totpSeed };
    }),
  ];
  // One per role: the busiest department first
  const preferred = new Map<Role, SignIn>();
  for (const one of all) if (!preferred.has(one.role) || one.username.startsWith("hrss-") || one.username === "herun") preferred.set(one.role, one);
  const first = [...preferred.values()];
  writeFileSync(path.join(dataDir, "sign-ins.json"), `${JSON.stringify(first, null, 2)}\n`, { mode: 0o600 });
  const line = ({ title, username, start, totpSeed }: SignIn) =>
    `  ${title.padEnd(6, "　")} ${username.padEnd(18)} ${totpSeed === undefined ? start : `${start.padEnd(18)} ${totpSeed}`}`;
  const text = [
    `演示账号（口令都是 ${password}）：`,
    ...first.map(line),
    "最后一列是动态验证码密钥：不绑定时只凭密码登录；要试，在“账号”里绑定，任何验证器都可以用这个密钥。",
    `其他部门的经办人、复核人等账号同理，如 agri-handler、miit-checker；共 ${all.filter((one) => !isEnterpriseRole(one.role)).length} 个工作人员账号。`,
    ...(registrant
      ? [
          `试企业注册（/register）：信用代码 ${registrant.creditCode}　法定代表人 ${registrant.representativeName}　身份证号 ${registrant.identityNumber}（虚构），验证码在 sysadmin 的“企业注册”页。`,
        ]
      : []),
  ].join("\n");
  writeFileSync(path.join(dataDir, "sign-ins.txt"), `${text}\n`, { mode: 0o600 });
}
