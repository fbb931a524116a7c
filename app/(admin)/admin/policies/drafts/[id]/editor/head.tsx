"use client";

import { Select } from "@/app/_ui/select";
import { getAt, setAt } from "@/lib/policy/editing";
import { useEditor } from "./context";
import { AreaIn, CheckIn, ManyIn, SelectIn, TextIn } from "./inputs";
import { Issues } from "./issues";
import { Rows } from "./rows";

const named = (list: readonly { id: string; name: string }[]) => list.map(({ id, name }) => ({ value: id, label: name }));

/** 怎么给: a tax reduction has neither account nor budget. */
function BenefitIn() {
  const { typed, edit, readOnly } = useEditor();
  const choose = (kind: string) =>
    edit((old) => {
      const fund = kind === "cash" ? { account: "countyTreasury", name: "县级财政资金" } : { account: null, name: "税务减免" };
      return setAt(setAt(setAt(old, "benefitKind", kind), "fund", fund), "annualBudget", kind === "cash" ? "" : null);
    });
  return (
    <Select
      label="怎么给"
      name="benefitKind"
      disabled={readOnly}
      value={String(getAt(typed, "benefitKind") ?? "")}
      options={[
        { value: "cash", label: "发钱" },
        { value: "taxReduction", label: "减税，不付款" },
      ]}
      onChange={(event) => choose(event.target.value)}
    />
  );
}

const FUNDS = [
  { value: "countyTreasury", label: "县级财政" },
  { value: "unemploymentInsurance", label: "失业保险基金" },
  { value: "employment", label: "就业补助资金" },
];
const BASIS = [
  { value: "verified", label: "已核实" },
  { value: "general", label: "一般依据" },
  { value: "unverified", label: "待核实" },
];

/** 条文: what the policy is called, whose it is, and the words of the document that it carries out. */
export function HeadPart() {
  const { library, typed } = useEditor();
  const paid = getAt(typed, "benefitKind") === "cash";
  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-4 desk:grid-cols-2">
        <TextIn place="name" label="名称" />
        <SelectIn place="dept" label="牵头部门" options={named(library.departments)} placeholder="选部门" />
        <SelectIn place="category" label="类别" options={named(library.categories)} placeholder="选类别" />
        <ManyIn place="boards" label="专题板块" options={named(library.boards)} />
        <BenefitIn />
        {paid ? <SelectIn place="fund.account" label="资金账户" options={FUNDS} /> : null}
        <TextIn place="fund.name" label="资金名称" />
      </div>
      <div className="grid items-start gap-4 desk:grid-cols-2">
        <TextIn place="source.doc" label="文件名称和文号" />
        <TextIn place="source.article" label="第几条" />
      </div>
      <AreaIn place="source.clauseText" label="条文原文" rows={5} />
      <CheckIn place="source.fictional" label="演示文件（虚构）" />
      <div>
        <h3 className="mb-1">上级依据</h3>
        <Rows place="nationalBasis" name="依据" add="＋ 加一条依据" empty="没有写上级依据。" blank={() => ({ text: "", status: "unverified" })}>
          {(own) => (
            <div className="grid items-start gap-2 desk:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
              <TextIn place={`${own}.text`} label="内容" />
              <SelectIn place={`${own}.status`} label="核实情况" options={BASIS} />
              <TextIn place={`${own}.where`} label="出处" optional />
            </div>
          )}
        </Rows>
      </div>
      <Issues place="fund" />
    </div>
  );
}
