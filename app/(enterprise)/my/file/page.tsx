import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { allowed } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { Facts } from "@/app/_ui/facts";
import { PageHead, Section } from "@/app/_ui/section";
import { loadMyFile } from "@/db/my-file";
import { requireOwner, workingTime } from "../_parts/owner";
import { CompanySwitch } from "./company-switch";
import { Corrections } from "./corrections";
import { DataSections } from "./data-sections";
import { headFacts } from "./head-facts";

export const metadata: Metadata = { title: "企业信息" };

export default async function Page() {
  const { user, enterprise } = await requireOwner("enterprise.viewOwn");
  const { db, at } = await workingTime();
  const file = await loadMyFile(db, enterprise.id);
  if (!file) notFound();
  return (
    <>
      <PageHead
        title="企业信息"
        note="各部门的数据归成的一企一档"
        actions={
          <>
            <ButtonLink href="/my/account">收款账户</ButtonLink>
            <ButtonLink href="/my/consents">数据授权</ButtonLink>
            {allowed(user, "enterprise.appointAgent") ? <ButtonLink href="/my/agents">经办人</ButtonLink> : null}
            <ButtonLink href="/account">账号和密码</ButtonLink>
          </>
        }
      />
      <div className="grid gap-10">
        <CompanySwitch memberships={user.memberships} current={enterprise.id} />
        <Section title="基本信息" aside="来自市场监督管理局登记">
          <Facts items={headFacts(file)} />
        </Section>
        <Corrections corrections={file.corrections} at={at} />
        <DataSections file={file} at={at} />
      </div>
    </>
  );
}
