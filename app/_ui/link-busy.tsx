"use client";

import { useLinkStatus } from "next/link";

/**
 * 正在打开: inside a link, a line under it from the press until the new view is there; the old list turns pale meanwhile (globals.css). It takes no
 * room, so nothing moves. The link is `relative`.
 */
export function LinkBusy() {
  const { pending } = useLinkStatus();
  return <BusyMark pending={pending} />;
}

/** The mark of anything that is fetching a new view of the list. */
export function BusyMark({ pending }: { pending: boolean }) {
  if (!pending) return null;
  return (
    <span data-view-busy className="absolute inset-x-0 -bottom-px h-0.5 bg-qing">
      <span role="status" className="sr-only">
        正在读取
      </span>
    </span>
  );
}
