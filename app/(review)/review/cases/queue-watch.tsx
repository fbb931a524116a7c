"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 20_000;

/** Somebody types, chooses or has a dialog open: the list stays as it is until that is over. */
const isBusy = (): boolean =>
  document.hidden ||
  document.querySelector("[role=dialog], [role=alertdialog], [data-bulk]") !== null ||
  (document.activeElement?.matches("input, select, textarea") ?? false);

/** Reads the queue anew while it is looked at: what a colleague takes or finishes moves on this screen too. */
export function QueueWatch() {
  const router = useRouter();
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (!isBusy()) router.refresh();
    }, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [router]);
  return null;
}
