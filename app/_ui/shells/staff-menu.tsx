"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { buttonClass } from "../button";

/** 菜单: under 1241 px the rail stands in a sheet of its own (the browser's popover: Escape closes it, works before any script). Closes when another page opens. */
export function StaffMenu({ children }: { children: ReactNode }) {
  const sheet = useRef<HTMLDivElement>(null);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes on every change of the path
  useEffect(() => {
    if (sheet.current?.matches(":popover-open")) sheet.current.hidePopover();
  }, [pathname]);
  return (
    <>
      <button type="button" popoverTarget="staff-menu" className={buttonClass({ size: "small" }, "ml-auto rail:hidden")}>
        菜单
      </button>
      <div
        ref={sheet}
        id="staff-menu"
        popover="auto"
        className="inset-y-0 right-0 left-auto h-full max-h-none w-[min(320px,100%)] overflow-y-auto bg-moon p-4 text-ink text-work shadow-over backdrop:bg-ink/40"
      >
        <div className="mb-3 text-right">
          <button type="button" popoverTarget="staff-menu" popoverTargetAction="hide" className={buttonClass({ size: "small" })}>
            关闭
          </button>
        </div>
        {children}
      </div>
    </>
  );
}
