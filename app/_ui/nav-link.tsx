"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Link } from "./link";

/** True on the page itself and below it; the root only on itself. */
export const isCurrent = (pathname: string, href: string): boolean => {
  const path = href.split("?")[0] ?? href;
  return pathname === path || (path !== "/" && pathname.startsWith(`${path}/`));
};

/** A link of a menu: `aria-current="page"` when its page, or one below it, is open. `not` names deeper addresses that have a link of their own. */
export function NavLink({ href, className, not = [], children }: { href: string; className?: string; not?: readonly string[]; children: ReactNode }) {
  const pathname = usePathname();
  const current = isCurrent(pathname, href) && !not.some((other) => isCurrent(pathname, other));
  return (
    <Link href={href} className={className} data-ring="in" aria-current={current ? "page" : undefined}>
      {children}
    </Link>
  );
}
