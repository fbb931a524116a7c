import { EmptyState } from "@/app/_ui/message";
import { Pager } from "@/app/_ui/pager";
import { Section } from "@/app/_ui/section";
import type { TableQuery } from "@/app/_ui/table-query";
import { Tag } from "@/app/_ui/tag";
import type { TwinPair } from "@/db/link-queries";
import { PairAnswer } from "./answer-form";
import { type Compared, Comparison } from "./comparison";

const textIn = (value: string | null | undefined): string => value ?? "";

const comparedFields = ({ first: { ref: a }, second: { ref: b } }: TwinPair): readonly Compared[] => [
  { field: "name", left: a.name, right: b.name },
  { field: "code", left: a.uscc, right: b.uscc },
  { field: "address", left: textIn(a.address), right: textIn(b.address) },
  { field: "representative", left: textIn(a.representative), right: textIn(b.representative) },
  { field: "phone", left: textIn(a.phone), right: textIn(b.phone) },
];

type Props = { pairs: readonly TwinPair[]; total: number; query: TableQuery; statuses: Readonly<Record<string, string>>; canResolve: boolean };

/** 疑似同一家: two entries of the register that may be one enterprise. The county merges nothing; the registration authority does. */
export function TwinList({ pairs, total, query, statuses, canResolve }: Props) {
  if (total === 0)
    return (
      <EmptyState level={2} title="没有疑似重复的企业">
        <p>登记库里名称相近、又同一住所或同一电话的企业，会列在这里。登记库由市场监管部门的数据管理员核对。</p>
      </EmptyState>
    );
  return (
    <>
      <p className="mb-4 text-ink-2">确是同一家的，请登记机关改正后重新报送；平台不合并企业档案，各自的兑现记录都保留。</p>
      <div className="grid gap-8">
        {pairs.map((pair) => (
          <Section
            key={`${pair.first.id}${pair.second.id}`}
            title={`${pair.first.ref.name} 和 ${pair.second.ref.name}`}
            aside={pair.later ? <Tag>以后再说</Tag> : `${statuses[pair.first.regStatus] ?? "未知"}　${statuses[pair.second.regStatus] ?? "未知"}`}
          >
            <Comparison caption="登记库里两家企业的比对" heads={["第一家", "第二家"]} rows={comparedFields(pair)} likeness={pair.likeness} />
            {canResolve ? (
              <div className="mt-3">
                <PairAnswer firstId={pair.first.id} secondId={pair.second.id} />
              </div>
            ) : null}
          </Section>
        ))}
      </div>
      <Pager query={query} total={total} unit="对" />
    </>
  );
}
