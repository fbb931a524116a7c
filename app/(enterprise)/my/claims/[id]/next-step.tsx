import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { Clause } from "@/app/_ui/facts";
import { Link } from "@/app/_ui/link";
import { Message } from "@/app/_ui/message";
import { Section } from "@/app/_ui/section";
import { Countdown } from "@/app/_ui/time";
import type { AccountView } from "@/db/accounts";
import type { MyClawback } from "@/db/clawback-answers";
import type { MyClaimFile } from "@/db/my-queries";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { appealUntil } from "@/lib/claim/deadlines";
import { movesFrom } from "@/lib/claim/moves";
import { CONSENT_REVOKED } from "@/lib/claim/revocation";
import type { ClaimState } from "@/lib/claim/states";
import { formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay, formatNearDay, type Instant } from "@/lib/kernel/plain-date";
import { leavesOf } from "@/lib/policy/condition";
import { countdownOf } from "../../_parts/days";
import { DeclineDialog } from "../../_parts/decline-dialog";
import { WhyRows } from "../../_parts/why";
import { whyRows } from "../../_parts/why-rows";
import { AccountEntryForm } from "../../account/account-form";
import { changeAccount } from "../../account/actions";
import { appeal, decline, resume, supplement, survey, withdraw } from "./actions";
import { OneButtonForm, ReasonForm, SupplementForm, SurveyForm, WithdrawForm } from "./claim-forms";
import { ClawbackStep } from "./clawback-step";

type Props = { file: MyClaimFile; accounts: readonly AccountView[]; at: Instant; calendar: WorkCalendar; clawback?: MyClawback | null };

function Deadline({ file: { claim }, at, calendar }: Props) {
  return claim.dueOn ? <Countdown {...countdownOf(calendar, claim.dueOn, at, claim.dueProvisional)} /> : null;
}

const amountText = ({ claim }: MyClaimFile): string => (claim.amountFen === null ? "待核金额" : `${formatYuan(claim.amountFen)}元`);

function ToConfirm(props: Props) {
  const { claim } = props.file;
  return (
    <Section title="等您确认">
      <Deadline {...props} />
      <div className="mt-3 flex flex-wrap gap-2">
        <ButtonLink tone="go" href={`/my/claims/${claim.id}/confirm`}>
          {claim.benefitKind === "cash" ? "核对账户并确认" : "核对并确认"}
        </ButtonLink>
        <DeclineDialog claimId={claim.id} policyName={claim.policyName} amount={amountText(props.file)} action={decline} />
      </div>
    </Section>
  );
}

function ToSupplement(props: Props) {
  const { claim } = props.file;
  const names = (claim.supplementRequest ?? "").split("、").filter(Boolean);
  return (
    <Section title="请补材料">
      <Deadline {...props} />
      <p className="my-2 text-ink-2 text-list">只要这几份，只要一次。补齐以前不计办理时间。</p>
      <SupplementForm claimId={claim.id} names={names} action={supplement} />
    </Section>
  );
}

/** 条款 as recorded: the id of a leaf is put into the policy's own words. */
function clauseText({ claim, policy: { resolved } }: MyClaimFile): string | null {
  const conditions = [resolved.conditions, ...resolved.base.map((one) => one.cond), ...resolved.negativeList.map((one) => one.blocksWhen)];
  const leaf = conditions.flatMap(leavesOf).find((one) => one.id === claim.rejectedClause);
  return leaf?.clause ?? claim.rejectedClause;
}

function Rejected({ file, at, calendar }: Props) {
  const { claim, policy, evidence, words } = file;
  const until = appealUntil(calendar, dayOf(claim.stageEnteredAt));
  const today = dayOf(at);
  const clause = clauseText(file);
  const unmet = whyRows({ policy: policy.resolved, evidence, words }).some((row) => row.kind === "unmet");
  return (
    <Section title="为什么不符合">
      {claim.rejectedReason ? <p>{claim.rejectedReason}</p> : null}
      {clause ? (
        <div className="my-3">
          <Clause from={`${policy.resolved.source.doc} ${policy.resolved.source.article}`}>{clause}</Clause>
        </div>
      ) : null}
      {unmet ? <WhyRows policy={policy.resolved} evidence={evidence} words={words} /> : null}
      {today <= until ? (
        <div className="mt-6 grid gap-2">
          <p>
            {"不同意这个结果，可以在 "}
            <b>{formatDay(until)}</b>
            {" 前申请复核，换人再看。"}
          </p>
          <ReasonForm
            claimId={claim.id}
            action={appeal}
            label="为什么应当符合"
            hint="写明哪一条、您的数据是多少。数据有误可以先在“企业信息”里申请更正。"
            button="申请复核"
            busyText="正在提交…"
          />
        </div>
      ) : (
        <p className="mt-4 text-ink-2">{`申请复核的日子到 ${formatNearDay(until, today)}，已经过了。您还可以依法申请行政复议。`}</p>
      )}
    </Section>
  );
}

