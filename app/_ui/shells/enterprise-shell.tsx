import Bell from "lucide-react/icons/bell";
import Calculator from "lucide-react/icons/calculator";
import House from "lucide-react/icons/house";
import UserRound from "lucide-react/icons/user-round";
import type { ReactNode } from "react";
import { ButtonLink } from "../button";
import { NavLink } from "../nav-link";
import { BarNav, Brand, Foot, ReadingMain, SkipLink, TopBar } from "./frame";

/** Where the enterprise's own pages are. */
export type EnterpriseRoutes = { home: string; messages: string; company: string };

const ICONS = { home: House, calculator: Calculator, messages: Bell, company: UserRound } as const;
type Tab = { icon: keyof typeof ICONS; href: string; text: string };

function BottomBar({ tabs }: { tabs: readonly Tab[] }) {
  return (
    <nav aria-label="底部导航" data-noprint className="fixed inset-x-0 bottom-0 z-6 border-line border-t bg-paper desk:hidden">
      <ul className="grid grid-cols-4">
        {tabs.map(({ icon, href, text }) => {
          const Icon = ICONS[icon];
          return (
            <li key={href}>
              <NavLink
                href={href}
                className="grid h-[60px] content-center justify-items-center gap-0.5 text-ink-2 text-note leading-4 no-underline aria-[current=page]:font-medium aria-[current=page]:text-qing"
              >
                <Icon aria-hidden="true" size={22} strokeWidth={1.6} />
                {text}
              </NavLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** 企业页: the public bar with the company's name; at phone width a bottom bar 补贴 · 计算器 · 消息 · 企业. `signOut` is a form with its button. */
export function EnterpriseShell({
  company,
  person,
  unread = 0,
  routes,
  signOut,
  demoBar,
  children,
}: {
  company: string;
  person: string;
  unread?: number;
  routes: EnterpriseRoutes;
  signOut?: ReactNode;
  demoBar?: ReactNode;
  children: ReactNode;
}) {
  const messages = unread > 0 ? `消息 ${unread}` : "消息";
  const links = [
    { href: routes.home, text: "我的补贴" },
    { href: "/calculator", text: "政策计算器" },
    { href: "/policies", text: "政策库" },
    { href: "/notices", text: "公示" },
    { href: routes.messages, text: messages },
    { href: routes.company, text: "企业信息" },
  ];
  const tabs: Tab[] = [
    { icon: "home", href: routes.home, text: "补贴" },
    { icon: "calculator", href: "/calculator", text: "计算器" },
    { icon: "messages", href: routes.messages, text: messages },
    { icon: "company", href: routes.company, text: "企业" },
  ];
  return (
    <div data-frame className="flex min-h-screen flex-col [--bar:64px] max-desk:pb-[61px]">
      <SkipLink />
      {demoBar}
      <TopBar wraps={false}>
        <Brand href={routes.home} />
        <BarNav items={links} strip={false} />
        <div className="ml-auto flex items-center gap-3 text-work max-desk:hidden">
          <span className="text-right max-rail:max-w-[11em]">{`${company}　${person}`}</span>
          {signOut}
        </div>
        <ButtonLink href={routes.messages} size="small" className="ml-auto desk:hidden">
          {messages}
        </ButtonLink>
      </TopBar>
      <ReadingMain>{children}</ReadingMain>
      <Foot />
      <BottomBar tabs={tabs} />
    </div>
  );
}
