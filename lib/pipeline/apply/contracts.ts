import { addDays, firstOfMonth, type PlainDate, plainDate } from "../../kernel/plain-date";
import { PERSON_DIGEST } from "../dataset";
import { type Book, inYear, numberAt, type SourceRecord, sumOf, textAt } from "./book";
import { monthsBefore } from "./windows";

const DATASET = "laborContract";
const INTERNSHIP = "见习协议";
const OPEN_ENDED = "无固定期限";
const HARD_TO_EMPLOY = "就业困难人员";
const YOUNG = new Set(["毕业年度高校毕业生", "离校两年内未就业高校毕业生", "16-24岁登记失业青年"]);
const FULL_YEAR = 12;

const person = (record: SourceRecord): string | null => textAt(record, PERSON_DIGEST);

/** Contracts by person: who changes contracts within the year counts once. */
function byPerson(records: readonly SourceRecord[]): ReadonlyMap<string, readonly SourceRecord[]> {
  const people = new Map<string, SourceRecord[]>();
  for (const record of records) {
    const digest = person(record);
    if (digest) people.set(digest, [...(people.get(digest) ?? []), record]);
  }
  return people;
}

function emitHeads(book: Book, id: string, year: number, records: readonly SourceRecord[]): void {
  const people = byPerson(records);
  book.emit({ id, dataset: DATASET, year, value: people.size, records });
  if (!book.subjects) return;
  for (const [digest, rows] of people) book.emit({ id, dataset: DATASET, year, subject: digest, value: 1, records: rows });
}

const isLong = (record: SourceRecord): boolean => textAt(record, "contractKind") === OPEN_ENDED || (numberAt(record, "contractMonths") ?? 0) >= FULL_YEAR;
const isHire = (record: SourceRecord): boolean => textAt(record, "insuredFrom") !== null && isLong(record);

/** 参保满 N 个月: from the first of the first insured month to the end of the contract or the day of judgement, whichever is earlier. */
function insuredMonths(record: SourceRecord, asOf: PlainDate, months: number): boolean {
  const from = textAt(record, "insuredFrom");
  if (from?.length !== 7) return false;
  const end = textAt(record, "contractEnd");
  const last = end !== null && end < asOf ? addDays(plainDate(end), 1) : asOf;
  return firstOfMonth(Number(from.slice(0, 4)), Number(from.slice(5))) <= monthsBefore(last, months);
}

const isYouth = (record: SourceRecord, book: Book): boolean =>
  YOUNG.has(textAt(record, "personCategory") ?? "") &&
  textAt(record, "contractKind") !== INTERNSHIP &&
  insuredMonths(record, book.asOf, book.parameters.youthInsuredMonths);

const overlaps = (record: SourceRecord, year: number): boolean => {
  const [start, end] = [textAt(record, "contractStart"), textAt(record, "contractEnd")];
  return start !== null && start <= `${year}-12-31` && (end === null || end >= `${year}-01-01`);
};

function deriveKeyGroup(book: Book, year: number): void {
  const records = book.of(DATASET).filter((record) => textAt(record, "personCategory") === HARD_TO_EMPLOY && overlaps(record, year));
  book.emit({ id: "keyGroupPremiumPaid", dataset: DATASET, year, value: sumOf(records, "employerPremiumPaid"), records });
  if (!book.subjects) return;
  for (const [digest, rows] of byPerson(records))
    book.emit({ id: "keyGroupPremiumPaid", dataset: DATASET, year, subject: digest, value: sumOf(rows, "employerPremiumPaid"), records: rows });
}

/** 见习人月: each person's months, at most twelve. */
function deriveInternships(book: Book, year: number): void {
  const records = book.of(DATASET).filter((record) => textAt(record, "contractKind") === INTERNSHIP && inYear(record, "contractStart", year));
  const people = [...byPerson(records)].map(([digest, rows]) => ({
    digest,
    rows,
    months: Math.min(sumOf(rows, "internMonths"), book.parameters.internMonthsCap),
  }));
  book.emit({ id: "internPersonMonths", dataset: DATASET, year, value: people.reduce((sum, { months }) => sum + months, 0), records });
  if (!book.subjects) return;
  for (const { digest, rows, months } of people) book.emit({ id: "internPersonMonths", dataset: DATASET, year, subject: digest, value: months, records: rows });
}

/** Hiring and internships, by person. Without filed contracts the counts are zero once the feed has spoken of the year. */
export function deriveContracts(book: Book): void {
  const all = book.of(DATASET);
  for (const year of book.years) {
    if (all.length === 0 && !book.heard(DATASET, year)) continue;
    const started = all.filter((record) => inYear(record, "contractStart", year));
    emitHeads(book, "newHireContract12mCount", year, started.filter(isHire));
    emitHeads(
      book,
      "youthHireCount",
      year,
      started.filter((record) => isYouth(record, book)),
    );
    deriveKeyGroup(book, year);
    deriveInternships(book, year);
  }
}
