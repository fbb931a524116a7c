import { TableSkeleton } from "@/app/_ui/data-table";

export default function Loading() {
  return <TableSkeleton heads={["数据集", "期间", "行数", "状态", "时间"]} />;
}
