import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Facts } from "@/app/_ui/facts";
import { PageHead, Section } from "@/app/_ui/section";
import { loadMyFile } from "@/db/my-file";
import { dayOf, formatNearDay } from "@/lib/kernel/plain-date";
import { requireOwner, workingTime } from "../../_parts/owner";
import { periodText, shownValue } from "../data-sections";
import { CorrectionForm } from "./correction-form";

export const metadata: Metadata = { title: "申请更正数据" };

const Query = z.object({ indicator: z.string().max(80).catch("") });

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { enterprise } = await requireOwner("enterprise.disputeDatum");
  const { indicator } = Query.parse(await searchParams);
  const { db, at } = await workingTime();
  const file = await loadMyFile(db, enterprise.id);
  const datum = file?.dimensions.flatMap((one) => one.data).find((one) => one.indicatorId === indicator);
  if (!datum) notFound();
  return (
    <div className="max-w-[600px]">
      <PageHead title="申请更正数据" crumbs={[["企业信息", "/my/file"]]} here={datum.name} />
      <Section title={datum.name}>
        <Facts
          items={[
            { label: "现在是", value: shownValue(datum), ...(datum.period && { note: periodText(datum.period) }) },
            { label: "来源", value: `${datum.departmentName}　${datum.datasetName}` },
            { label: "数据截至", value: datum.asOf ? formatNearDay(datum.asOf, dayOf(at)) : "还没到" },
          ]}
        />
        <div className="mt-6">
          <CorrectionForm indicatorId={datum.indicatorId} departmentName={datum.departmentName} />
        </div>
      </Section>
    </div>
  );
}
