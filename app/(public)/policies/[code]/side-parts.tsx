import { Link } from "@/app/_ui/link";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import { HOTLINE, HOTLINE_HOURS } from "@/app/_ui/shells/office";
import { Timeline } from "@/app/_ui/stages";
import type { DatasetNote, PolicyVersionNote } from "@/db/policy-queries";
import { formatDay } from "@/lib/kernel/plain-date";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { materialsOf } from "@/lib/policy/materials";
import { type Groups, relationsOf } from "@/lib/policy/relations";

type Material = ResolvedPolicy["materials"][number];

function replacement({ replacedBy }: Material, datasets: readonly DatasetNote[]) {
  if (replacedBy === null) return <b>还要交：确认时上传</b>;
  const dataset = datasets.find((one) => one.id === replacedBy);
  if (!dataset) return "免交：平台自动生成";
  return (
    <>
      {`免交：查${dataset.name}`}
      <span className="block text-ink-3 text-note">{dataset.departmentName}</span>
    </>
  );
}

/** 材料: what was asked for once, and what is looked up instead. */
export function MaterialsPart({ policy, datasets }: { policy: ResolvedPolicy; datasets: readonly DatasetNote[] }) {
  const { formerly, remaining, zeroMaterial } = materialsOf(policy);
  return (
    <Section title={zeroMaterial ? "材料都由数据代替" : "要交的材料"} aside={`${formerly} 份 → ${remaining.length} 份`}>
      <PlainTable
        caption="材料清单"
        phone="keep"
        rows={policy.materials}
        rowKey={(item) => item.name}
        empty="这项政策不要材料。"
        columns={[
          { id: "name", head: "原来要交", cell: (item) => (item.replacedBy === null ? item.name : <s className="text-ink-3">{item.name}</s>) },
          { id: "now", head: "现在", cell: (item) => replacement(item, datasets) },
        ]}
      />
    </Section>
  );
}

/** 能不能一起拿: the groups in which this policy stands with others. */
export function RelationsPart({ policy, groups, names }: { policy: ResolvedPolicy; groups: Groups; names: Readonly<Record<string, string>> }) {
  const relations = relationsOf(policy.code, groups);
  return (
    <Section title="能不能一起拿">
      {relations.length === 0 ? <p className="text-ink-2">和其他政策可以一起拿。</p> : null}
      <ul>
        {relations.map((relation) => (
          <li key={relation.group} className="border-line border-t py-2 first:border-t-0">
            <b>{relation.rule}</b>
            {relation.with.length > 0 ? (
              <p className="flex flex-wrap gap-x-3 text-list">
                {relation.with.map((code) => (
                  <Link key={code} href={`/policies/${code}`} className="inline-block min-h-6 max-desk:min-h-11 max-desk:py-2">
                    {names[code] ?? code}
                  </Link>
                ))}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** 改过几次, and whom to ask. */
export function HistoryPart({ history, phone, department }: { history: readonly PolicyVersionNote[]; phone: string; department: string }) {
  return (
    <>
      <Section title="改过几次">
        <Timeline
          label="版本"
          items={history.map(({ number, state, effectiveFrom, effectiveTo }) => ({
            key: String(number),
            title: `第 ${number} 版${state === "published" ? "，现行" : ""}`,
            children: `有效期 ${formatDay(effectiveFrom)}—${formatDay(effectiveTo)}。在办的按建件时的版本办。`,
          }))}
        />
      </Section>
      <Section title="问谁">
        <p>{`${department}　${phone}`}</p>
        <p className="text-ink-2">{`惠企热线 ${HOTLINE}（${HOTLINE_HOURS}）`}</p>
      </Section>
    </>
  );
}
