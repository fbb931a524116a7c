import type { Metadata } from "next";
import { PageHead, Section } from "@/app/_ui/section";
import { HOTLINE, HOTLINE_HOURS } from "@/app/_ui/shells/office";

export const metadata: Metadata = { title: "无障碍说明" };

export default function AccessibilityPage() {
  return (
    <>
      <PageHead title="无障碍说明" note="怎样设计的，检查过什么，还没有检查什么。" />
      <Section title="怎样设计">
        <ul className="grid gap-2">
          <li>操作都安排了键盘走法，焦点有明显的框；每页开头可以跳到正文。</li>
          <li>文字和底色的对比定在 4.5 以上，图形和边框定在 3 以上；状态同时用形状、颜色和文字表示。</li>
          <li>放大或换成手机，内容排成一列；手机上的按钮按 44 像素设计。</li>
          <li>没有自己动的内容，没有倒计时的步骤。30 分钟不操作会自动退出登录，没有提交的内容不保留。</li>
        </ul>
        <p className="mt-2">按《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668—2019）和国际网页无障碍指南 2.2 版的 AA 级设计。</p>
      </Section>
      <Section title="检查过什么" className="mt-8">
        <p>用自动检查工具 axe-core 检查过页面，查出的问题已经改掉。自动检查只能发现一部分问题，查不出不等于没有。</p>
      </Section>
      <Section title="还没有检查什么" className="mt-8">
        <ul className="grid gap-2">
          <li>没有用读屏软件逐页走过，也没有请视障、肢体障碍的使用者试用。</li>
          <li>没有逐页验证放大到 200%、窄到 320 像素、关掉脚本时的样子。</li>
          <li>没有请第三方按 GB/T 37668 检测，所以不说符合哪一级。</li>
        </ul>
      </Section>
      <Section title="碰到困难" className="mt-8">
        <p>{`请打惠企热线 ${HOTLINE}（${HOTLINE_HOURS}），或到青禾县政务服务中心一楼惠企政策专窗，工作人员可以代办。说明是哪一页、卡在哪一步，我们改。`}</p>
      </Section>
    </>
  );
}
