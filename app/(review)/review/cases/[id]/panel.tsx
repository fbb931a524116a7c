import { ButtonLink } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";
import { Panel } from "@/app/_ui/section";
import type { CaseFile } from "@/db/case-file";
import { remainingMaterials } from "@/db/enterprise-acts";
import type { OpinionTemplate } from "@/db/opinion-templates";
import type { OverdueReason } from "@/db/overdue-reasons";
import type { Supervision } from "@/db/supervision-queries";
import type { TakeBackOffer } from "@/db/take-back";
import { may } from "@/lib/access/permissions";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { addWorkdays } from "@/lib/calendar/workdays";
import { endGroundsIn } from "@/lib/claim/case-end";
import { isActive, stateZh } from "@/lib/claim/states";
import { SUSPENSION_WORDS } from "@/lib/claim/suspension";
import { type Fen, formatYuan } from "@/lib/kernel/fen";
import { formatShortDay, type PlainDate } from "@/lib/kernel/plain-date";
import { clauseOptions } from "../../../parts/trace";
import { TakeBackForm } from "../take-back-form";
import { CheckerForm, ChiefForm, ResumeForm } from "./checker-form";
import { Deadline } from "./deadline";
import { Delay } from "./delay";
import { Duty, type DutyInput } from "./duty";
import { EndForm } from "./end-form";
import { type Choice, HandlerForm } from "./handler-form";
import { ReplyForm, SuperviseDialog } from "./supervision-form";

export type PanelInput = DutyInput & {
  readonly chiefFromFen: Fen;
  readonly first: Choice;
  /** 中止原因 that a doubt proposes. */
  readonly firstReason: string | undefined;
  readonly supervisions: readonly Supervision[];
  readonly reasons: readonly OverdueReason[];
  /** 常用意见 of the department. */
  readonly templates: readonly OpinionTemplate[];
  /** The reader's own opinion on this case can still be taken back. */
  readonly takeBack: TakeBackOffer | null;
  readonly calendar: WorkCalendar;
  readonly today: PlainDate;
};

/** Reasons that a handler may give; the others come about by themselves (budget, payment). */
const SUSPENSIONS = (["siteVisit", "sourceCorrection", "dataCorrection", "creditRepair", "litigation", "bankruptcy"] as const).map((value) => ({
  value,
  label: SUSPENSION_WORDS[value],
}));

const amountText = (amount: Fen | null): string => (amount === null ? "待核金额" : `${formatYuan(amount)}元`);

/** 核减 in the opinion that stands: how much less, by which clause, why. */
function Reduced({ file: { claim, opinions } }: { file: CaseFile }) {
  const handled = opinions.findLast((one) => one.stage === "handle" && one.claimVersion === claim.version);
  if (!handled?.reductionReason) return null;
  const { amountBeforeFen: before, amountAfterFen: after, clauseId, reductionReason } = handled;
  return (
    <p className="text-amber">{`规则算出 ${amountText(before)}，核减 ${formatYuan(((before ?? 0) - (after ?? 0)) as Fen)}元。条款：${clauseId ?? ""}。理由：${reductionReason}`}</p>
  );
}

function OpinionSoFar({ file, takeBack }: PanelInput) {
  const { claim, names } = file;
  if (claim.handlerId === null || claim.handlerDecision === null) return null;
  const verdict = claim.handlerDecision === "approve" ? `拟同意 ${amountText(claim.amountFen)}` : `拟不同意（${claim.rejectedClause ?? ""}）`;
  return (
    <div className="bg-moon px-3 py-2">
      <b>{`${names.handler ?? "经办人"}：${verdict}`}</b>
      <p className="text-ink-2">{claim.handlerOpinion}</p>
      <Reduced file={file} />
      {names.chief ? <p className="text-ink-3 text-note">{`科室负责人 ${names.chief} 已签字`}</p> : null}
      {takeBack ? <TakeBackForm id={takeBack.claimId} version={takeBack.version} /> : null}
    </div>
  );
}

/** 待经办: the form of the handler. */
function Handling({ file, user, recused, templates, first, firstReason }: PanelInput) {
  const { claim, policy, names } = file;
  if (!may(user.roles, "claim.handle")) return <Whose text="等经办人写意见" />;
  if (recused) return <Whose text="您声明过回避，由另一位经办人写意见" />;
  if (claim.assignedTo !== null && claim.assignedTo !== user.personId) return <Whose text={`等 ${names.holder ?? "经办人"} 写意见`} />;
  return (
    <HandlerForm
      key={`${first}${firstReason ?? ""}`}
      id={claim.id}
      version={claim.version}
      first={first}
      firstReason={SUSPENSIONS.find(({ value }) => value === firstReason)?.value}
      amountText={amountText(claim.amountFen)}
      amountOpen={claim.amountFen === null}
      clauses={clauseOptions(policy)}
      materials={remainingMaterials(policy)}
      supplementUsed={claim.supplementUsed}
      suspensions={SUSPENSIONS}
      templates={templates}
    />
  );
}

