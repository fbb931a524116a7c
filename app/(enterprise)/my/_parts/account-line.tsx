import type { AccountView } from "@/db/accounts";

/** 收款账户 in one line: bank, last four, whose name. */
export function AccountLine({ account }: { account: Pick<AccountView, "bankName" | "last4" | "kind"> | null }) {
  return (
    <p className="rounded-2 bg-moon px-4 py-3 text-list">
      {account ? (
        <>
          {`收款账户　${account.bankName}　尾号 `}
          <b className="whitespace-nowrap">{account.last4}</b>
          {account.kind === "corporate" ? "　户名与企业名称一致" : "　经营者本人账户"}
        </>
      ) : (
        "还没有登记收款账户，确认时填写。"
      )}
    </p>
  );
}
