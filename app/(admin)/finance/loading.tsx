import { TableSkeleton } from "@/app/_ui/data-table";
import { Skeleton } from "@/app/_ui/message";

export default function Loading() {
  return (
    <div aria-busy="true">
      <div className="mb-6 py-2">
        <Skeleton width="w-48" />
      </div>
      <TableSkeleton heads={["编号", "企业", "账户", "金额（元）"]} />
    </div>
  );
}
