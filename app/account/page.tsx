import type { Metadata } from "next";
import { redirect, unauthorized } from "next/navigation";
import { AccountFrame } from "@/app/_server/frames";
import { homeOf } from "@/app/_server/rail";
import { currentUser, type SessionUser } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { Facts } from "@/app/_ui/facts";
import { Message } from "@/app/_ui/message";
import { PageHead, Section } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import { getDb } from "@/db/client";
import { unusedRecoveryCodes } from "@/db/second-factor";
import { ROLE_NAMES } from "@/lib/access/roles";
import { Contacts } from "./contacts/contacts";
import { BindForm, RenewForm } from "./second-factor-form";

export const metadata: Metadata = { title: "我的账号" };

const placeOf = ({ departmentName, enterpriseName }: SessionUser["memberships"][number]): string => departmentName ?? enterpriseName ?? "全县";

async function Bound({ personId }: { personId: string }) {
  const left = await unusedRecoveryCodes(await getDb(), personId);
  return (
    <div className="grid gap-4">
      <p>登录时除了密码，还要填手机验证器上的六位数字。换手机或手机丢了，用备用码登录；备用码也没有了，请安全管理员解除绑定。</p>
      <p>
        备用码还有 <b>{left}</b> 个没有用过。
      </p>
      <RenewForm />
    </div>
  );
}

/** Asks for a session only, not for a finished one: this page is where an authenticator is bound that the county asks for. */
export default async function AccountPage() {
  const user = (await currentUser()) ?? unauthorized();
  if (user.mustChangePassword) redirect("/account/password");
  return (
    <AccountFrame user={user}>
      <div className="grid max-w-[640px] gap-10">
        <div>
          <PageHead title="我的账号" actions={user.unfinished ? null : <ButtonLink href={homeOf(user.roles)}>回到工作页</ButtonLink>} />
          <Facts
            items={[
              { label: "姓名", value: user.displayName },
              { label: "登录名", value: <Code>{user.username}</Code> },
              {
                label: "岗位",
                value: user.memberships.map((one) => `${ROLE_NAMES[one.role]}（${placeOf(one)}）`).join("、") || "还没有任职",
              },
            ]}
          />
        </div>
        {user.unfinished ? null : <Contacts personId={user.personId} />}
        {user.hasPassword ? (
          <>
            <Section title="动态验证码" aside={user.secondFactor ? "已绑定" : "没有绑定"}>
              {user.unfinished ? (
                <Message tone="amber" title="本县要求工作人员先绑定动态验证码" className="mb-5">
                  绑好以后重新登录，就能办事。
                </Message>
              ) : null}
              {user.secondFactor ? <Bound personId={user.personId} /> : <BindForm />}
            </Section>
            <Section title="密码">
              <ButtonLink href="/account/password">改密码</ButtonLink>
            </Section>
          </>
        ) : (
          <p className="text-ink-2">您用省统一身份认证登录，密码和验证方式在省平台上管理。</p>
        )}
      </div>
    </AccountFrame>
  );
}
