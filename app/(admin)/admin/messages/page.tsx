import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { Pager } from "@/app/_ui/pager";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { Tag } from "@/app/_ui/tag";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { type ChannelState, channelStates, listDeliveries } from "@/db/deliveries";
import { may } from "@/lib/access/permissions";
import { instant, type PlainDate } from "@/lib/kernel/plain-date";
import { CHANNEL_NAMES } from "@/lib/messages/channels";
import { ConfirmAct } from "../_parts/act-form";
import { count, when } from "../_parts/when";
import { resend } from "./actions";
import { deliveryColumns } from "./columns";

export const metadata: Metadata = { title: "消息通道" };

const STATES = ["dead", "waiting", "sent"] as const;
const STATE_NAMES: Readonly<Record<(typeof STATES)[number], string>> = { dead: "没有送到", waiting: "等待发送", sent: "已送出" };

function Channels({ states, today }: { states: readonly ChannelState[]; today: PlainDate }) {
  return (
    <PlainTable
      caption="通道"
      rows={states}
      rowKey={(row) => row.channel}
      empty="没有通道。"
      oneLine
      columns={[
        { id: "channel", head: "通道", cell: (row) => CHANNEL_NAMES[row.channel], rowHead: true, spot: "title" },
        {
          id: "configured",
          head: "配置",
          cell: (row) => <Tag tone={row.configured ? "green" : "plain"}>{row.configured ? "已配置" : "没有配置"}</Tag>,
          spot: "lead-end",
        },
        { id: "sent", head: "已送出（条）", cell: (row) => count(row.sent), align: "end", unit: "条已送出" },
        { id: "waiting", head: "等待（条）", cell: (row) => count(row.waiting), align: "end", unit: "条等待" },
        { id: "dead", head: "没有送到（条）", cell: (row) => count(row.dead), align: "end", unit: "条没有送到" },
        {
          id: "last",
          head: "最近送出",
          cell: (row) => (row.lastSentAt ? when(instant(row.lastSentAt.getTime()), today) : "还没有送出过"),
          spot: "foot",
        },
      ]}
    />
  );
}

export default async function MessagesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const user = await requirePermission("ops.view");
  const query = readTableQuery("/admin/messages", await searchParams, { sortable: [] });
  const state = STATES.find((one) => one === query.params["state"]) ?? "dead";
  const db = await getDb();
  const [states, list, today] = await Promise.all([
    channelStates(db),
    listDeliveries(db, state, { page: query.page, size: query.pageSize }),
    businessToday(db),
  ]);
  const mayResend = may(user.roles, "settings.manage");
  const sum = (key: "dead" | "waiting" | "sent") => states.reduce((total, one) => total + one[key], 0);
  const none = states.every((one) => !one.configured);
  return (
    <>
      <PageHead
        title={sum("dead") > 0 ? `${count(sum("dead"))} 条消息没有送到` : "消息通道"}
        note="所有消息都在站内，这里是另外发出去的邮件、短信和群消息"
        actions={
          mayResend && sum("dead") > 0 ? (
            <ConfirmAct
              open={`${count(sum("dead"))} 条全部重发`}
              title={`重发没有送到的 ${count(sum("dead"))} 条消息`}
              description="先确认通道已经恢复。已经送出的不会再发。"
              action={resend}
              hidden={{ id: "all" }}
              submit="全部重发"
            />
          ) : undefined
        }
      />
      {none ? (
        <Message title="没有配置任何通道，消息只在站内" className="mb-4">
          要发邮件、短信或群消息，请按安装说明里的配置表设置，重启后生效。
        </Message>
      ) : null}
      <Channels states={states} today={today} />
      <Section title="消息" className="mt-8">
        <Tabs
          label="按状态"
          items={STATES.map((one) => ({
            href: `/admin/messages?state=${one}`,
            text: STATE_NAMES[one],
            count: sum(one),
            current: one === state,
          }))}
          className="mb-3"
        />
        <PlainTable
          caption={STATE_NAMES[state]}
          rows={list.rows}
          rowKey={(row) => row.id}
          empty={`没有${state === "dead" ? "没送到" : STATE_NAMES[state]}的消息。`}
          columns={deliveryColumns(state, today, mayResend)}
        />
        <Pager query={query} total={list.total} unit="条" />
      </Section>
    </>
  );
}
