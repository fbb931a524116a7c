import { Message } from "@/app/_ui/message";
import { Disclosure } from "@/app/_ui/section";
import type { ClawbackFile } from "@/db/clawback-queries";
import { may } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import { FAULT_KINDS, FAULT_WORDS } from "@/lib/disbursement/clawback";
import { formatYuan, plainYuan } from "@/lib/kernel/fen";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { ActArea, ActDate, ActForm, ActNumber, ActSelect, ActText, ConfirmAct } from "../../../admin/_parts/act-form";
import {
  closeAct,
  confirmAct,
  considerAct,
  decideAct,
  finishAct,
  hearingAct,
  minutesAct,
  receiveAct,
  refuseAct,
  restAct,
  resumeAct,
  tellAct,
  upholdAct,
} from "../actions";

type Props = { file: ClawbackFile; roles: readonly Role[]; personId: string; today: PlainDate };

const idOf = ({ clawback }: ClawbackFile) => ({ clawbackId: clawback.id });
const FAULTS = FAULT_KINDS.map((value) => ({ value, label: FAULT_WORDS[value] }));

/** 核查中: tell the enterprise, or end it. */
function Examine({ file, roles }: Props) {
  if (!may(roles, "claim.postAudit")) return <Message title="审计正在核查" />;
  const { paidFen } = file.clawback;
  return (
    <>
      <ActForm action={tellAct} hidden={idOf(file)} submit="发追回告知" busyText="正在告知…">
        <ActSelect label="过错在谁" name="faultKind" required placeholder="请选" options={FAULTS} />
        <ActArea label="查明的事实" name="factsText" rows={4} required maxLength={1000} hint="企业会原样看到" />
        <ActNumber
          label="拟追回金额"
          name="amount"
          unit="元"
          required
          defaultValue={plainYuan(paidFen)}
          hint={`已付 ${formatYuan(paidFen)}元，只追多付的部分`}
        />
      </ActForm>
      <Disclosure summary="没有发现问题，结束核查">
        <div className="pt-3">
          <ActForm action={closeAct} hidden={idOf(file)} submit="结束核查" tone="plain">
            <ActArea label="核查结论" name="text" rows={3} required maxLength={500} />
          </ActForm>
        </div>
      </Disclosure>
    </>
  );
}

/** 听证: asked for, announced, held. */
function Hearing({ file }: Props) {
  const { hearingAsked, clawback } = file;
  if (!hearingAsked || clawback.hearingHeldAt) return null;
  return (
    <>
      {clawback.hearingOn ? (
        <ActForm action={minutesAct} hidden={idOf(file)} submit="记下听证笔录">
          <ActArea label="听证笔录" name="minutes" rows={6} required maxLength={4000} />
        </ActForm>
      ) : null}
      <ActForm action={hearingAct} hidden={idOf(file)} submit="通知听证" tone={clawback.hearingOn ? "plain" : "go"}>
        <ActDate label={clawback.hearingOn ? "改到哪一天" : "哪一天听证"} name="hearingOn" required hint="提前 7 个工作日通知，不含通知当天" />
        <ActText label="地点" name="place" required maxLength={100} defaultValue={clawback.hearingPlace ?? undefined} />
      </ActForm>
    </>
  );
}

/** 告知之后, for the auditor: hear, write down, or let it go. */
function Hear(props: Props) {
  const { file, today } = props;
  return (
    <>
      <Hearing {...props} />
      {file.statements.some((one) => one.kind !== "waiver") ? (
        <ActForm action={considerAct} hidden={idOf(file)} submit={file.clawback.consideredAt ? "重写听取意见" : "写下听取意见"}>
          <ActArea label="对企业说明的看法" name="text" rows={4} required maxLength={1000} hint="写明哪些采纳、哪些不采纳、为什么。分管领导据此决定。" />
        </ActForm>
      ) : (
        <Message title="等企业说明">{file.clawback.answerBy ? `企业可以说明到 ${formatNearDay(file.clawback.answerBy, today)} 18:00。` : null}</Message>
      )}
      <Disclosure summary="申辩成立，不追回">
        <div className="pt-3">
          <ActForm action={upholdAct} hidden={idOf(file)} submit="告知企业不用退回" tone="plain">
            <ActText label="集体讨论记录" name="document" required maxLength={100} hint="名称和文号" />
            <ActArea label="理由" name="text" rows={3} required maxLength={500} hint="企业会看到" />
          </ActForm>
        </div>
      </Disclosure>
    </>
  );
}

