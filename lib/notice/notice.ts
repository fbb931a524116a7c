import { END_OF_OFFICE, isPastDue } from "../calendar/office-hours";
import type { WorkCalendar } from "../calendar/work-calendar";
import { addWorkdays, workdaysBetween } from "../calendar/workdays";
import { addFen, type Fen } from "../kernel/fen";
import { addDays, dayOf, formatNearDay, formatShortDay, type Instant, instantAt, type PlainDate } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import { publicEnterpriseName } from "../standards/mask";

/** 公示文号: 青惠公示〔2026〕12号. `prefix` is the county's 机关代字. */
export function noticeNumber(prefix: string, year: number, sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 1) throw new RangeError(`notice sequence ${sequence}`);
  return `${prefix}惠公示〔${year}〕${sequence}号`;
}

/** 异议渠道: where the public can object. */
export type ObjectionChannels = { readonly phone: string; readonly url: string; readonly address: string };

/** What a claim brings to a notice. Whatever else the caller's object holds is not taken over. */
export type NoticeSource = {
  readonly claimId: string;
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly isIndividualBusiness: boolean;
  readonly tradeName?: string | null;
  readonly operatorName?: string | null;
  /** 曾用名 to be added in brackets after a renaming on the way. */
  readonly formerName?: string | null;
  readonly policyName: string;
  readonly amountFen: Fen;
  /** 依据条款: document and article. */
  readonly basis: string;
  /** 人员类补贴: how many people, never who. */
  readonly headcount?: number | null;
};

/** 公示行: all that the public reads of a claim. */
export type NoticeLine = {
  readonly lineNo: number;
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly policyName: string;
  readonly amountFen: Fen;
  readonly basis: string;
};

/** 公示字段白名单 (政府信息公开条例第15条). Anything else on a public page is a fault. */
export const NOTICE_LINE_FIELDS = ["lineNo", "enterpriseName", "uscc", "policyName", "amountFen", "basis"] as const satisfies readonly (keyof NoticeLine)[];

/** 公示: a frozen list. A correction is a new version that names the one it replaces; the old one stays, marked 已更正. */
export type Notice = {
  readonly number: string;
  readonly version: number;
  readonly title: string;
  readonly office: string;
  readonly publishedOn: PlainDate;
  readonly workingDays: number;
  readonly endsOn: PlainDate;
  readonly provisional: boolean;
  readonly lines: readonly NoticeLine[];
  readonly totalFen: Fen;
  readonly channels: ObjectionChannels;
};

export type BuiltNotice = { readonly notice: Notice /** Line number of each claim; stays inside. */; readonly lineOf: Readonly<Record<string, number>> };

export type NoticeRefusal = "noLines" | "noticeTooShort" | "channelMissing" | "claimTwice" | "amountNegative" | "basisMissing";

export type NoticeInput = {
  readonly number: string;
  readonly version?: number;
  readonly title: string;
  readonly office: string;
  readonly publishedAt: Instant;
  /** 公示期 of the policy, working days. */
  readonly workingDays: number;
  readonly sources: readonly NoticeSource[];
  readonly channels: ObjectionChannels;
};

function publicLine(source: NoticeSource, lineNo: number): NoticeLine {
  const { enterpriseName, isIndividualBusiness, tradeName = null, operatorName = null, formerName, uscc, policyName, amountFen, basis, headcount } = source;
  const shown = (name: string) => publicEnterpriseName({ name, isIndividualBusiness, tradeName, operatorName });
  const former = formerName && !isIndividualBusiness ? `（曾用名：${shown(formerName)}）` : "";
  const people = headcount ? `（涉及 ${headcount} 人）` : "";
  return { lineNo, enterpriseName: `${shown(enterpriseName)}${former}`, uscc, policyName, amountFen, basis: `${basis}${people}` };
}

const isBlank = (text: string): boolean => text.trim() === "";

function faultOf({ sources, workingDays, channels }: NoticeInput): NoticeRefusal | null {
  if (sources.length === 0) return "noLines";
  if (!Number.isInteger(workingDays) || workingDays < 1) return "noticeTooShort";
  if (isBlank(channels.phone) || isBlank(channels.url) || isBlank(channels.address)) return "channelMissing";
  if (new Set(sources.map(({ claimId }) => claimId)).size < sources.length) return "claimTwice";
  if (sources.some(({ amountFen }) => amountFen < 0)) return "amountNegative";
  return sources.some(({ basis }) => isBlank(basis)) ? "basisMissing" : null;
}