/** 待签字: from the amount in the settings on, before the checker. */
function Signing({ file, user, chiefFromFen }: PanelInput) {
  if (!may(user.roles, "claim.chiefSign")) return <Whose text={`金额达到 ${formatYuan(chiefFromFen)}元，先由科室负责人签字，再复核`} />;
  if (file.claim.handlerId === user.personId) return <Whose text="您是经办人，须由另一位科室负责人签字" />;
  return <ChiefForm id={file.claim.id} version={file.claim.version} />;
}

function resultOf({ handlerDecision, benefitKind, amountFen }: CaseFile["claim"]): string {
  if (handlerDecision !== "approve") return "不予享受，企业 15 日内可申请复核";
  return `按 ${amountText(amountFen)} ${benefitKind === "cash" ? "进入公示" : "核准减免"}`;
}

/** The form of the step for whoever may take it; others read whose step it is. */
function Review(input: PanelInput) {
  const { file, user, chiefFromFen } = input;
  const { claim } = file;
  const { id, version, handlerId, handlerDecision } = claim;
  if (handlerId === null || handlerDecision === null) return <Handling {...input} />;
  if (claim.chiefId === null && claim.amountFen !== null && claim.amountFen >= chiefFromFen) return <Signing {...input} />;
  if (!may(user.roles, "claim.check")) return <Whose text="等复核人复核" />;
  if (handlerId === user.personId) return <Whose text="您是这件的经办人，复核须由另一个人做" />;
  return <CheckerForm id={id} version={version} handlerId={handlerId} seen={handlerDecision} result={resultOf(claim)} />;
}

const Whose = ({ text }: { text: string }) => <Message tone="blue" title={text} />;

function Step(input: PanelInput) {
  const { file, user } = input;
  const { claim } = file;
  const own = user.department?.id === claim.departmentId;
  if (claim.state === "manualReview") return own ? <Review {...input} /> : <Whose text={`等${file.departmentName}复核`} />;
  if (claim.state === "suspended" && own && may(user.roles, "claim.suspend")) {
    const condition = file.events.findLast((event) => event.to === "suspended")?.reasonText ?? null;
    return <ResumeForm id={claim.id} version={claim.version} condition={condition} />;
  }
  return (
    <>
      <Whose text={`现在：${stateZh(claim.state, claim.benefitKind)}`} />
      <AuditLink {...input} />
    </>
  );
}

/** 终止, where the law lets the handler end the case. */
function Ending({ file: { claim }, user, recused }: PanelInput) {
  const grounds = endGroundsIn(claim.state);
  const foreign = claim.state === "manualReview" && claim.assignedTo !== null && claim.assignedTo !== user.personId;
  if (grounds.length === 0 || recused || foreign || !may(user.roles, "claim.end") || user.department?.id !== claim.departmentId) return null;
  return <EndForm id={claim.id} version={claim.version} grounds={grounds} />;
}

const UNDER_AUDIT: ReadonlySet<string> = new Set(["postAudit", "clawbackNotice", "clawback", "clawedBack"]);

/** 事后核查: begun from a paid case, and carried on in its own page. */
function AuditLink({ file: { claim }, user }: PanelInput) {
  if (claim.state === "settled" && claim.benefitKind === "cash" && may(user.roles, "claim.postAudit"))
    return <ButtonLink href={`/audit/clawbacks?claim=${encodeURIComponent(claim.number)}`}>启动核查</ButtonLink>;
  return UNDER_AUDIT.has(claim.state) && may(user.roles, "clawback.view") ? <ButtonLink href="/audit/clawbacks">去核查追回</ButtonLink> : null;
}

/** 决定面板: the deadline, the opinion so far, the form of the step, and the orders of the leaders. */
export function DecisionPanel(input: PanelInput) {
  const { file, user, supervisions, reasons, calendar, today } = input;
  const open = supervisions.filter((order) => order.reply === null);
  const mayReply = may(user.roles, "claim.replySupervision") && user.department?.id === file.claim.departmentId;
  return (
    <Panel label="复核意见" sticky className="grid gap-4 text-work desk:max-h-[calc(100vh-var(--bar)-32px)] desk:overflow-y-auto">
      <Deadline file={file} calendar={calendar} today={today} />
      <Delay file={file} user={user} reasons={reasons} calendar={calendar} today={today} />
      <Duty {...input} />
      <div id="opinion" className="grid gap-3">
        <h2>复核意见</h2>
        <OpinionSoFar {...input} />
        <Step {...input} />
        <Ending {...input} />
      </div>
      {mayReply
        ? open.map((order) => <ReplyForm key={order.id} supervisionId={order.id} content={order.content} due={formatShortDay(order.replyDueOn)} />)
        : null}
      {may(user.roles, "claim.supervise") && isActive(file.claim.state) ? (
        <SuperviseDialog
          key={supervisions.length}
          id={file.claim.id}
          title={file.claim.number}
          replyBy={addWorkdays(calendar, today, 2).day}
          draft="请说明没有办结的原因，并写明办结日期。"
        />
      ) : null}
    </Panel>
  );
}
