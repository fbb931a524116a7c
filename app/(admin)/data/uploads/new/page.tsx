import type { Metadata } from "next";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { EmptyState } from "@/app/_ui/message";
import { PageHead, Section } from "@/app/_ui/section";
import { getDb } from "@/db/client";
import { type DatasetChoice, listDatasets } from "@/db/upload-queries";
import { PERIOD_HINTS } from "../../texts";
import { type FormDataset, UploadForm } from "./upload-form";

export const metadata: Metadata = { title: "上传数据" };

const formDataset = ({ id, name, definition }: DatasetChoice): FormDataset => ({
  id,
  name,
  rhythm: `${definition.granularity}，${definition.frequencyText}。用途：${definition.purpose}。`,
  periodHint: definition.periods.map((kind) => PERIOD_HINTS[kind]).join("；"),
  firstPeriod: definition.periods.length === 1 && definition.periods[0] === "snapshot" ? "现势" : "",
});

export default async function Page() {
  const user = await requirePermission("upload.send");
  const datasets = await listDatasets(await getDb(), scopeFor(user, "upload.send"));
  return (
    <>
      <PageHead title="上传数据" crumbs={[["上传记录", "/data/uploads"]]} here="上传数据" note={user.department?.name} />
      {datasets.length === 0 ? (
        <EmptyState level={2} title="您的部门没有要报送的数据集">
          <p>报送范围由数据和政务服务局登记。需要增加时请与他们联系。</p>
        </EmptyState>
      ) : (
        <div className="grid gap-10 desk:grid-cols-[minmax(0,1fr)_320px]">
          <UploadForm datasets={datasets.map(formDataset)} />
          <Section title="传上来以后" thin>
            <ol className="grid list-decimal gap-2 pl-5 text-ink-2">
              <li>自动统一写法：全角、日期、千分位、单位、旧称。每一处都留着原值。</li>
              <li>按信用代码和名称对上企业；拿不准的放进“问题数据”，等您回答。</li>
              <li>同一份文件再传一次不会重复计入；更正后的新文件会替换旧记录。</li>
              <li>身份证号入库前换成摘要，不保存原号。</li>
            </ol>
          </Section>
        </div>
      )}
    </>
  );
}
