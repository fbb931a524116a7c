import { Download } from "lucide-react";
import { DownloadLink } from "./button";

type Props = { table: string; params?: Readonly<Record<string, string | undefined>> };

/** 导出表格: the list of this page under the filters of its address, as XLSX. */
export function ExportLink({ table, params = {} }: Props) {
  const search = new URLSearchParams(Object.entries(params).filter((pair): pair is [string, string] => Boolean(pair[1])));
  const text = search.toString();
  return (
    <DownloadLink size="small" href={`/api/exports/${table}${text ? `?${text}` : ""}`} icon={<Download size={14} aria-hidden />}>
      导出表格
    </DownloadLink>
  );
}
