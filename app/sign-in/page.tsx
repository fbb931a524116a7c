import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { currentUser } from "@/app/_server/session";
import { Link } from "@/app/_ui/link";
import { Message } from "@/app/_ui/message";
import { HOTLINE } from "@/app/_ui/shells/office";
import { PublicShell } from "@/app/_ui/shells/public-shell";
import { readConfig } from "@/db/config";
import { SignInForm } from "./sign-in-form";
import { signInError } from "./texts";

export const metadata: Metadata = { title: "登录" };

const Query = z.object({ error: z.string().max(80).nullable().catch(null).default(null), changed: z.enum(["1", "bound"]).optional().catch(undefined) });

const CHANGED = { "1": "密码已经改好，请用新密码登录。", bound: "动态验证码已经绑好，请重新登录。" } as const;

export default async function SignInPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const query = Query.parse(await searchParams);
  if (await currentUser()) redirect("/start");
  const { oidc, demo } = readConfig();
  return (
    <PublicShell account={null}>
      <div className="mx-auto max-w-[400px] py-4 desk:py-8">
        <h1 className="mb-6">登录</h1>
        {query.changed ? <Message tone="green" title={CHANGED[query.changed]} live="status" className="mb-5" /> : null}
        <SignInForm provincial={oidc !== null} firstError={query.error === null ? null : signInError(query.error)} />
        <p className="mt-6">
          企业第一次来？<Link href="/register">法定代表人在这里注册</Link>
        </p>
        <p className="mt-4 text-ink-3 text-small">
          {"30 分钟不操作会自动退出。忘记密码，请带营业执照到政务服务中心惠企政策专窗，或打惠企热线 "}
          <span className="whitespace-nowrap">{HOTLINE}</span>。
        </p>
        {demo ? (
          <p className="mt-4 border-line border-t pt-4 text-ink-3 text-small">
            这是演示县，各角色的演示账号在安装目录里运行 <code>npm run demo:accounts</code> 就能看到。
          </p>
        ) : null}
      </div>
    </PublicShell>
  );
}
