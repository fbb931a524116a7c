import "server-only";
import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { DemoClockBar } from "@/app/_ui/shells/demo-clock-bar";
import { EnterpriseShell } from "@/app/_ui/shells/enterprise-shell";
import { PublicShell } from "@/app/_ui/shells/public-shell";
import { StaffShell } from "@/app/_ui/shells/staff-shell";
import { ToastHost } from "@/app/_ui/toast";
import { getDb } from "@/db/client";
import { businessNow, fixedBusinessTime } from "@/db/clock";
import { readConfig } from "@/db/config";
import { countUnread } from "@/db/notifications";
import { railCounts } from "@/db/rail-counts";
import { may } from "@/lib/access/permissions";
import { isEnterpriseRole, ROLE_NAMES } from "@/lib/access/roles";
import { dayOf, formatDay, type Instant, timeOf, weekday } from "@/lib/kernel/plain-date";
import { homeOf, railFor } from "./rail";
import { currentUser, requireUser, type SessionUser } from "./session";
import { SignOutButton } from "./sign-out-button";

const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"] as const;
const clockText = (at: Instant): string => `${formatDay(dayOf(at))} 星期${WEEKDAYS[weekday(dayOf(at))] ?? ""} ${timeOf(at)}`;

const OWN_ACCOUNT = (
  <span className="inline-flex gap-2">
    <ButtonLink href="/account" size="small">
      账号
    </ButtonLink>
    <SignOutButton />
  </span>
);

/** 演示时钟 above every shell while the clock stands; nothing in a county that follows the system's. */
async function demoBar(user: SessionUser | null): Promise<ReactNode> {
  const db = await getDb();
  const at = await fixedBusinessTime(db);
  if (!at) return null;
  const note = readConfig().demo ? "演示县，企业、人员、账户均为虚构" : "试运行，业务日期已固定";
  return (
    <DemoClockBar day={clockText(at)} note={note}>
      {user && may(user.roles, "clock.move") ? (
        <ButtonLink href="/admin/clock" size="small">
          拨动时钟
        </ButtonLink>
      ) : null}
    </DemoClockBar>
  );
}

/** 公开页 frame: knows a signed-in reader but asks for nobody. */
export async function PublicFrame({ children }: { children: ReactNode }) {
  const user = await currentUser();
  const account = user ? <ButtonLink href={homeOf(user.roles)}>{user.roles.some(isEnterpriseRole) ? "我的补贴" : "工作台"}</ButtonLink> : undefined;
  return (
    <PublicShell demoBar={await demoBar(user)} {...(account && { account })}>
      {children}
    </PublicShell>
  );
}

/** 企业页 frame. Pages ask for the permission themselves. */
export async function EnterpriseFrame({ children }: { children: ReactNode }) {
  const user = await requireUser();
  const db = await getDb();
  const unread = await countUnread(db, { personId: user.personId, enterpriseId: user.enterprise?.id ?? null });
  return (
    <EnterpriseShell
      company={user.enterprise?.name ?? ""}
      person={user.displayName}
      unread={unread}
      routes={{ home: "/my", messages: "/my/messages", company: "/my/file" }}
      signOut={OWN_ACCOUNT}
      demoBar={await demoBar(user)}
    >
      {children}
    </EnterpriseShell>
  );
}

/** 办公页 frame: rail by permission with counts, business clock, department and person. */
export async function StaffFrame({ children }: { children: ReactNode }) {
  const user = await requireUser();
  const db = await getDb();
  const [at, counts] = await Promise.all([
    businessNow(db),
    railCounts(db, { personId: user.personId, roles: user.roles, departmentId: user.department?.id ?? null }),
  ]);
  return (
    <StaffShell
      home={homeOf(user.roles)}
      rail={railFor(user.roles, counts)}
      clock={clockText(at)}
      department={user.department?.name ?? user.roles.map((role) => ROLE_NAMES[role]).join("、")}
      person={user.displayName}
      signOut={OWN_ACCOUNT}
      search={may(user.roles, "enterprise.search") ? "" : null}
      demoBar={await demoBar(user)}
    >
      {children}
      <ToastHost />
    </StaffShell>
  );
}

/** 账号页 frame: one's own working frame, or the plain one while the sign-in is not finished. */
export async function AccountFrame({ user, children }: { user: SessionUser; children: ReactNode }) {
  if (user.unfinished || user.roles.length === 0)
    return (
      <PublicShell demoBar={await demoBar(null)} account={<SignOutButton />}>
        {children}
      </PublicShell>
    );
  return user.roles.some(isEnterpriseRole) ? <EnterpriseFrame>{children}</EnterpriseFrame> : <StaffFrame>{children}</StaffFrame>;
}
