"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 60_000;

/** Reads the wall anew every minute, in place: the figures change, nothing moves. */
export function Refresh() {
  const router = useRouter();
  useEffect(() => {
    const timer = window.setInterval(() => router.refresh(), EVERY_MS);
    return () => window.clearInterval(timer);
  }, [router]);
  return null;
}
