import { buttonClass } from "@/app/_ui/button";
import { DateField, TextField } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import type { AuditChain } from "@/db/audit";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { actionText } from "./texts";

type Params = { chain: AuditChain; action: string; actor: string; subject: string; from: PlainDate | null; to: PlainDate | null };

/** 筛选 of the log: a plain GET form, so that the address holds it. */
export function Filters({ path, params, actions }: { path: string; params: Params; actions: readonly string[] }) {
  const options = actions.map((value) => ({ value, label: actionText(value) })).sort((a, b) => a.label.localeCompare(b.label, "zh-CN"));
  return (
    <form action={path} method="get" className="mb-4 grid items-end gap-3 desk:grid-cols-[repeat(5,minmax(0,1fr))_auto]">
      <input type="hidden" name="chain" value={params.chain} />
      <Select label="做了什么" name="action" defaultValue={params.action} placeholder="全部" options={options} />
      <TextField label="经手人" name="actor" defaultValue={params.actor} placeholder="姓名或登录名" autoComplete="off" />
      <TextField label="对象编号" name="subject" defaultValue={params.subject} autoComplete="off" />
      <DateField label="从" name="from" defaultValue={params.from ?? ""} />
      <DateField label="到" name="to" defaultValue={params.to ?? ""} />
      <button type="submit" className={buttonClass({ tone: "plain" }, "min-h-10!")}>
        筛选
      </button>
    </form>
  );
}