function Decide({ file }: Props) {
  const { toldFen, faultKind } = file.clawback;
  if (toldFen === null) return null;
  const once = faultKind === "fraud";
  return (
    <ActForm action={decideAct} hidden={{ ...idOf(file), ...(once && { parts: "1" }) }} submit="作出追回决定" busyText="正在作出…">
      <p className="text-ink-2">{file.heard ? "已经听取企业意见。" : "企业没有说明的，要等告知的期限过了才能决定。"}</p>
      <ActNumber label="应退金额" name="amount" unit="元" required defaultValue={plainYuan(toldFen)} hint={`不超过告知的 ${formatYuan(toldFen)}元`} />
      {once ? null : (
        <ActNumber label="分几期缴" name="parts" unit="期" decimals={0} required defaultValue="1" hint="第一期 15 个工作日内，以后每月一期，最多 24 期" />
      )}
      <ActArea label="决定的理由" name="text" rows={4} required maxLength={500} hint="企业会看到" />
      <p className="text-ink-3 text-note">决定作出后不能改。企业会被告知可以复议、诉讼。</p>
    </ActForm>
  );
}

/** 收款: the maker enters, the checker confirms. */
function Receive({ file, today }: Props) {
  const { next } = file;
  if (!next) {
    return (
      <ActForm action={finishAct} hidden={idOf(file)} submit="办结追回">
        <p>款已退清，可以办结。</p>
      </ActForm>
    );
  }
  return (
    <ActForm action={receiveAct} hidden={idOf(file)} submit="登记到账">
      <p>{`下一期 ${formatYuan(next.missingFen)}元，${formatNearDay(next.dueOn, today)} 前。收到${file.payTo}。`}</p>
      <ActNumber label="到账金额" name="amount" unit="元" required />
      <ActDate label="到账日" name="receivedOn" required />
      <ActText label="付款人" name="payerName" required maxLength={100} defaultValue={file.row.enterpriseName} />
      <ActText label="银行流水号" name="bankReference" required maxLength={60} hint="照银行回单填。一张回单只能登记一次。" />
    </ActForm>
  );
}

function Confirm({ file, personId, today }: Props) {
  const waiting = file.receipts.filter((one) => one.state === "entered");
  if (waiting.length === 0) return <Message title="没有待核对的到账登记" />;
  return waiting.map((one) =>
    one.enteredBy === personId ? (
      <Message key={one.id} title="这笔是您登记的">
        请另一位财政审核人核对。
      </Message>
    ) : (
      <div key={one.id} className="flex flex-wrap gap-2">
        <ConfirmAct
          open={`核对 ${formatYuan(one.amountFen)}元`}
          openTone="go"
          size="normal"
          title={`确认 ${formatYuan(one.amountFen)}元已到账`}
          description={`付款人 ${one.payerName}，流水号 ${one.bankReference}，到账日 ${formatNearDay(one.receivedOn, today)}。确认后记账，不能撤回。`}
          action={confirmAct}
          hidden={{ receiptId: one.id }}
          submit="确认入账"
        />
        <ConfirmAct open="退回登记" size="normal" title="退回给登记人" action={refuseAct} hidden={{ receiptId: one.id }} submit="退回登记" tone="stop">
          <ActText label="哪里不对" name="reason" required maxLength={200} />
        </ConfirmAct>
      </div>
    ),
  );
}

const RESTS = [
  { value: "litigation", label: "复议、诉讼停止执行" },
  { value: "bankruptcy", label: "法院受理破产" },
];

function Rest({ file }: Props) {
  return (
    <Disclosure summary="复议、诉讼或破产，暂停执行">
      <div className="pt-3">
        <ActForm action={restAct} hidden={idOf(file)} submit="暂停执行" tone="stop">
          <ActSelect label="为什么暂停" name="reason" required placeholder="请选" options={RESTS} />
          <ActText label="法律文书" name="document" required maxLength={100} hint="名称和文号" />
          <ActText label="怎样才恢复" name="until" required maxLength={200} hint="如 一审判决生效" />
        </ActForm>
      </div>
    </Disclosure>
  );
}

function Execute(props: Props) {
  const { roles, file } = props;
  const rests = file.row.state === "suspended";
  return (
    <>
      {may(roles, "clawback.receive") && !(rests && !file.next) ? <Receive {...props} /> : null}
      {may(roles, "clawback.confirm") ? <Confirm {...props} /> : null}
      {may(roles, "claim.postAudit") && !rests ? <Rest {...props} /> : null}
      {may(roles, "claim.postAudit") && rests ? (
        <ActForm action={resumeAct} hidden={idOf(file)} submit="恢复追回">
          <ActText label="法律文书" name="document" required maxLength={100} hint="复议、诉讼终结或破产程序的文书" />
        </ActForm>
      ) : null}
      {file.next ? null : <Message tone="green" title="款已退清" />}
    </>
  );
}

/** 下一步 of a clawback for whoever may take it; others read whose step it is. */
export function ClawbackActs(props: Props) {
  const { row, clawback } = props.file;
  if (clawback.closedAt) return <Message tone="green" title="已办结" />;
  if (row.state === "postAudit") return <Examine {...props} />;
  if (row.state !== "clawbackNotice") return <Execute {...props} />;
  if (may(props.roles, "claim.clawbackDecide")) return <Decide {...props} />;
  return may(props.roles, "claim.postAudit") ? <Hear {...props} /> : <Message title="等企业说明、领导决定" />;
}
