import type { Metadata } from "next";
import { z } from "zod";
import { ButtonLink } from "@/app/_ui/button";
import { Facts } from "@/app/_ui/facts";
import { EmptyState } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { PageHead } from "@/app/_ui/section";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { findPublicLine } from "@/db/policy-queries";
import { formatDay } from "@/lib/kernel/plain-date";
import { ObjectionForm } from "./objection-form";

export const metadata: Metadata = { title: "提出异议" };

const LineId = z.uuid().nullable().catch(null);

export default async function NewObjectionPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const lineId = LineId.parse((await searchParams)["line"] ?? null);
  const db = await getDb();
  const line = lineId === null ? null : await findPublicLine(db, lineId, await businessToday(db));
  if (!line) {
    return (
      <>
        <PageHead title="提出异议" crumbs={[["公示", "/notices"]]} here="提出异议" />
        <EmptyState title="请先选一条公示" level={2} actions={<ButtonLink href="/notices">去看公示名单</ButtonLink>}>
          异议要对着名单里的一条提。打开公示名单，在那一条后面点“提出异议”。
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHead
        title="提出异议"
        crumbs={[
          ["公示", "/notices"],
          [line.noticeNumber, `/notices/${line.noticeId}`],
        ]}
        here="提出异议"
        note="只暂停您指出的这一条，其他企业不受影响。"
      />
      <Facts
        columns={4}
        className="mb-8 border-line border-y py-3"
        items={[
          { label: "企业", value: line.enterpriseName, note: line.uscc },
          { label: "政策", value: line.policyName },
          { label: "拟补金额", value: <Money fen={line.amountFen} /> },
          { label: "公示到", value: `${formatDay(line.endsOn)} 18:00` },
        ]}
      />
      <ObjectionForm lineId={line.id} />
    </>
  );
}
