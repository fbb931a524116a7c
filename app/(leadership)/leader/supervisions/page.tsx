import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { Pager } from "@/app/_ui/pager";
import { PageHead } from "@/app/_ui/section";
import { readTableQuery } from "@/app/_ui/table-query";
import { chosenState, OrdersTable, OrderTabs } from "@/app/(review)/parts/orders-table";
import type { SearchParams } from "@/app/(review)/parts/params";
import { countSupervisions, departmentsToOrder, listOrders, type Reader } from "@/db/supervision-queries";
import { may } from "@/lib/access/permissions";
import { addWorkdays } from "@/lib/calendar/workdays";
import { dayOf } from "@/lib/kernel/plain-date";
import { leaderRead } from "../../parts/read";
import { OrderDialog } from "./order-dialog";

export const metadata: Metadata = { title: "督办单" };

/** 督办单 that the leader oversees: overdue replies first. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("leader.cockpit");
  const query = readTableQuery("/leader/supervisions", await searchParams, { sortable: [] });
  const { db, scope, clock } = await leaderRead(user);
  const reader: Reader = { as: "leader", scope };
  const [counts, departments] = await Promise.all([countSupervisions(db, reader, clock.at), departmentsToOrder(db, scope)]);
  const state = chosenState(query.params["state"], counts);
  const rows = await listOrders(db, reader, { state, now: clock.at, page: query.page, size: query.pageSize });
  const replyBy = addWorkdays(clock.calendar, dayOf(clock.at), 2).day;
  return (
    <>
      <PageHead
        title="督办单"
        crumbs={[["看板", "/leader"]]}
        here="督办单"
        note={counts.late > 0 ? `${counts.late} 件逾期没有答复` : `${counts.open} 件等答复`}
        actions={
          may(user.roles, "claim.supervise") && departments.length > 0 ? (
            <OrderDialog key={counts.open + counts.late} departments={departments} replyBy={replyBy} />
          ) : undefined
        }
      />
      {query.params["done"] === "ordered" ? <Message tone="green" live="status" title="督办已发出" className="mb-4" /> : null}
      <OrderTabs path="/leader/supervisions" state={state} counts={counts} />
      <OrdersTable rows={rows} state={state} now={clock.at} calendar={clock.calendar} />
      <Pager query={query} total={counts[state]} unit="件" />
    </>
  );
}
