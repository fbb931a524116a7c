import type { Metadata } from "next";
import { z } from "zod";
import { DataTable } from "@/app/_ui/data-table";
import { PageHead } from "@/app/_ui/section";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { type ClaimGroup, MY_CLAIM_SORTS, pageMyClaims } from "@/db/my-queries";
import { dayOf } from "@/lib/kernel/plain-date";
import { requireOwner, workingTime } from "../_parts/owner";
import { claimColumns, GROUP_NAMES } from "./columns";

export const metadata: Metadata = { title: "办理记录" };

const Group = z.enum(["confirm", "open", "paid", "ended"]).nullable().catch(null);
const GROUPS: readonly (ClaimGroup | null)[] = [null, "confirm", "open", "paid", "ended"];

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { enterprise } = await requireOwner("enterprise.viewOwn");
  const query = readTableQuery("/my/claims", await searchParams, { sortable: MY_CLAIM_SORTS, defaultSort: "-created" });
  const group = Group.parse(query.params["group"] ?? null);
  const { db, at } = await workingTime();
  const { rows, total, counts } = await pageMyClaims(db, enterprise.id, { group, ...query });
  const all = counts.confirm + counts.open + counts.paid + counts.ended;
  return (
    <>
      <PageHead title="办理记录" note={`${enterprise.name}，共 ${all} 笔`} crumbs={[["我的补贴", "/my"]]} here="办理记录" />
      <Tabs
        label="按进展看"
        className="mb-4"
        items={GROUPS.map((one) => ({
          href: queryHref({ ...query, params: {} }, { group: one, page: null }),
          text: one ? GROUP_NAMES[one] : "全部",
          count: one ? counts[one] : all,
          current: one === group,
        }))}
      />
      <DataTable
        caption="办理记录"
        unit="笔"
        columns={claimColumns(dayOf(at))}
        rows={rows}
        total={total}
        query={query}
        rowKey={(claim) => claim.id}
        rowLabel={(claim) => `${claim.policyName} ${claim.number}`}
        rowHref={(claim) => `/my/claims/${claim.id}`}
        empty={{
          title: group ? `没有“${GROUP_NAMES[group]}”的补贴` : "还没有办理记录",
          help: "部门数据每晚核对一次，有符合的会通知您。",
          ...(group && { clearHref: "/my/claims" }),
        }}
      />
    </>
  );
}
