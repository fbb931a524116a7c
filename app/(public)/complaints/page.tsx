import type { Metadata } from "next";
import { Link } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/section";
import { HOTLINE, HOTLINE_HOURS, OFFICE } from "@/app/_ui/shells/office";
import { getDb } from "@/db/client";
import { policyDepartments } from "@/db/policy-queries";

export const metadata: Metadata = { title: "投诉举报" };

export default async function ComplaintsPage() {
  const departments = await policyDepartments(await getDb());
  return (
    <>
      <PageHead title="投诉举报" note="办得慢、办得不对、有人索要好处，都可以说。" />
      <Section title="找谁">
        <p>{`${OFFICE}，电话 ${HOTLINE}（${HOTLINE_HOURS}）`}</p>
        <p>来信来访：青禾县政务服务中心一楼惠企政策专窗。</p>
        <p>现在收电话、来信和来访，还不能在网上提交。接待人员当场登记，告诉您登记号；问进展，报这个号。</p>
        <p className="text-ink-2">实名的 5 个工作日内答复；匿名但线索具体的，照样核查。举报人的姓名和联系方式不告诉被举报的一方。</p>
      </Section>
      <Section title="不同的事，走不同的路" className="mt-8">
        <ul className="grid gap-2">
          <li>
            对公示名单有意见：在<Link href="/notices">公示</Link>里对着那一条提异议，名单会先停下来核实。
          </li>
          <li>对自己企业的结果不服：登录后在那笔补贴里申请复核，15 日内有效。</li>
          <li>自己企业的数据不对：登录后在“企业信息”里申请更正，3 个工作日内答复。</li>
          <li>个人信息被多查、外泄或用错：打上面的电话，说明是哪一条；也可以直接向县网信部门或公安机关举报。</li>
          <li>对答复还不满意：依法申请行政复议，或者提起行政诉讼。</li>
          <li>骗取、套取补贴：打上面的电话，或直接向牵头部门举报。</li>
        </ul>
      </Section>
      <Section title="牵头部门电话" className="mt-8">
        <dl className="grid grid-cols-[minmax(0,1fr)_max-content] gap-x-6 gap-y-1 desk:max-w-[560px]">
          {departments.map((one) => (
            <div key={one.id} className="col-span-2 grid grid-cols-subgrid">
              <dt>{one.name}</dt>
              <dd className="text-ink-2">{one.phone}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}
