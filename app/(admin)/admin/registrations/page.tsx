import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead } from "@/app/_ui/section";
import { Code, Tag, type Tone } from "@/app/_ui/tag";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { readConfig } from "@/db/config";
import { listRegistrations, type RegistrationRow } from "@/db/registrations";
import { when } from "../_parts/when";

export const metadata: Metadata = { title: "企业注册核验" };

const SHOWN = 100;
const STATE: Readonly<Record<RegistrationRow["state"], readonly [Tone, string]>> = {
  open: ["blue", "等验证码"],
  expired: ["plain", "验证码过期"],
  completed: ["green", "已开通"],
  unfit: ["amber", "和登记不一致"],
};

export default async function RegistrationsPage() {
  await requirePermission("people.manage");
  const db = await getDb();
  const [rows, today] = await Promise.all([listRegistrations(db, SHOWN), businessToday(db)]);
  const { messages } = readConfig();
  return (
    <>
      <PageHead title="企业注册" note={`最近 ${SHOWN} 次，新的在前`} />
      {messages.kind === "none" ? (
        <Message tone="amber" title="没有配置短信通道，企业不能在网上注册" className="mb-4">
          请按安装说明设置 SMS_GATEWAY_URL 和 SMS_GATEWAY_SECRET。
        </Message>
      ) : null}
      {messages.kind === "demo" ? (
        <Message title="演示县不发短信，还有效的验证码显示在这里" className="mb-4">
          正式使用时这里没有验证码，任何人都看不到。
        </Message>
      ) : null}
      <PlainTable
        caption="企业注册"
        rows={rows}
        rowKey={(row) => row.id}
        empty="还没有企业注册过。"
        columns={[
          {
            id: "enterprise",
            head: "企业",
            cell: (row) => row.enterpriseName ?? <span className="text-ink-3">没有对上</span>,
            rowHead: true,
            spot: "title",
          },
          { id: "started", head: "时间", cell: (row) => when(row.startedAt, today), spot: "foot" },
          { id: "phone", head: "登记电话", cell: (row) => row.phoneMask ?? "", spot: "foot-end" },
          {
            id: "state",
            head: "状态",
            cell: ({ state }) => <Tag tone={STATE[state][0]}>{STATE[state][1]}</Tag>,
            spot: "lead-end",
          },
          { id: "username", head: "登录名", cell: (row) => (row.username ? <Code>{row.username}</Code> : ""), spot: "lead" },
          ...(messages.kind === "demo" ? [{ id: "code", head: "演示验证码", cell: (row: RegistrationRow) => (row.code ? <b>{row.code}</b> : "") }] : []),
        ]}
      />
    </>
  );
}
