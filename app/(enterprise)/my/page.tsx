import type { Metadata } from "next";
import { Suspense } from "react";
import { Skeleton } from "@/app/_ui/message";
import { Home } from "./_home/home";
import { requireOwner } from "./_parts/owner";

export const metadata: Metadata = { title: "我的补贴" };

const waiting = (
  <div role="status" aria-label="正在打开" className="grid max-w-[640px] gap-6 py-4">
    <Skeleton width="w-56" />
    <Skeleton width="w-full" className="h-8" />
    <Skeleton width="w-full" />
    <Skeleton width="w-80" />
  </div>
);

/** The guard comes before the first byte, so that a stranger gets 403 and no skeleton. */
export default async function Page() {
  const { enterprise } = await requireOwner("enterprise.viewOwn");
  return (
    <>
      <h1 className="sr-only">我的补贴</h1>
      <Suspense fallback={waiting}>
        <Home enterpriseId={enterprise.id} />
      </Suspense>
    </>
  );
}
