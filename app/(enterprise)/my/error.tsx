"use client";

import { Fault } from "@/app/_ui/fault";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <Fault error={error} reset={reset} home="/my" homeText="回到我的补贴" />;
}
