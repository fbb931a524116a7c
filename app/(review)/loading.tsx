import { TableSkeleton } from "@/app/_ui/data-table";

export default function Loading() {
  return <TableSkeleton heads={["期限", "企业", "政策", "金额（元）"]} />;
}
