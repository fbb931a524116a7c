import type { Metadata } from "next";
import { Link } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/section";
import { HOTLINE, HOTLINE_HOURS, OFFICE } from "@/app/_ui/shells/office";
import { Steps } from "./steps";

export const metadata: Metadata = { title: "服务指南" };

export default function AboutPage() {
  return (
    <>
      <PageHead title="服务指南" note="惠企补贴免申即领：数据替您跑，您只确认一次。" />
      <Section title="怎么到账">
        <Steps />
      </Section>
      <Section title="您可以做什么" className="mt-8">
        <ul className="grid gap-2">
          <li>
            <Link href="/calculator">政策计算器</Link>：不登录就能算，说清能拿多少、差什么。
          </li>
          <li>
            <Link href="/policies">政策库</Link>：每项政策的条文、条件、标准、材料和时限。
          </li>
          <li>
            <Link href="/notices">公示</Link>：拟兑付的名单；觉得不对，可以实名提异议。
          </li>
          <li>
            <Link href="/sign-in">登录</Link>：看自己企业的补贴、数据和到账情况，数据不对可以申请更正。
          </li>
        </ul>
      </Section>
      <Section title="谁来决定" className="mt-8">
        <p>符合不符合，由政策条文逐条比对决定，每一条都写明依据、您的数据和数据来源。自动核对定不了的由人工看。不同意结果，15 日内可以申请复核。</p>
      </Section>
      <Section title="问谁" className="mt-8">
        <p>{`${OFFICE}，惠企热线 ${HOTLINE}（${HOTLINE_HOURS}）`}</p>
        <p>青禾县政务服务中心一楼惠企政策专窗，可以代办。</p>
      </Section>
    </>
  );
}
