import type { Metadata } from "next";
import { PageHead, Section } from "@/app/_ui/section";
import { HOTLINE, HOTLINE_HOURS } from "@/app/_ui/shells/office";

export const metadata: Metadata = { title: "无障碍说明" };

export default function AccessibilityPage() {
  return (
    <>
      <PageHead title="无障碍说明" note="用键盘、读屏软件、放大或手机，都能办完。" />
      <Section title="做到了什么">
        <ul className="grid gap-2">
          <li>全部操作都能用键盘完成，焦点始终看得见；每页开头可以跳到正文。</li>
          <li>文字和底色的对比不低于 4.5，图形和边框不低于 3；状态同时用形状、颜色和文字表示。</li>
          <li>放大到 200%、窄到 320 像素也不丢内容；手机上的按钮不小于 44 像素。</li>
          <li>政策库、公示、计算器和异议登记，不开脚本也能用。</li>
          <li>没有自己动的内容，没有必须限时完成的步骤；30 分钟不操作会退出，填过的内容可以重新带出。</li>
        </ul>
      </Section>
      <Section title="依据" className="mt-8">
        <p>按《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668—2019）和国际网页无障碍指南 2.2 版的 AA 级设计。</p>
      </Section>
      <Section title="碰到困难" className="mt-8">
        <p>{`请打惠企热线 ${HOTLINE}（${HOTLINE_HOURS}），或到青禾县政务服务中心一楼惠企政策专窗，工作人员可以代办。`}</p>
      </Section>
    </>
  );
}
