import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/button";
import { StatePage } from "@/app/_ui/state-page";

export const metadata: Metadata = { title: "没有这个页面" };

export default function NotFound() {
  return (
    <StatePage
      title="没有找到"
      actions={
        <>
          <ButtonLink href="/my">回到我的补贴</ButtonLink>
          <ButtonLink href="/my/claims">看办理记录</ButtonLink>
        </>
      }
    >
      <p>可能地址写错了，也可能不是您现在这家企业的。您为几家企业办事时，请先在“企业信息”里换到那一家。</p>
    </StatePage>
  );
}
