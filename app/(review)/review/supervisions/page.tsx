import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { Pager } from "@/app/_ui/pager";
import { PageHead } from "@/app/_ui/section";
import { readTableQuery } from "@/app/_ui/table-query";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { countSupervisions, listOrders, type Reader } from "@/db/supervision-queries";
import { dayOf, formatNearDay } from "@/lib/kernel/plain-date";
import { chosenState, OrdersTable, OrderTabs } from "../../parts/orders-table";
import type { SearchParams } from "../../parts/params";
import { ReplyDialog } from "./reply-dialog";

export const metadata: Metadata = { title: "督办答复" };

/** 督办 for those who have to answer: the orders of the leaders to the own department, or about a case that waits here. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("claim.replySupervision");
  const search = await searchParams;
  const query = readTableQuery("/review/supervisions", search, { sortable: [] });
  const db = await getDb();
  const [now, calendar] = await Promise.all([businessNow(db), loadCalendar(db)]);
  const reader: Reader = { as: "addressee", personId: user.personId, departmentId: user.department?.id ?? null, pays: user.roles.includes("paymentMaker") };
  const counts = await countSupervisions(db, reader, now);
  const state = chosenState(query.params["state"], counts);
  const rows = await listOrders(db, reader, { state, now, page: query.page, size: query.pageSize });
  const today = dayOf(now);
  return (
    <>
      <PageHead title="督办答复" note={counts.late > 0 ? `${counts.late} 件逾期没有答复` : `${counts.open} 件等答复`} />
      {query.params["done"] === "replied" ? <Message tone="green" live="status" title="督办已答复，领导会在消息里看到" className="mb-4" /> : null}
      <OrderTabs path="/review/supervisions" state={state} counts={counts} />
      <OrdersTable
        rows={rows}
        state={state}
        now={now}
        calendar={calendar}
        act={(row) => (
          <ReplyDialog
            supervisionId={row.id}
            title={row.claim?.number ?? row.departmentName}
            content={row.content}
            due={formatNearDay(row.replyDueOn, today)}
          />
        )}
      />
      <Pager query={query} total={counts[state]} unit="件" />
    </>
  );
}
