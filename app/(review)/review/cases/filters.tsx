import { TextField } from "@/app/_ui/field";
import { FilterForm } from "@/app/_ui/filter-form";
import { Select } from "@/app/_ui/select";
import type { QueueChoices } from "@/db/claim-queries";
import { doubtWord } from "../../parts/texts";

const AMOUNTS = [
  { value: "50000", label: "5 万元以上" },
  { value: "200000", label: "20 万元以上" },
  { value: "500000", label: "50 万元以上" },
];

/** 筛选; the view can be sent to a colleague by its address. Without choices it only keeps their place. */
export function QueueFilters({ params, choices }: { params: Readonly<Record<string, string>>; choices: QueueChoices | null }) {
  return (
    <search>
      <FilterForm
        key={JSON.stringify(params)}
        action="/review/cases"
        verb="筛选"
        className="flex flex-wrap items-end gap-2 py-3 desk:[&>div]:w-[168px] desk:[&>div:first-of-type]:w-[280px] max-desk:[&>div]:w-full"
      >
        {["light", "step", "who", "preview"].map((name) => (params[name] ? <input key={name} type="hidden" name={name} value={params[name]} /> : null))}
        <TextField label="在队列中查找" hideLabel name="q" placeholder="企业、件号、信用代码、拼音首字母" defaultValue={params["q"]} />
        <Select
          label="政策"
          hideLabel
          name="policy"
          small
          placeholder="政策：全部"
          defaultValue={params["policy"] ?? ""}
          options={(choices?.policies ?? []).map(({ code, name, n }) => ({ value: code, label: `${name} ${n}` }))}
        />
        <Select
          label="存疑"
          hideLabel
          name="doubt"
          small
          placeholder="存疑：全部"
          defaultValue={params["doubt"] ?? ""}
          options={(choices?.doubts ?? []).map(({ code, n }) => ({ value: code, label: `${doubtWord(code)} ${n}` }))}
        />
        <Select label="金额" hideLabel name="min" small placeholder="金额：不限" defaultValue={params["min"] ?? ""} options={AMOUNTS} />
      </FilterForm>
    </search>
  );
}
