import type { Metadata } from "next";
import { allowed } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { type AccountView, listAccounts } from "@/db/accounts";
import { loadMyFile } from "@/db/my-file";
import { dayOf, formatDay, timeOf } from "@/lib/kernel/plain-date";
import { requireOwner, workingTime } from "../_parts/owner";
import { AccountEntryForm } from "./account-form";
import { changeAccount } from "./actions";

export const metadata: Metadata = { title: "收款账户" };

const STATE: Readonly<Record<AccountView["state"], string>> = { effective: "正在使用", pending: "等核对", retired: "已停用" };

const stateOf = ({ state, verifiedAt, effectiveFrom }: AccountView): string =>
  state === "pending" && verifiedAt && effectiveFrom ? `已核对，${formatDay(dayOf(effectiveFrom))} ${timeOf(effectiveFrom)} 生效` : STATE[state];

export default async function Page() {
  const { user, enterprise } = await requireOwner("enterprise.viewOwn");
  const { db } = await workingTime();
  const [accounts, file] = await Promise.all([listAccounts(db, enterprise.id), loadMyFile(db, enterprise.id)]);
  const inUse = accounts.some((account) => account.state === "effective");
  return (
    <>
      <PageHead title="收款账户" crumbs={[["企业信息", "/my/file"]]} here="收款账户" />
      <div className="grid max-w-[800px] gap-10">
        <Section title="登记过的账户" aside="账号加密保存，只显示后四位">
          <PlainTable
            caption="登记过的账户"
            rows={accounts}
            rowKey={(account) => account.id}
            empty="还没有登记收款账户。没有账户，补贴付不出去。"
            columns={[
              { id: "bank", head: "开户银行", cell: (account) => account.bankName, rowHead: true, spot: "title" },
              { id: "number", head: "账号", cell: (account) => `**** ${account.last4}`, spot: "lead" },
              { id: "holder", head: "户名", cell: (account) => account.holderName, spot: "foot" },
              { id: "state", head: "状态", cell: stateOf, spot: "lead-end" },
              { id: "created", head: "登记日期", cell: (account) => formatDay(dayOf(account.createdAt)), spot: "foot-end" },
            ]}
          />
        </Section>
        {allowed(user, "enterprise.manageAccount") ? (
          <Section title={inUse ? "更换账户" : "登记账户"}>
            {inUse ? (
              <Message title="新账户由财政部门核对，核对后再等 24 小时生效" className="mb-4">
                这段时间付款仍打到现在的账户。不是您本人要换，请马上打电话告诉我们。
              </Message>
            ) : null}
            <AccountEntryForm
              action={changeAccount}
              button={inUse ? "更换收款账户" : "登记收款账户"}
              holderName={file?.head.name}
              individual={file?.head.entityType === "individual_business"}
            />
          </Section>
        ) : null}
      </div>
    </>
  );
}