function Bounced(props: Props) {
  const { file, accounts } = props;
  const [payment] = file.payments;
  const waits = accounts.find((account) => account.state === "pending");
  return (
    <Section title="没有到账，请核对账户">
      <Deadline {...props} />
      <p className="my-2">
        {payment ? `打到${payment.bankName}尾号 ${payment.last4} 的款被退回：${payment.returnReason ?? "银行没有写原因"}。` : "银行把款退回了。"}
      </p>
      {waits ? (
        <Message title={`新账户尾号 ${waits.last4} 已经收到`}>财政部门核对后重新付款，不用再填。</Message>
      ) : (
        <AccountEntryForm action={changeAccount} button="换成这个账户" />
      )}
    </Section>
  );
}

function CanResume({ file }: Props) {
  return (
    <Section title="还想领吗">
      <p className="mb-3 text-ink-2 text-list">政策还在有效期、预算还有，就可以恢复，恢复后重新确认。</p>
      <OneButtonForm claimId={file.claim.id} action={resume} busyText="正在恢复…">
        恢复这笔
      </OneButtonForm>
    </Section>
  );
}

function Paid({ file: { claim } }: Props) {
  return (
    <Section id="survey" title={claim.benefitKind === "cash" ? "钱已到账" : "减免已核准"}>
      <p className="mb-4">
        <ButtonLink href={`/my/claims/${claim.id}/receipt`}>看凭证</ButtonLink>
      </p>
      {claim.surveyed ? <p className="text-ink-2">您已经评价过，谢谢。</p> : <SurveyForm claimId={claim.id} action={survey} />}
    </Section>
  );
}

function Told({ file }: Props) {
  const reason = file.events.at(-1)?.reasonText;
  return (
    <Message tone="amber" title={file.claim.state === "suspended" ? "暂停办理" : "主管部门通知"}>
      <p>{reason ?? "原因请向主管部门询问。"}</p>
      <p>{`有疑问或要说明情况，请打${file.claim.departmentName}电话 ${file.claim.departmentPhone}，报编号 ${file.claim.number}。`}</p>
    </Message>
  );
}

/** 撤回授权后停办: the way back is a new consent. */
function Revoked({ file: { events } }: Props) {
  return (
    <Message tone="amber" title="您撤回了数据授权，这笔停办">
      <p>{events.at(-1)?.reasonText ?? ""}</p>
      <p>
        {"还想要，可以在"}
        <Link href="/my">我的补贴</Link>
        {"里重新授权，平台会重新核对，另开一笔。"}
      </p>
    </Message>
  );
}

const STEPS: Partial<Record<ClaimState, (props: Props) => ReactNode>> = {
  pendingConfirm: ToConfirm,
  supplement: ToSupplement,
  rejected: Rejected,
  paymentFailed: Bounced,
  declined: CanResume,
  expired: CanResume,
  settled: Paid,
  postAudit: Paid,
  suspended: Told,
  cancelled: Told,
};

/** 下一步 of the enterprise: the one thing that its state asks of it, and the way out where there is one. */
export function NextStep(props: Props) {
  const { clawback, file, at, calendar } = props;
  if (clawback) return <ClawbackStep claim={file.claim} clawback={clawback} at={at} calendar={calendar} />;
  const revoked = props.file.events.at(-1)?.reasonCode === CONSENT_REVOKED;
  const Step = revoked ? Revoked : STEPS[props.file.claim.state];
  return Step ? <Step {...props} /> : null;
}

const ORDERED = ["prepared", "sent", "paid"];

/** 撤回 where the law still allows it: last on the page, never in the way. */
export function Withdrawal({ file: { claim, payments } }: Pick<Props, "file">) {
  const ordered = payments.some((payment) => ORDERED.includes(payment.state));
  const may = !ordered && movesFrom(claim.state).some((move) => move.to === "withdrawn" && move.actors.includes("enterprise"));
  return may ? <WithdrawForm claimId={claim.id} action={withdraw} /> : null;
}
