"use client";

import { Fault } from "./_ui/fault";
import { PublicShell } from "./_ui/shells/public-shell";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <PublicShell account={null}>
      <Fault error={error} reset={reset} />
    </PublicShell>
  );
}
