import { Skeleton } from "@/app/_ui/message";

export default function Loading() {
  return (
    <div role="status" aria-label="正在打开" className="grid max-w-[640px] gap-6 py-4">
      <Skeleton width="w-56" />
      <Skeleton width="w-full" className="h-8" />
      <Skeleton width="w-full" />
      <Skeleton width="w-80" />
      <Skeleton width="w-64" />
    </div>
  );
}
