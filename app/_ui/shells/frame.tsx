import type { ReactNode } from "react";
import { cn } from "../cn";
import { Link } from "../link";
import { NavLink } from "../nav-link";
import { Seal } from "../seal";
import { FOOT_NAV, HOTLINE, HOTLINE_HOURS, type NavItem, OFFICE, PLATFORM } from "./office";

/** 跳到正文: the first stop of the Tab key. */
export function SkipLink() {
  return (
    <a href="#main" data-noprint className="sr-only z-50 bg-paper px-4 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-4">
      跳到正文
    </a>
  );
}

/** 印 and name; leads home. `motto` says what the platform is, on the public pages. */
export function Brand({ href, small = false, motto }: { href: string; small?: boolean; motto?: string }) {
  return (
    <Link
      href={href}
      className={cn(
        "inline-flex min-h-11 items-center gap-2 whitespace-nowrap font-medium text-ink no-underline hover:text-ink",
        small ? "text-[0.9375rem]" : "text-read",
      )}
    >
      <Seal small={small} />
      {PLATFORM}
      {motto ? <span className="border-line border-l pl-2 font-normal text-ink-3 text-note max-rail:hidden">{motto}</span> : null}
    </Link>
  );
}

const BAR_LINK =
  "flex items-center border-y-2 border-transparent text-[0.9375rem] text-ink-2 no-underline hover:text-ink aria-[current=page]:border-b-qing aria-[current=page]:font-medium aria-[current=page]:text-ink";

/** Addresses below an item that have an item of their own: there the item itself is not the current one. */
const deeper = (item: NavItem, items: readonly NavItem[]): string[] =>
  items.filter((other) => other.href.startsWith(`${item.href}/`)).map((other) => other.href);

/** The links of a 64-px bar; on the phone a 44-px strip under it (`strip`) or gone because a bottom bar has them. */
export function BarNav({ items, strip }: { items: readonly NavItem[]; strip: boolean }) {
  return (
    <nav
      aria-label="主导航"
      className={cn(
        "h-full",
        strip
          ? "max-desk:order-3 max-desk:-mx-4 max-desk:h-[45px] max-desk:w-[calc(100%+32px)] max-desk:border-line max-desk:border-t max-desk:px-4"
          : "max-desk:hidden",
      )}
    >
      <ul className="flex h-full gap-6 max-desk:justify-between max-desk:gap-3">
        {items.map((item) => (
          <li key={item.href} className="flex">
            <NavLink href={item.href} not={deeper(item, items)} className={cn(BAR_LINK, "max-desk:min-w-11 max-desk:justify-center")}>
              {item.text}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** 页脚: the office, the hotline and its hours, what the law wants within reach. */
export function Foot({ links = FOOT_NAV, className }: { links?: readonly NavItem[]; className?: string }) {
  return (
    <footer data-noprint className={cn("border-line border-t bg-moon text-ink-2 text-work", className)}>
      <div className="mx-auto flex max-w-[1168px] flex-wrap items-center gap-x-8 gap-y-2 p-6 max-desk:p-4">
        <span>主管单位：{OFFICE}</span>
        <span>
          惠企热线：<span className="whitespace-nowrap">{HOTLINE}</span>（{HOTLINE_HOURS}）
        </span>
        <ul className="flex flex-wrap gap-x-4">
          {links.map((item) => (
            <li key={item.href}>
              <Link href={item.href} className="inline-flex min-h-6 items-center text-ink-2 no-underline hover:underline max-desk:min-h-11">
                {item.text}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </footer>
  );
}

/** The bar of the public and enterprise pages. Sticky on the desk; on the phone it scrolls away. */
export function TopBar({ children, wraps }: { children: ReactNode; wraps: boolean }) {
  return (
    <header data-noprint className="z-5 border-line border-b bg-paper desk:sticky desk:top-0">
      <div
        className={cn(
          "mx-auto flex h-16 max-w-[1168px] items-center gap-x-8 px-6 max-desk:px-4",
          wraps ? "max-desk:h-auto max-desk:flex-wrap max-desk:pt-1.5" : "max-desk:h-14 max-desk:gap-4",
        )}
      >
        {children}
      </div>
    </header>
  );
}

/** The main region of reading pages, 1120 px wide. */
export function ReadingMain({ children }: { children: ReactNode }) {
  return (
    <main
      id="main"
      tabIndex={-1}
      data-frame
      className="mx-auto w-full max-w-[1168px] flex-1 px-6 pt-8 pb-16 outline-none! max-desk:px-4 max-desk:pt-4 max-desk:pb-12"
    >
      {children}
    </main>
  );
}
