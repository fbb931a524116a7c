import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { EmptyState } from "@/app/_ui/message";
import { PageHead } from "@/app/_ui/section";
import { listPendingAccounts } from "@/db/accounts";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { Change } from "./change";

export const metadata: Metadata = { title: "账户变更" };

export default async function AccountsPage() {
  await requirePermission("payment.accountReview");
  const db = await getDb();
  const [pending, today] = await Promise.all([listPendingAccounts(db), businessToday(db)]);
  return (
    <>
      <PageHead title={pending.length > 0 ? `${pending.length} 个账户变更等复核` : "账户变更"} note="企业改收款账户，先由财政复核，再等 24 小时生效" />
      {pending.length === 0 ? (
        <EmptyState level={2} title="没有等复核的账户变更">
          企业填写新账户，或者个体工商户用经营者本人的账户收款时，会出现在这里。
        </EmptyState>
      ) : (
        <ul className="border-ink border-t-2">
          {pending.map((account) => (
            <Change key={account.id} account={account} today={today} />
          ))}
        </ul>
      )}
    </>
  );
}
