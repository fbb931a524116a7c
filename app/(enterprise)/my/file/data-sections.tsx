import { Link } from "@/app/_ui/link";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import type { FileDatum, MyFile } from "@/db/my-file";
import { formatIndicator } from "@/lib/indicators/format";
import { dayOf, formatNearDay, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { describeIndustry } from "@/lib/policy/describe";

/** Names of the catalogue's dimensions; one that is added later stands under 其他数据. */
const DIMENSIONS: Readonly<Record<string, string>> = {
  D01: "登记状态",
  D02: "企业规模",
  D03: "行业",
  D04: "税收",
  D05: "社保和用工",
  D06: "经营",
  D07: "研发创新",
  D08: "资质荣誉",
  D09: "投资和场地",
  D10: "融资上市",
  D11: "市场开拓",
  D12: "信用合规",
};

const isIndustry = ({ definition, value }: FileDatum): boolean => definition.type === "enum" && !definition.labels && typeof value === "string";

/** A value for people; an industry code by its name. */
export const shownValue = (datum: FileDatum): string => {
  const { value } = datum;
  if (value === undefined) return "没有数据";
  return isIndustry(datum) ? describeIndustry(String(value)) : formatIndicator(value, datum.definition);
};

/** 2025年, 2026年6月, 2025年第3季度. */
export function periodText(period: string): string {
  const [year = "", rest] = period.split("-");
  if (/^\d{4}Q\d$/.test(period)) return `${period.slice(0, 4)}年第${period.slice(5)}季度`;
  if (rest) return `${year}年${Number(rest)}月`;
  return period ? `${year}年` : "";
}

const columnsOf = (today: PlainDate) => [
  {
    id: "name",
    head: "数据",
    rowHead: true,
    spot: "title" as const,
    width: "w-[28%]",
    cell: (datum: FileDatum) => (
      <>
        {datum.name}
        {datum.period ? <span className="ml-2 font-normal text-ink-3 text-note">{periodText(datum.period)}</span> : null}
      </>
    ),
  },
  { id: "value", head: "内容", width: "w-[20%]", spot: "lead" as const, cell: (datum: FileDatum) => shownValue(datum) },
  {
    id: "source",
    head: "来源",
    spot: "foot" as const,
    cell: (datum: FileDatum) => (
      <span className="text-ink-2">{`${datum.departmentName}　${datum.datasetName}${datum.concluded ? "（清单里没有您企业的记录，按没有计）" : ""}`}</span>
    ),
  },
  {
    id: "asOf",
    head: "数据截至",
    width: "w-[124px]",
    spot: "foot-end" as const,
    cell: (datum: FileDatum) => (datum.asOf ? formatNearDay(datum.asOf, today) : "还没到"),
  },
  {
    id: "act",
    head: "更正",
    width: "w-[88px]",
    spot: "lead-end" as const,
    cell: (datum: FileDatum) => (
      <Link href={`/my/file/correct?indicator=${datum.indicatorId}`} className="inline-flex min-h-6 items-center max-desk:min-h-11">
        数据有误
        <span className="sr-only">{`：${datum.name}`}</span>
      </Link>
    ),
  },
];

/** 一企一档 by dimension: each datum with its value, its department and the day it speaks of. */
export function DataSections({ file, at }: { file: MyFile; at: Instant }) {
  const columns = columnsOf(dayOf(at));
  return file.dimensions.map(({ code, data }) => {
    const title = DIMENSIONS[code] ?? "其他数据";
    const known = data.filter((datum) => datum.value !== undefined).length;
    return (
      <Section key={code} title={title} aside={`${data.length} 项中 ${known} 项有数据`}>
        <PlainTable caption={title} rows={data} rowKey={(datum) => datum.indicatorId} columns={columns} empty="没有数据" />
      </Section>
    );
  });
}
