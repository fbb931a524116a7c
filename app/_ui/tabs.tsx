import type { ReactNode } from "react";
import { cn } from "./cn";
import { type LightColor, LightShape } from "./light";
import { Link } from "./link";
import { LinkBusy } from "./link-busy";

export type TabItem = {
  href: string;
  text: string;
  /** Null: still being counted, its place is kept. */
  count?: number | null | undefined;
  light?: LightColor | undefined;
  current?: boolean;
  /** Pressed by HotkeyListener: 1 to 4, 0. */
  hotkey?: string;
};

/** Figure spaces are as wide as digits. */
const countText = (count: number | null): string => (count === null ? "\u2007\u2007" : count.toLocaleString("zh-CN"));

/** 页签 as links: views of one list live in the URL. Each may carry a count and a light. */
export function Tabs({ items, label, wide = false, className }: { items: readonly TabItem[]; label: string; wide?: boolean; className?: string }) {
  return (
    <nav aria-label={label} data-noprint className={cn("max-desk:-mx-4 max-desk:overflow-x-auto max-desk:px-4", className)}>
      <ul className={cn("flex min-w-full border-line border-b max-desk:w-max desk:gap-6", items.length > 3 ? "gap-3.5 max-desk:text-small" : "gap-5")}>
        {items.map((item) => (
          <li key={item.href} className={wide ? "flex-1" : ""}>
            <Link
              href={item.href}
              scroll={false}
              data-ring="in"
              aria-current={item.current ? "page" : undefined}
              data-hotkey={item.hotkey}
              aria-keyshortcuts={item.hotkey}
              className="relative -mb-px flex h-10 min-w-6 items-center justify-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-ink-2 no-underline hover:text-ink aria-[current=page]:border-qing aria-[current=page]:font-medium aria-[current=page]:text-ink max-desk:h-12 max-desk:min-w-11"
            >
              {item.light ? <LightShape color={item.light} /> : null}
              {item.text}
              {item.count === undefined ? null : <span className="font-normal text-ink-2">{countText(item.count)}</span>}
              <LinkBusy />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export type ChipItem = { href: string; text: string; on?: boolean };

/** 视图 as chips: saved views and quick filters, also links. */
export function Chips({ items, label, lead }: { items: readonly ChipItem[]; label: string; lead?: ReactNode }) {
  return (
    <nav aria-label={label} data-noprint className="flex flex-wrap items-center gap-2">
      {lead ? <span className="text-ink-3 text-small">{lead}</span> : null}
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          scroll={false}
          aria-current={item.on ? "true" : undefined}
          className={cn(
            "relative inline-flex h-7 items-center overflow-hidden whitespace-nowrap rounded-[14px] border px-2.5 text-small no-underline max-desk:h-11 max-desk:rounded-[22px] max-desk:px-3.5",
            item.on ? "border-qing bg-qing-wash font-medium text-qing-deep" : "border-line-2 bg-paper text-ink hover:bg-moon hover:text-ink",
          )}
        >
          {item.text}
          <LinkBusy />
        </Link>
      ))}
    </nav>
  );
}
