import type { Metadata } from "next";
import { ButtonLink } from "./_ui/button";
import { PublicShell } from "./_ui/shells/public-shell";
import { StatePage } from "./_ui/state-page";

export const metadata: Metadata = { title: "没有这个页面" };

export default function NotFound() {
  return (
    <PublicShell>
      <StatePage
        title="没有这个页面"
        actions={
          <>
            <ButtonLink href="/">回到首页</ButtonLink>
            <ButtonLink href="/notices">看现在的公示</ButtonLink>
          </>
        }
      >
        <p>可能地址写错了，也可能已下线。公示结束满 1 年的名单不再公开。</p>
      </StatePage>
    </PublicShell>
  );
}
