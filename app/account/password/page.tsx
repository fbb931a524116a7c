import type { Metadata } from "next";
import { unauthorized } from "next/navigation";
import { currentUser } from "@/app/_server/session";
import { SignOutButton } from "@/app/_server/sign-out-button";
import { Message } from "@/app/_ui/message";
import { PublicShell } from "@/app/_ui/shells/public-shell";
import { PasswordForm } from "./password-form";

export const metadata: Metadata = { title: "改密码" };

/** Asks for a session only, not for a finished one: this page is where an initial password is changed. */
export default async function PasswordPage() {
  const user = (await currentUser()) ?? unauthorized();
  return (
    <PublicShell account={<SignOutButton />}>
      <div className="mx-auto max-w-[400px] py-4 desk:py-8">
        <h1 className="mb-2">改密码</h1>
        <p className="mb-6 text-ink-2">{user.displayName}</p>
        {user.mustChangePassword ? (
          <Message tone="amber" title="第一次登录，请先改密码" className="mb-5">
            初始密码别人也可能知道，改好以后才能办事。
          </Message>
        ) : null}
        <PasswordForm />
      </div>
    </PublicShell>
  );
}
