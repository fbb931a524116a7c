import { ButtonLink } from "./_ui/button";
import { PLATFORM } from "./_ui/shells/office";
import { PublicShell } from "./_ui/shells/public-shell";
import { StatePage } from "./_ui/state-page";

export default function Unauthorized() {
  return (
    <PublicShell account={null}>
      <title>{`请先登录｜${PLATFORM}`}</title>
      <StatePage
        title="请先登录"
        actions={
          <>
            <ButtonLink tone="go" href="/sign-in">
              去登录
            </ButtonLink>
            <ButtonLink href="/">回到首页</ButtonLink>
          </>
        }
      >
        <p>这一页只给登录的人看。30 分钟不操作会自动退出，登录后可以接着办。</p>
      </StatePage>
    </PublicShell>
  );
}
