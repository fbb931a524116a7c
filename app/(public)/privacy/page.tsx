import type { Metadata } from "next";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { HOTLINE, HOTLINE_HOURS, OFFICE } from "@/app/_ui/shells/office";
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
      <Section title="哪些是个人信息" aside="其余是企业信息" className="mt-8">
        <ul className="grid gap-2">
          <li>法定代表人、经营者的姓名和电话：核对身份、通知办理，来自登记机关。</li>
          <li>职工的身份证号：只用来数人数、防止同一个人重复计算；收到时就变成不可还原的摘要。</li>
          <li>个体工商户经营者的个人账户：只在您选择打到这个账户、并另外同意时使用，属于敏感个人信息。</li>
          <li>登录人的姓名、登录名和操作记录：确认是谁办的。</li>
        </ul>
      </Section>
      <Section title="怎么用" className="mt-8">
        <ul className="grid gap-2">
          <li>部门按目录把数据送来，平台清洗、归到企业、和政策条件比对；结论由写明的条件算出，不由推荐模型决定。</li>
          <li>涉及发票的，先有您的同意才读；没有同意，送来了也不读。</li>
          <li>付款时把户名、账号和金额交给开户银行；公示时公开企业名称、信用代码、政策、金额和依据。不卖，不用于招商和广告，不出境。</li>
        </ul>
      </Section>
      <Section title="您的权利" className="mt-8">
        <ul className="grid gap-2">
          <li>看：登录后在“企业信息”里能看到每一项数据、来源和截至日期；要复制件，到窗口取。</li>
          <li>改：数据不对，点“数据有误”申请更正，由提供数据的部门 3 个工作日内答复；答复以前按现有数据核对。</li>
          <li>同意和撤回：发票等数据按政策逐项同意，随时可以撤回。撤回以后不再读，靠它核对的在办补贴停办；已经付款和正在付款的不受影响。</li>
          <li>要说法：自动核对得出不符合的，您可以在 15 日内申请复核，换人再看，并说明理由。</li>
          <li>删：保存期满、目的达到或撤回同意后，可以要求删除；法律规定还要保存的，停止使用，只保存。</li>
          <li>撤出：不想领某项补贴，可以放弃；放弃不影响其他补贴。</li>
        </ul>
        <p className="mt-2 text-ink-2">以上要求打下面的电话或到窗口提出，15 日内答复；不答应的，说明理由，您可以投诉或者依法起诉。</p>
      </Section>
      <Section title="怎么保护，留多久" className="mt-8">
        <ul className="grid gap-2">
          <li>身份证号收到时就变成不可还原的摘要，平台里没有原号。</li>
          <li>账号、姓名、联系方式加密保存；工作人员点开看，要写用途，并留下记录。</li>
          <li>公示只列企业名称、信用代码、政策、金额和依据；个体工商户经营者的姓名遮住一部分。公示结束满一年下线。</li>
          <li>各类数据的保存期见上表；办理、付款和操作记录按会计、档案的规定长期保存，不少于 6 个月。</li>
          <li>政策计算器不登录就能用，填的内容不保存；为防止滥用，只在一小时内保留访问地址的摘要。</li>
        </ul>
      </Section>
      <Section title="谁负责" className="mt-8">
        <p>{`处理者：${OFFICE}，青禾县政务服务中心一楼惠企政策专窗，电话 ${HOTLINE}（${HOTLINE_HOURS}）。查询、更正、删除、撤回和投诉都在这里办。`}</p>
        <p className="text-ink-2">处理的依据、目的、种类或者保存期变了，先在这一页写明，再按新的办；要您同意的，另外征求。</p>
      </Section>
    </>
  );
}
