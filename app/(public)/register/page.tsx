import type { Metadata } from "next";
import { Link } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/section";
import { readConfig } from "@/db/config";
import { RegisterForm } from "./register-form";

export const metadata: Metadata = { title: "企业注册" };
/** The channel is read at run time. */
export const dynamic = "force-dynamic";

/** Open to everybody, and shows nothing of any enterprise before its legal representative is proven (B12). */
export default function RegisterPage() {
  return (
    <>
      <PageHead title="企业注册" crumbs={[["登录", "/sign-in"]]} here="企业注册" />
      <p className="mb-6 max-w-[560px] text-ink-2">
        由法定代表人本人注册：三项和市场监管部门的登记一致，验证码发到登记的电话。经办人不用注册，由法定代表人指定。登记的电话换了，请先到市场监管窗口改，或者
        <Link href="/about">到政务服务中心办理</Link>。
      </p>
      <div className="max-w-[480px]">
        <RegisterForm demo={readConfig().messages.kind === "demo"} />
      </div>
    </>
  );
}
