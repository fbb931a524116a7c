"use client";

import { Fault } from "@/app/_ui/fault";

export default function PublicError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <Fault error={error} reset={reset} />;
}
