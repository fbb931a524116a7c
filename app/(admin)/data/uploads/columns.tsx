import type { Column } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { Tag, type Tone } from "@/app/_ui/tag";
import type { UploadState } from "@/db/schema/uploads";
import type { UploadListRow } from "@/db/upload-queries";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { CHANNEL_NAMES, countText, momentText, periodText, UPLOAD_STATE_NAMES } from "../texts";

const TONES: Readonly<Record<UploadState, Tone>> = {
  receiving: "blue",
  received: "blue",
  processing: "blue",
  applied: "plain",
  refused: "red",
  cancelled: "plain",
  failed: "red",
};

export const StateTag = ({ state }: { state: UploadState }) => <Tag tone={TONES[state]}>{UPLOAD_STATE_NAMES[state]}</Tag>;

export const uploadColumns = (today: PlainDate): readonly Column<UploadListRow>[] => [
  { id: "dataset", head: "数据集", spot: "lead", cell: (row) => <Link href={`/data/uploads/${row.id}`}>{row.datasetName}</Link> },
  { id: "period", head: "期间", spot: "title", cell: (row) => periodText(row.period) },
  { id: "state", head: "状态", spot: "lead-end", cell: (row) => <StateTag state={row.state} /> },
  { id: "rows", head: "行数", align: "end", sort: true, spot: "label", cell: (row) => countText(row.totalRows) },
  { id: "accepted", head: "直接采用", align: "end", spot: "label", cell: (row) => countText(row.acceptedRows) },
  { id: "corrected", head: "更正后采用", align: "end", spot: "label", cell: (row) => countText(row.correctedRows) },
  { id: "quarantined", head: "问题数据", align: "end", sort: true, spot: "label", cell: (row) => countText(row.quarantinedRows) },
  { id: "duplicate", head: "重复", align: "end", spot: "none", cell: (row) => countText(row.duplicateRows) },
  { id: "channel", head: "方式", spot: "foot", cell: (row) => CHANNEL_NAMES[row.channel] },
  { id: "received", head: "收到", sort: true, spot: "foot-end", cell: (row) => momentText(row.receivedAt, today) },
];
