import { ButtonLink, DownloadLink } from "@/app/_ui/button";
import { Facts } from "@/app/_ui/facts";
import { Link } from "@/app/_ui/link";
import { Message } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { RefreshWhileWorking } from "@/app/_ui/refresh-while-working";
import { Section } from "@/app/_ui/section";
import type { DraftPage, TrialPage, TrialProgress } from "@/db/policy-draft-queries";
import { formatDay, type PlainDate } from "@/lib/kernel/plain-date";
import type { TrialReport } from "@/lib/matching/trial";
import { formatMoney } from "@/lib/policy/wording";
import { ActArea, ActForm, ActText, ConfirmAct } from "../../../_parts/act-form";
import { count, when } from "../../../_parts/when";
import { discard, giveBack, publish, submit, tryOut, withdraw } from "./actions";

const hrefOf = (draft: DraftPage, rest = "") => `/admin/policies/drafts/${draft.id}${rest}`;

/** 预算用完的日子 in a sentence. */
export function Exhaustion({ report }: { report: TrialReport }) {
  const { exhaustion } = report;
  if (exhaustion.kind === "none") return null;
  if (exhaustion.kind === "enough") return <p className="mt-3 text-ink-2">{`预算够用，全部兑现后还余 ${formatMoney(exhaustion.leftFen / 100)}。`}</p>;
  const title = exhaustion.day ? `照今年的进度，预算 ${formatDay(exhaustion.day)} 用完` : "预算不够";
  return (
    <Message tone="amber" title={title} className="mt-3">
      {`还没兑现的共 ${formatMoney(report.outstandingFen / 100)}，差 ${formatMoney(exhaustion.shortFen / 100)}。`}
    </Message>
  );
}

function TrialFigures({ draft, trial }: { draft: DraftPage; trial: TrialPage }) {
  const { report } = trial;
  const view = (name: string, n: number) => (n > 0 ? <Link href={hrefOf(draft, `/trial?view=${name}`)}>{`${count(n)} 家`}</Link> : "0 家");
  return (
    <>
      {trial.versionId === draft.versionId ? null : <Message tone="amber" title="试算以后内容改过，请重新试算" className="mb-3" />}
      <Facts
        columns={2}
        items={[
          { label: "新增可享受", value: view("gained", report.gained) },
          { label: "不再可享受", value: view("lost", report.lost) },
          { label: "金额增加", value: view("more", report.more) },
          { label: "金额减少", value: view("less", report.less) },
          { label: "全部兑现要花", value: <Money fen={report.afterFen} /> },
          { label: "比现行版本", value: <Money fen={(report.afterFen - report.beforeFen) as typeof report.afterFen} /> },
        ]}
      />
      <Exhaustion report={report} />
      <p className="mt-3">
        <Link href={hrefOf(draft, "/trial")}>看全部变化</Link>
        {report.near > 0 ? <Link href={hrefOf(draft, "/trial?view=near")} className="ml-4">{`离门槛不到 5% 的 ${count(report.near)} 家`}</Link> : null}
      </p>
    </>
  );
}

const RUN_FAILED: Readonly<Record<NonNullable<TrialProgress["reason"]>, string>> = {
  changed: "试算的时候内容改过，请重新试算。",
  baseMoved: "试算的时候现行版本换了，请按新版本重新起草。",
  notOpen: "试算的时候草稿已经办完。",
};

/** 试算进度: how far the roster has been worked off, or why it was not. */
function Progress({ draft, run }: { draft: DraftPage; run: TrialProgress | null }) {
  if (!run || run.state === "done" || run.versionId !== draft.versionId) return null;
  if (run.state === "failed") return <Message tone="amber" title={RUN_FAILED[run.reason ?? "changed"]} className="mb-3" />;
  return (
    <div role="status" className="mb-3">
      <p>{run.state === "waiting" ? "已经排上，马上开始试算。" : `正在试算：${count(run.done)} / ${count(run.total)} 家`}</p>
      <progress className="mt-1 w-full" aria-label="试算进度" max={Math.max(1, run.total)} value={run.done} />
      <RefreshWhileWorking />
    </div>
  );
}

type TrialProps = { draft: DraftPage; trial: TrialPage | null; run: TrialProgress | null; today: PlainDate; canTry: boolean };

/** 全县试算, required before a draft goes on. */
export function TrialPart({ draft, trial, run, today, canTry }: TrialProps) {
  return (
    <Section title="全县试算" aside={trial ? `${count(trial.report.enterprises)} 家，${when(trial.runAt, today)}` : "还没有试算"}>
      <Progress draft={draft} run={run} />
      {trial ? (
        <TrialFigures draft={draft} trial={trial} />
      ) : (
        <p className="text-ink-2">用全县每家企业的数据算一遍：谁新增，谁不再，要花多少。再用近三年的数据各算一遍。</p>
      )}
      {canTry ? (
        <div className="mt-3">
          <ActForm action={tryOut} hidden={{ id: draft.id }} submit="全县试算" busyText="正在排队…" tone="plain" />
        </div>
      ) : null}
    </Section>
  );
}

/** 提交, 撤回, 作废: the author's acts. */
export function AuthorActs({ draft }: { draft: DraftPage }) {
  const hidden = { id: draft.id, revision: String(draft.revision) };
  if (draft.state === "inReview")
    return (
      <Section title="等发布人审核">
        <p className="mb-3 text-ink-2">发布人和起草人须是两个人。要接着改，请先撤回。</p>
        <ActForm action={withdraw} hidden={hidden} submit="撤回草稿" tone="plain" />
      </Section>
    );
  if (draft.state !== "draft" && draft.state !== "returned") return null;
  return (
    <Section title="提交审核">
      <p className="mb-3 text-ink-2">先保存，再试算，然后提交。由另一个人发布。</p>
      <ActForm action={submit} hidden={hidden} submit="提交审核" />
      <div className="mt-4">
        <ConfirmAct open="作废草稿" title={`作废“${draft.name}”的草稿`} action={discard} hidden={hidden} submit="作废草稿" tone="stop" />
      </div>
    </Section>
  );
}

/** 发布 or 退回: the acts of another person. */
export function PublisherActs({ draft, needsBudget }: { draft: DraftPage; needsBudget: boolean }) {
  const hidden = { id: draft.id, revision: String(draft.revision) };
  return (
    <Section title="审核" aside={`${draft.authorName} 提交`}>
      <ActForm action={publish} hidden={hidden} submit="发布，今晚起匹配" busyText="正在发布…">
        {needsBudget ? <ActText name="budgetNumber" label="预算文号" hint="财政下达今年预算的文号" required maxLength={60} /> : null}
      </ActForm>
      <div className="mt-6">
        <ActForm action={giveBack} hidden={hidden} submit="退回修改" tone="plain">
          <ActArea name="answer" label="要改什么" required rows={3} maxLength={500} />
        </ActForm>
      </div>
    </Section>
  );
}

/** What can be taken away or looked at beside the editor. */
export function DraftLinks({ draft }: { draft: DraftPage }) {
  return (
    <>
      {draft.baseNumber === null ? null : <ButtonLink href={hrefOf(draft, "/compare")}>{`与第 ${draft.baseNumber} 版比较`}</ButtonLink>}
      <DownloadLink href={hrefOf(draft, "/yaml")}>导出 YAML</DownloadLink>
    </>
  );
}
