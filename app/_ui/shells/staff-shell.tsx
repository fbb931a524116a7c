import type { ReactNode } from "react";
import { HotkeyListener } from "../hotkeys";
import { NavLink } from "../nav-link";
import { SearchField } from "../search-field";
import { Brand, SkipLink } from "./frame";
import { StaffMenu } from "./staff-menu";

export type RailItem = { href: string; text: string; count?: number | undefined };
/** Links under one noun: 办件, 查询, 数据, 看板. */
export type RailGroup = { title: string; items: readonly RailItem[] };

function Rail({ groups, label }: { groups: readonly RailGroup[]; label: string }) {
  const all = groups.flatMap((group) => group.items.map((item) => item.href));
  return (
    <nav aria-label={label}>
      {groups.map((group) => (
        <div key={group.title} className="mb-4">
          <p className="mb-1 px-2 text-ink-3 text-note">{group.title}</p>
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <NavLink
                  href={item.href}
                  not={all.filter((other) => other.startsWith(`${item.href}/`))}
                  className="flex h-9 items-center justify-between gap-2 rounded-2 px-2 text-ink no-underline hover:bg-moon-2 hover:text-ink aria-[current=page]:bg-paper aria-[current=page]:font-medium aria-[current=page]:shadow-[inset_3px_0_0_var(--color-qing),0_0_0_1px_var(--color-line)] max-desk:h-11"
                >
                  {item.text}
                  {item.count === undefined ? null : <span className="font-normal text-ink-2 text-note">{item.count.toLocaleString("zh-CN")}</span>}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/**
 * 办公页: 48-px bar (search `/`, business clock, department and person, sign-out form), 192-px rail grouped by noun with counts,
 * content full width. Under 1241 px the rail, and on the phone search and person too, stand behind 菜单.
 */
export function StaffShell({
  home,
  rail,
  clock,
  department,
  person,
  signOut,
  search,
  demoBar,
  children,
}: {
  /** Where the brand leads: the person's own first page. */
  home: string;
  rail: readonly RailGroup[];
  /** 2026年6月15日 星期一 10:20, from the business clock. */
  clock: string;
  department: string;
  person: string;
  signOut?: ReactNode;
  /** What stands in the search field; null hides the field for roles without it. */
  search?: string | null;
  demoBar?: ReactNode;
  children: ReactNode;
}) {
  const finder = (hotkey?: string) =>
    search === null ? null : (
      <SearchField
        action="/search"
        label="全局查找"
        placeholder="企业、信用代码、件号、拼音首字母"
        defaultValue={search}
        size="small"
        {...(hotkey ? { hotkey } : {})}
        className="w-full"
      />
    );
  return (
    <div data-frame data-density="work" className="flex min-h-screen flex-col text-work [--bar:48px]">
      <SkipLink />
      <HotkeyListener />
      {demoBar}
      <header data-noprint className="sticky top-0 z-6 flex h-12 items-center gap-4 border-line border-b bg-paper px-4 max-desk:h-[52px]">
        <Brand href={home} small />
        <div className="w-[400px] min-w-0 shrink max-desk:hidden">{finder("/")}</div>
        <div className="ml-auto flex items-center gap-4 whitespace-nowrap text-small max-desk:hidden">
          <span className="text-ink-2 max-rail:hidden">{clock}</span>
          <span>{`${department}　${person}`}</span>
          {signOut}
        </div>
        <StaffMenu>
          <div className="mb-4 grid grid-cols-[minmax(0,1fr)] justify-items-start gap-2 desk:hidden">
            {finder()}
            <p>{`${department}　${person}`}</p>
            {signOut}
          </div>
          <p className="mb-4 text-ink-2 text-small">{clock}</p>
          <Rail groups={rail} label="工作导航" />
        </StaffMenu>
      </header>
      <div data-frame className="grid flex-1 grid-cols-[minmax(0,1fr)] rail:grid-cols-[192px_minmax(0,1fr)]">
        <div data-noprint className="border-line border-r bg-moon px-2 pt-4 max-rail:hidden">
          <div className="sticky top-16 max-h-[calc(100vh-64px)] overflow-y-auto">
            <Rail groups={rail} label="工作导航" />
          </div>
        </div>
        <main id="main" tabIndex={-1} data-frame className="min-w-0 px-6 pt-4 pb-12 outline-none! max-desk:px-4">
          {children}
        </main>
      </div>
    </div>
  );
}