/** 拟公示名单: freezes the lines and sets the end. The day of publication is not counted; the notice ends at 18:00 of its last working day. */
export function buildNotice(cal: WorkCalendar, input: NoticeInput): Result<BuiltNotice, NoticeRefusal> {
  const fault = faultOf(input);
  if (fault) return refused(fault);
  const { number, version = 1, title, office, workingDays, channels, sources } = input;
  const publishedOn = dayOf(input.publishedAt);
  const { day: endsOn, provisional } = addWorkdays(cal, publishedOn, workingDays);
  const lines = sources.map((source, index) => publicLine(source, index + 1));
  const totalFen = addFen(...lines.map(({ amountFen }) => amountFen));
  const lineOf = Object.fromEntries(sources.map(({ claimId }, index) => [claimId, index + 1]));
  return ok({ notice: { number, version, title, office, publishedOn, workingDays, endsOn, provisional, lines, totalFen, channels }, lineOf });
}

/**
 * 公示冻结文本: the text whose hash is kept. One JSON array per row, fields in a fixed order, so that no separator inside a name can make two
 * different notices look alike. The end day is left out of it: an objection or a newly announced calendar moves the end, not the list.
 */
export function frozenText({ number, version, title, office, publishedOn, workingDays, lines, totalFen, channels }: Notice): string {
  const head = ["notice/1", number, version, title, office, publishedOn, workingDays, lines.length, totalFen];
  const rows = lines.map((line) => NOTICE_LINE_FIELDS.map((field) => line[field]));
  const foot = [channels.phone, channels.url, channels.address];
  return [head, ...rows, foot].map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** 公示截止时刻: objections are taken until then. */
export const closesAt = (endsOn: PlainDate): Instant => instantAt(endsOn, END_OF_OFFICE);

export type Countdown = { readonly phase: "open" | "lastDay" | "over" /** Working days after today. */; readonly workdaysLeft: number; readonly text: string };

/** 公示倒计时 at a business instant. */
export function countdown(cal: WorkCalendar, { endsOn, provisional }: Pick<Notice, "endsOn" | "provisional">, now: Instant): Countdown {
  if (isPastDue(now, endsOn)) return { phase: "over", workdaysLeft: 0, text: "公示期满" };
  const today = dayOf(now);
  const workdaysLeft = workdaysBetween(cal, today, endsOn);
  if (today === endsOn) return { phase: "lastDay", workdaysLeft, text: "今天 18:00 前" };
  const mark = provisional ? "，暂定" : "";
  return { phase: "open", workdaysLeft, text: `还剩 ${workdaysLeft} 个工作日（${formatNearDay(endsOn, today)} 18:00 前${mark}）` };
}

/** 期满可否转核准, for one line: the end has passed (18:00 sharp still belongs to the public) and no objection to this line is open. */
export function canClose({ endsOn }: Pick<Notice, "endsOn">, now: Instant, openObjections: number): Result<"closed", "notOver" | "objectionOpen"> {
  if (!isPastDue(now, endsOn)) return refused("notOver");
  return openObjections > 0 ? refused("objectionOpen") : ok("closed");
}

/** 起止日 for the page: 6月15日—6月17日. */
export const noticePeriodText = ({ publishedOn, endsOn }: Pick<Notice, "publishedOn" | "endsOn">): string =>
  `${formatShortDay(publishedOn)}—${formatShortDay(endsOn)}`;

/** 剩余公示期, working days, when the line is interrupted on `stoppedOn`: a day that was interrupted was not served and is given again. */
export function remainingWorkdays(cal: WorkCalendar, { publishedOn, endsOn }: Pick<Notice, "publishedOn" | "endsOn">, stoppedOn: PlainDate): number {
  const served = addDays(stoppedOn, -1);
  return workdaysBetween(cal, served < publishedOn ? publishedOn : served, endsOn);
}

/** 续公示: the new end of a line whose objection was dismissed (or whose recalculation changed nothing). Never before the old end. */
export function resumedEnd(
  cal: WorkCalendar,
  notice: Pick<Notice, "publishedOn" | "endsOn">,
  stoppedOn: PlainDate,
  resumedOn: PlainDate,
): { readonly endsOn: PlainDate; readonly provisional: boolean } {
  const { day, provisional } = addWorkdays(cal, resumedOn, Math.max(1, remainingWorkdays(cal, notice, stoppedOn)));
  return { endsOn: day < notice.endsOn ? notice.endsOn : day, provisional };
}

/** 下线日: one year after the end the page is taken off and archived without personal data. */
export const archiveOn = (endsOn: PlainDate): PlainDate => addDays(endsOn, 365);
