import { isPastDue } from "../calendar/office-hours";
import type { WorkCalendar } from "../calendar/work-calendar";
import { addWorkdays } from "../calendar/workdays";
import { dayOf, type Instant, type PlainDate } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import { maskPersonName } from "../standards/mask";
import type { Notice } from "./notice";

/** 异议受理号: 异2026-0012. */
export function objectionNumber(year: number, sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 1) throw new RangeError(`objection sequence ${sequence}`);
  return `异${year}-${String(sequence).padStart(4, "0")}`;
}

export type ObjectionInput = {
  readonly realName: string;
  /** A telephone number or address under which the answer reaches the objector. */
  readonly contact: string;
  readonly lineNo: number;
  readonly content: string;
  readonly receivedAt: Instant;
};

export type ObjectionRefusal = "anonymous" | "contactMissing" | "contentTooShort" | "lineUnknown" | "lineNotOpen" | "noticeOver";

export type LineStatus = "shown" | "objected" | "withdrawn" | "corrected" | "cancelled" | "closed";

/** 受理期: the objector hears within one working day whether the objection is taken up. */
export const ACCEPTANCE_WORKDAYS = 1;
/** 办理期: an accepted objection is decided within five working days. */
export const DECISION_WORKDAYS = 5;

const MIN_CONTENT = 10;
const NOT_A_NAME = /^(匿名|无名|佚名|不愿透露|不具名|群众|路人|市民|网友|热心市民|anonymous)/i;

/** 实名: two or more characters that are a name, not a word for nobody. Whether it is the right name is checked by telephone. */
export const isRealName = (name: string): boolean => {
  const text = name.trim();
  return /^[\p{Script=Han}·A-Za-z .'-]{2,40}$/u.test(text) && !NOT_A_NAME.test(text);
};

export type AdmittedObjection = { readonly lineNo: number; readonly receivedOn: PlainDate; readonly answerBy: PlainDate; readonly decideBy: PlainDate };

/**
 * 异议登记: whether an objection stops its line. It must come under a real name, with a way to answer it, in time, and against a line that is open.
 * Only its own line is stopped; all others run on.
 */
export function admitObjection(
  cal: WorkCalendar,
  notice: Pick<Notice, "lines">,
  line: { readonly status: LineStatus; readonly endsOn: PlainDate },
  input: ObjectionInput,
): Result<AdmittedObjection, ObjectionRefusal> {
  const fault = formFault(input);
  if (fault) return refused(fault);
  if (!notice.lines.some(({ lineNo }) => lineNo === input.lineNo)) return refused("lineUnknown");
  if (isPastDue(input.receivedAt, line.endsOn)) return refused("noticeOver");
  // A second objection to a line that is stopped already is registered as well; the line waits for both.
  if (line.status !== "shown" && line.status !== "objected") return refused("lineNotOpen");
  const receivedOn = dayOf(input.receivedAt);
  return ok({
    lineNo: input.lineNo,
    receivedOn,
    answerBy: addWorkdays(cal, receivedOn, ACCEPTANCE_WORKDAYS).day,
    decideBy: addWorkdays(cal, receivedOn, DECISION_WORKDAYS).day,
  });
}

function formFault({ realName, contact, content }: ObjectionInput): ObjectionRefusal | null {
  if (!isRealName(realName)) return "anonymous";
  if (contact.trim().length < 6) return "contactMissing";
  return content.trim().length < MIN_CONTENT ? "contentTooShort" : null;
}

/** What the objected enterprise and the public read of an objector: never more than a masked name, the enterprise not even that. */
export const objectorForStaff = (realName: string): string => maskPersonName(realName);
