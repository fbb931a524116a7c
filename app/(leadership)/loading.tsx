import { TableSkeleton } from "@/app/_ui/data-table";

export default function Loading() {
  return <TableSkeleton heads={["超期", "谁在办", "办件", "金额（元）"]} />;
}
