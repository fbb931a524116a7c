import { ButtonLink } from "@/app/_ui/button";
import { HOTLINE } from "@/app/_ui/shells/office";
import { StatePage } from "@/app/_ui/state-page";

export default function Forbidden() {
  return (
    <StatePage title="这一页不在您的权限里" actions={<ButtonLink href="/">回到首页</ButtonLink>}>
      <p>这里是企业自己的页面，只有法定代表人和他授权的人能看。</p>
      <p>{`您为企业办事但进不来，请法定代表人给您授权，或拨 ${HOTLINE}。`}</p>
    </StatePage>
  );
}
