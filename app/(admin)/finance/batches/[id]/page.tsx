import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePermission } from "@/app/_server/session";
import { Facts } from "@/app/_ui/facts";
import { Money } from "@/app/_ui/money";
import { PageHead, Section } from "@/app/_ui/section";
import { type Stage, Stages } from "@/app/_ui/stages";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { readConfig } from "@/db/config";
import { type BatchDetail, findBatch } from "@/db/disbursement-views";
import { formatNearDay, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../../../admin/_parts/when";
import { BatchActs } from "./acts";
import { FilesTable, OrdersTable } from "./tables";

export const metadata: Metadata = { title: "一批支付" };

const ORDER = ["prepared", "released", "exported", "reconciled"] as const;

function stagesOf(batch: BatchDetail, today: PlainDate): Stage[] {
  const at = ORDER.indexOf(batch.state);
  const notes: readonly (Instant | null)[] = [
    batch.madeAt,
    batch.releasedAt,
    batch.exportedAt,
    batch.files.findLast((file) => file.direction === "in")?.at ?? null,
  ];
  return ["制单", "放行", "发送银行", "对平回单"].map((name, step): Stage => {
    const note = notes[step];
    if (step <= at) return { name, state: "done", ...(note && { note: when(note, today) }) };
    return { name, state: step === at + 1 ? "now" : "todo" };
  });
}

export default async function BatchPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("payment.view");
  const { id } = await params;
  const db = await getDb();
  const [batch, today] = await Promise.all([findBatch(db, id), businessToday(db)]);
  if (!batch) notFound();
  return (
    <>
      <PageHead title={batch.number} note={batch.fundName} crumbs={[["支付批次", "/finance/batches"]]} here={batch.number} />
      <p className="mb-4 flex flex-wrap items-baseline gap-x-4">
        <Money fen={batch.totalFen} size="xl" />
        <span className="text-ink-2">{`${batch.orderCount} 笔，${formatNearDay(batch.dueOn, today)} 18:00 前付出`}</span>
      </p>
      <Stages stages={stagesOf(batch, today)} label="批次进度" />
      <div className="mt-6 grid gap-8 rail:grid-cols-[minmax(0,1fr)_344px]">
        <Section title="下一步">
          <BatchActs batch={batch} roles={user.roles} personId={user.personId} demo={readConfig().demo} />
        </Section>
        <Section title="经手人">
          <Facts
            items={[
              { label: "制单", value: batch.makerName, note: when(batch.madeAt, today) },
              { label: "放行", value: batch.releaserName ?? "还没有放行", ...(batch.releasedAt && { note: when(batch.releasedAt, today) }) },
            ]}
          />
        </Section>
      </div>
      <Section title="支付指令" aside={`${batch.orderCount} 笔`} className="mt-8">
        <OrdersTable batch={batch} today={today} />
      </Section>
      <Section title="银行文件" className="mt-8">
        <FilesTable files={batch.files} today={today} />
      </Section>
    </>
  );
}
