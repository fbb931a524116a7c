import type { Fact } from "@/app/_ui/facts";
import type { MyFile } from "@/db/my-file";
import { formatIndicator, type ShownValue } from "@/lib/indicators/format";
import { formatDay } from "@/lib/kernel/plain-date";
import { describeIndustry } from "@/lib/policy/describe";

/** 基本信息 for people. Codes are named by the catalogue; personal fields come masked from the database. */
export function headFacts({ head, dimensions }: MyFile): Fact[] {
  const definitions = new Map(dimensions.flatMap((one) => one.data).map((datum) => [datum.indicatorId, datum.definition]));
  const named = (id: string, value: ShownValue | undefined): string => {
    const definition = definitions.get(id);
    return definition && value !== null ? formatIndicator(value, definition) : String(value ?? "未登记");
  };
  return [
    { label: "名称", value: head.name },
    { label: "统一社会信用代码", value: head.uscc },
    { label: "类型", value: named("entityType", head.entityType) },
    { label: "登记状态", value: named("regStatus", head.regStatus) },
    { label: "成立日期", value: head.establishedDate ? formatDay(head.establishedDate) : "未登记" },
    { label: "行业", value: head.industryCode ? describeIndustry(head.industryCode) : "未登记" },
    { label: "住所", value: head.address ?? "未登记" },
    { label: "法定代表人", value: head.representativeMask ?? "未登记" },
    { label: "登记电话", value: head.phoneMask ?? "未登记" },
  ];
}
