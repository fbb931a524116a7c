import { PlainTable } from "@/app/_ui/plain-table";
import { Code } from "@/app/_ui/tag";
import type { FactorHolder } from "@/db/second-factor";
import { dayOf, formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { ConfirmAct } from "../_parts/act-form";
import { unbind } from "./actions";

/** 已绑定动态验证码的人, each with the way out when telephone and recovery codes are lost. */
export function FactorHolders({ holders, today }: { holders: readonly FactorHolder[]; today: PlainDate }) {
  return (
    <PlainTable
      caption="已绑定动态验证码的人"
      rows={holders}
      rowKey={(row) => row.personId}
      empty="还没有人绑定。工作人员在右上角的“账号”里自己绑定。"
      columns={[
        { id: "name", head: "姓名", cell: (row) => row.displayName, rowHead: true, spot: "title" },
        { id: "username", head: "登录名", cell: (row) => <Code>{row.username}</Code>, spot: "lead" },
        { id: "bound", head: "绑定", cell: (row) => formatNearDay(dayOf(row.confirmedAt), today), spot: "foot" },
        {
          id: "acts",
          head: "操作",
          cell: (row) => (
            <ConfirmAct
              open="解除绑定"
              openTone="stop"
              title={`解除 ${row.displayName}（${row.username}）的动态验证码`}
              description="手机和备用码都没有了才解除，先当面核对本人。解除后只凭密码登录，请提醒马上重新绑定。"
              action={unbind}
              hidden={{ personId: row.personId }}
              submit="解除绑定"
              tone="stop"
            />
          ),
        },
      ]}
    />
  );
}
