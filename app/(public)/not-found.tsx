import { ButtonLink } from "@/app/_ui/button";
import { StatePage } from "@/app/_ui/state-page";

/** Inside the public shell: the address points at a policy or a notice that is not there. */
export default function PublicNotFound() {
  return (
    <StatePage
      title="没有找到这一页"
      actions={
        <>
          <ButtonLink tone="go" href="/policies">
            去政策库找
          </ButtonLink>
          <ButtonLink href="/notices">看公示</ButtonLink>
        </>
      }
    >
      <title>没有找到这一页</title>
      <p>地址可能写错了，政策可能已经停用，公示结束满一年也会下线。</p>
    </StatePage>
  );
}
