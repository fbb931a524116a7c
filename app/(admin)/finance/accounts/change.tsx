import { Facts } from "@/app/_ui/facts";
import { Code, Tag } from "@/app/_ui/tag";
import type { PendingAccount } from "@/db/accounts";
import { formatYuan } from "@/lib/kernel/fen";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { ActArea, ActText, ConfirmAct } from "../../admin/_parts/act-form";
import { when } from "../../admin/_parts/when";
import { acceptAccount, rejectAccount, revealNumber } from "./actions";

function Acts({ account }: { account: PendingAccount }) {
  const hidden = { accountId: account.id };
  const tail = `尾号 ${account.last4}`;
  return (
    <div className="flex flex-wrap gap-2">
      <ConfirmAct
        open="通过"
        openTone="go"
        title={`通过 ${account.enterpriseName} 的新账户（${tail}）`}
        description={account.formerLast4 ? "通过后满 24 小时生效，之前的付款仍用原账户。" : "企业还没有在用的账户，通过后立即生效。"}
        action={acceptAccount}
        hidden={hidden}
        submit={`通过（${tail}）`}
      >
        <ActText
          label="联行号"
          name="cnapsCode"
          optional
          hint="企业没有填，或者和开户行对不上时，由财政补填。"
          defaultValue={account.cnapsCode ?? ""}
          inputMode="numeric"
          maxLength={12}
        />
      </ConfirmAct>
      <ConfirmAct
        open="不通过"
        openTone="stop"
        title={`不通过 ${account.enterpriseName} 的新账户（${tail}）`}
        action={rejectAccount}
        hidden={hidden}
        submit="退回企业重填"
        tone="stop"
      >
        <ActArea label="原因" name="reason" hint="企业会看到。" required maxLength={200} />
      </ConfirmAct>
      <ConfirmAct
        open="显示账号"
        openTone="text"
        title={`显示完整账号（${tail}）`}
        description="显示前先写用途，并留下查看记录。"
        action={revealNumber}
        hidden={hidden}
        submit="记录并显示账号"
        reveal={[["number", "账号"]]}
      >
        <ActText label="用途" name="purpose" required placeholder="如：和开户证明核对" maxLength={60} />
      </ConfirmAct>
    </div>
  );
}

/** 一项账户变更: whose, from which account to which, and what hangs on it. */
export function Change({ account, today }: { account: PendingAccount; today: PlainDate }) {
  return (
    <li className="grid gap-3 border-line border-b py-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2>{account.enterpriseName}</h2>
        <Code>{account.uscc}</Code>
        {account.kind === "operator" ? <Tag tone="amber">经营者本人账户</Tag> : null}
        {account.failedFen === null ? null : <Tag tone="red">{`退票待重付 ${formatYuan(account.failedFen)}元`}</Tag>}
      </div>
      <Facts
        columns={4}
        items={[
          { label: "户名", value: account.holderName },
          { label: "开户行", value: account.bankName, note: account.cnapsCode ? `联行号 ${account.cnapsCode}` : "没有填联行号" },
          { label: "新账户", value: `****${account.last4}`, note: account.formerLast4 ? `原账户 ****${account.formerLast4}` : "原来没有账户" },
          { label: "填写时间", value: when(account.createdAt, today) },
        ]}
      />
      <Acts account={account} />
    </li>
  );
}
