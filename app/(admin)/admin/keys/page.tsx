import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { Code, Tag } from "@/app/_ui/tag";
import { listKeys } from "@/db/api-keys";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { listDepartments } from "@/db/people-queries";
import { instant } from "@/lib/kernel/plain-date";
import { ActForm, ActSelect, ActText, ConfirmAct } from "../_parts/act-form";
import { when } from "../_parts/when";
import { issue, revoke } from "./actions";

export const metadata: Metadata = { title: "接口密钥" };

export default async function KeysPage() {
  await requirePermission("keys.manage");
  const db = await getDb();
  const [keys, departments, today] = await Promise.all([listKeys(db), listDepartments(db), businessToday(db)]);
  const sources = departments.filter((one) => one.isSourceDepartment);
  const inForce = keys.filter((key) => key.revokedAt === null);
  return (
    <>
      <PageHead title={`${inForce.length} 把接口密钥在用`} note="部门的系统凭密钥报送数据，一个系统一把" />
      <Section title="发放密钥">
        <ActForm
          action={issue}
          submit="发放密钥"
          reveal={[
            ["keyId", "密钥编号"],
            ["secret", "密文"],
          ]}
        >
          <ActSelect label="部门" name="departmentId" required placeholder="请选" options={sources.map((one) => ({ value: one.id, label: one.name }))} />
          <ActText label="用途" name="label" hint="给哪个系统用，如：社保业务系统" required maxLength={60} />
        </ActForm>
      </Section>
      <Section title="全部密钥" className="mt-8" aside={`${keys.length} 把`}>
        <PlainTable
          caption="接口密钥"
          rows={[...keys].sort((a, b) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null))}
          rowKey={(row) => row.keyId}
          empty="还没有发过密钥。在上面发放第一把。"
          columns={[
            { id: "department", head: "部门", cell: (row) => row.departmentName, rowHead: true, spot: "title" },
            { id: "label", head: "用途", cell: (row) => row.label, spot: "foot" },
            { id: "key", head: "密钥编号", cell: (row) => <Code>{row.keyId}</Code>, spot: "lead" },
            { id: "created", head: "发放", cell: (row) => when(instant(row.createdAt), today) },
            {
              id: "state",
              head: "状态",
              cell: (row) => (row.revokedAt ? <Tag>{`${when(instant(row.revokedAt), today)} 停用`}</Tag> : "在用"),
              spot: "lead-end",
            },
            {
              id: "acts",
              head: "操作",
              cell: (row) =>
                row.revokedAt ? null : (
                  <ConfirmAct
                    open="停用"
                    openTone="stop"
                    title={`停用${row.departmentName}的密钥（${row.label}）`}
                    description="停用后不能恢复，对方的下一次请求就会被拒绝。要继续报送，请先发一把新的。"
                    action={revoke}
                    hidden={{ keyId: row.keyId }}
                    submit="停用密钥"
                    tone="stop"
                  />
                ),
            },
          ]}
        />
      </Section>
    </>
  );
}
