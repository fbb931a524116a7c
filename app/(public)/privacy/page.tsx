import type { Metadata } from "next";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { HOTLINE, OFFICE } from "@/app/_ui/shells/office";
import { Tag } from "@/app/_ui/tag";
import { getDb } from "@/db/client";
import { listDatasetNotes } from "@/db/policy-queries";

export const metadata: Metadata = { title: "隐私与授权" };

export default async function PrivacyPage() {
  const notes = await listDatasetNotes(await getDb());
  return (
    <>
      <PageHead title="隐私与授权" note={`${notes.length} 类数据，每一类都写明谁提供、做什么用、凭什么、留多久。`} />
      <Section title="我们用哪些数据" aside="没有列在这里的字段，收到即删">
        <PlainTable
          caption="共享数据登记"
          rows={notes}
          rowKey={(note) => note.id}
          empty="还没有登记数据集。"
          columns={[
            {
              id: "name",
              head: "数据",
              spot: "title",
              width: "w-40",
              cell: (note) => (
                <>
                  {note.name}
                  <span className="block font-normal text-ink-3 text-note">{`${note.departmentName}，${note.frequency}`}</span>
                  {note.consentGated ? <Tag tone="amber">要您同意才查</Tag> : null}
                </>
              ),
            },
            { id: "purpose", head: "做什么用", cell: (note) => note.purpose },
            { id: "basis", head: "凭什么", cell: (note) => note.legalBasis },
            { id: "keep", head: "留多久", cell: (note) => note.retention, width: "w-48" },
          ]}
        />
      </Section>
      <Section title="您的权利" className="mt-8">
        <ul className="grid gap-2">
          <li>看：登录后在“企业档案”里能看到每一项数据、来源和截至日期。</li>
          <li>改：数据不对，点“数据不对”申请更正，由提供数据的部门处理，期间先不下结论。</li>
          <li>同意和撤回：发票等数据按政策逐项同意，随时可以撤回；撤回以后不再查，已经办完的不受影响。</li>
          <li>要说法：自动核对得出的结果，您可以要求人工看一次，也可以要求说明理由。</li>
          <li>撤出：不想领某项补贴，可以谢绝；谢绝不影响其他补贴。</li>
        </ul>
      </Section>
      <Section title="怎么保护" className="mt-8">
        <ul className="grid gap-2">
          <li>身份证号收到时就变成不可还原的摘要，平台里没有原号。</li>
          <li>账号、姓名、联系方式加密保存；工作人员点开看，要写用途，并留下记录。</li>
          <li>公示只列企业名称、信用代码、政策、金额和依据；个体工商户经营者的姓名遮住一部分。公示结束满一年下线。</li>
          <li>政策计算器不登录就能用，填的内容不保存；为防止滥用，只在一小时内保留访问地址的摘要。</li>
        </ul>
      </Section>
      <Section title="谁负责" className="mt-8">
        <p>{`处理者：${OFFICE}。对个人信息的查询、更正、删除和投诉，请打 ${HOTLINE}，或到青禾县政务服务中心一楼惠企政策专窗。`}</p>
      </Section>
    </>
  );
}
