import { ButtonLink } from "@/app/_ui/button";
import { Link } from "@/app/_ui/link";
import { EmptyState } from "@/app/_ui/message";
import { Pager } from "@/app/_ui/pager";
import { Section } from "@/app/_ui/section";
import { queryHref, type TableQuery } from "@/app/_ui/table-query";
import { Chips } from "@/app/_ui/tabs";
import { Tag } from "@/app/_ui/tag";
import type { Candidate, Doubt, DoubtDetail } from "@/db/link-queries";
import { countText, periodText } from "../texts";
import { RowAnswer } from "./answer-form";
import { type Compared, Comparison } from "./comparison";
import { chanceText } from "./texts";

type QueueProps = { rows: readonly Doubt[]; total: number; query: TableQuery; current: number | null };

/** 待核对 at the left: one entry for all rows that name a unit alike. */
export function Queue({ rows, total, query, current }: QueueProps) {
  const hrefOf = (row: Doubt) => queryHref(query, { row: String(row.rowId), page: query.page > 1 ? String(query.page) : null });
  return (
    <nav aria-label="待核对" className="border-ink border-t-2">
      <ul>
        {rows.map((row) => (
          <li key={row.rowId}>
            <Link
              href={hrefOf(row)}
              aria-current={row.rowId === current ? "page" : undefined}
              className="block border-line border-b border-l-[3px] border-l-transparent px-3 py-2 text-ink no-underline hover:bg-moon aria-[current=page]:border-l-qing aria-[current=page]:bg-qing-wash"
            >
              <span className="flex justify-between gap-3">
                <span className="min-w-0 break-words font-medium">{row.name || row.code || "没有名称和代码"}</span>
                <span className="whitespace-nowrap">{`${countText(row.rows)} 行`}</span>
              </span>
              <span className="flex flex-wrap items-center gap-2 text-ink-2 text-small">
                {row.datasetName}
                {row.later ? <Tag>以后再说</Tag> : null}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Pager query={query} total={total} unit="家" />
    </nav>
  );
}

export function NoDoubts() {
  return (
    <EmptyState level={2} title="没有要核对的关联" actions={<ButtonLink href="/data/uploads">看上传记录</ButtonLink>}>
      <p>报送的行都认得出是哪家企业。新文件里认不准的，会出现在这里，请您看一眼再定。</p>
    </EmptyState>
  );
}

const textIn = (value: string | null | undefined): string => value ?? "";

function comparedFields({ query }: DoubtDetail, { ref }: Candidate): readonly Compared[] {
  const rows: readonly Compared[] = [
    { field: "name", left: textIn(query.name), right: ref.name },
    { field: "code", left: textIn(query.code), right: ref.uscc },
    { field: "address", left: textIn(query.address), right: textIn(ref.address) },
    { field: "representative", left: textIn(query.representative), right: textIn(ref.representative) },
    { field: "phone", left: textIn(query.phone), right: textIn(ref.phone) },
  ];
  return rows.filter((row) => row.left !== "" || row.right !== "");
}

/** What the evidence comes to. Where code and name point to different enterprises, weighing them would say less than that. */
function verdict({ query, candidates }: DetailProps["detail"], candidate: Candidate): string {
  const coded = candidates.find((one) => one.ref.uscc === query.code);
  const named = candidates.find((one) => one !== coded && one.scored.likeness.name === "same");
  if (!coded || !named || coded.scored.likeness.name === "same") return `综合各项：${chanceText(candidate.scored.probability)}。`;
  if (candidate === coded) return "信用代码是这一家的，名称却是另一家的，请核对是哪一项填错了。";
  return candidate.scored.likeness.name === "same" ? "名称是这一家的，信用代码却是另一家的，请核对是哪一项填错了。" : "信用代码和名称都指向别家。";
}

type DetailProps = {
  detail: DoubtDetail;
  candidate: Candidate | null;
  hrefOf: (candidate: Candidate) => string;
  statuses: Readonly<Record<string, string>>;
  canResolve: boolean;
};

/** 一条待核对: the row as it was sent beside one enterprise of the register, the evidence, and the question. */
export function Detail({ detail, candidate, hrefOf, statuses, canResolve }: DetailProps) {
  const { row, upload, definition, candidates } = detail;
  return (
    <Section title={`第 ${row.row} 行是哪家企业`} aside={`${definition.name} ${periodText(upload.period)}　${upload.filename}`} id="row">
      <p className="mb-3 text-ink-2">{row.reasons?.[0]?.message ?? "这一行可能属于几家企业，请您核对。"}</p>
      {candidates.length > 1 ? (
        <div className="mb-3">
          <Chips label="可能的企业" lead="可能的企业" items={candidates.map((one) => ({ href: hrefOf(one), text: one.ref.name, on: one === candidate }))} />
        </div>
      ) : null}
      {candidate ? (
        <>
          <Comparison
            caption="报送的这一行和登记库的比对"
            heads={["报送的这一行", "登记库"]}
            rows={comparedFields(detail, candidate)}
            likeness={candidate.scored.likeness}
          />
          <p className="my-3">
            {`${verdict(detail, candidate)}登记状态：${statuses[candidate.regStatus] ?? "未知"}。`}
            {candidate.ref.formerNames && candidate.ref.formerNames.length > 0 ? `曾用名：${candidate.ref.formerNames.join("、")}。` : ""}
          </p>
          {canResolve ? <RowAnswer key={`${row.id}${candidate.id}`} rowId={row.id} enterpriseId={candidate.id} /> : null}
          <p className="mt-3 text-ink-3 text-note">同一单位的其余行一起处理，每次认定都记入审计日志，可以撤回。姓名和电话已脱敏。</p>
        </>
      ) : (
        <p>登记库里没有相近的企业。</p>
      )}
      <p className="mt-3">
        <Link
          href={`/data/quarantine?${new URLSearchParams({ dataset: row.datasetId, code: row.reasons?.[0]?.code ?? "", field: row.reasons?.[0]?.field ?? "", row: String(row.id) })}`}
        >
          都不是，或还有别的内容要改：到“问题数据”处理
        </Link>
      </p>
    </Section>
  );
}
