"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Asks for the page anew while something is being worked on; stops when the page no longer shows it. */
export function RefreshWhileWorking({ seconds = 2 }: { seconds?: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), seconds * 1000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return null;
}
