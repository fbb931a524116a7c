import type { ReactNode } from "react";
import { ButtonLink } from "../button";
import { BarNav, Brand, Foot, ReadingMain, SkipLink, TopBar } from "./frame";
import { type NavItem, PUBLIC_NAV } from "./office";

/**
 * 公开页: calculator, policies, notices, sign-in, faults. `account` replaces 登录 for a reader who is signed in (a link to their own pages);
 * null leaves the place empty (the sign-in page itself). `demoBar` stands above everything in demo mode.
 */
export function PublicShell({
  account,
  nav = PUBLIC_NAV,
  demoBar,
  children,
}: {
  account?: ReactNode;
  nav?: readonly NavItem[];
  demoBar?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div data-frame className="flex min-h-screen flex-col [--bar:64px]">
      <SkipLink />
      {demoBar}
      <TopBar wraps>
        <Brand href="/" motto="惠企补贴 免申即领" />
        <BarNav items={nav} strip />
        <div className="ml-auto">{account === undefined ? <ButtonLink href="/sign-in">登录</ButtonLink> : account}</div>
      </TopBar>
      <ReadingMain>{children}</ReadingMain>
      <Foot />
    </div>
  );
}
