import { type Book, flagAt, type SourceRecord, textAt } from "./book";
import { isListed, isWithinMonths } from "./windows";

const CREDIT = "publicCredit";
const REGULATORY = "regulatoryRecord";
const DISHONEST = new Set(["失信被执行人", "严重失信主体", "重大税收违法失信主体", "安全生产严重失信主体"]);
const WAGES = "拖欠农民工工资失信联合惩戒对象";
const ACCIDENT = "重大安全质量环保事故";
const ABNORMAL = "经营异常名录";

type Flag = { readonly id: string; readonly dataset: string; readonly hit: (record: SourceRecord, book: Book) => boolean };

const onList = (types: ReadonlySet<string>) => (record: SourceRecord, book: Book) => types.has(textAt(record, "listType") ?? "") && isListed(record, book.asOf);

const FLAGS: readonly Flag[] = [
  { id: "dishonestFlag", dataset: CREDIT, hit: onList(DISHONEST) },
  { id: "wageArrearsFlag", dataset: CREDIT, hit: onList(new Set([WAGES])) },
  {
    id: "majorAccident3y",
    dataset: CREDIT,
    hit: (record, { asOf, parameters }) => textAt(record, "listType") === ACCIDENT && isWithinMonths(record, "listedDate", asOf, parameters.violationMonths),
  },
  {
    id: "majorViolation3y",
    dataset: REGULATORY,
    hit: (record, { asOf, parameters }) => flagAt(record, "isMajor") === true && isWithinMonths(record, "decisionDate", asOf, parameters.violationMonths),
  },
  { id: "abnormalOperationFlag", dataset: REGULATORY, hit: (record, { asOf }) => textAt(record, "recordType") === ABNORMAL && isListed(record, asOf) },
];

/** 负面清单 on the day of judgement. A hit needs no delivery; "not listed" may be said only when the feed has spoken. */
export function deriveCompliance(book: Book): void {
  for (const { id, dataset, hit } of FLAGS) {
    const records = book.of(dataset).filter((record) => hit(record, book));
    if (records.length > 0 || book.of(dataset).length > 0 || book.heard(dataset)) book.emit({ id, dataset, value: records.length > 0, records });
  }
}
