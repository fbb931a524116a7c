import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { getDb } from "@/db/client";
import { listTemplates, type TemplateUse } from "@/db/opinion-templates";
import { TEMPLATE_USES } from "../../parts/texts";
import { AddTemplateForm, RetireTemplateForm } from "./template-forms";

export const metadata: Metadata = { title: "常用意见" };

const USES = (Object.keys(TEMPLATE_USES) as TemplateUse[]).map((value) => ({ value, label: TEMPLATE_USES[value] }));

export default async function Page() {
  const user = await requirePermission("claim.template");
  const rows = await listTemplates(await getDb(), user.department?.id ?? "");
  return (
    <>
      <PageHead title="常用意见" note={`${user.department?.name ?? ""}　${rows.length} 条`} />
      <div className="grid gap-8">
        <PlainTable
          caption="常用意见"
          rows={rows}
          rowKey={(row) => row.id}
          empty="还没有常用意见。增加以后，经办人写意见时可以直接选用，选用后还能改。"
          columns={[
            { id: "use", head: "用在", width: "w-[120px]", cell: (row) => TEMPLATE_USES[row.use] },
            { id: "text", head: "内容", spot: "title", cell: (row) => row.text },
            { id: "act", head: "", align: "end", width: "w-[96px]", cell: (row) => <RetireTemplateForm id={row.id} /> },
          ]}
        />
        <Section title="增加一条">
          <AddTemplateForm key={rows.length} uses={USES} />
        </Section>
      </div>
    </>
  );
}
