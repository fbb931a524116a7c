import { ButtonLink } from "./_ui/button";
import { HOTLINE, PLATFORM } from "./_ui/shells/office";
import { PublicShell } from "./_ui/shells/public-shell";
import { StatePage } from "./_ui/state-page";

export default function Forbidden() {
  return (
    <PublicShell account={null}>
      <title>{`没有权限｜${PLATFORM}`}</title>
      <StatePage title="这一页不在您的权限里" actions={<ButtonLink href="/">回到首页</ButtonLink>}>
        <p>您只能看本企业或本部门的内容。要协办，请让对方经办人转给您。</p>
        <p>
          {"权限不对，请找本单位的管理员，或拨 "}
          <span className="whitespace-nowrap">{HOTLINE}</span>。
        </p>
      </StatePage>
    </PublicShell>
  );
}
