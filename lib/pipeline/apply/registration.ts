import { type Book, lastBy, type SourceRecord, textAt } from "./book";

const DATASET = "bizRegistration";

/** The register's present state of the enterprise; null when the register has not spoken of it. */
export const registration = (book: Book): SourceRecord | null => lastBy(book.of(DATASET), () => "");

const EXCLUDED = /(?:不含|不包括|不包含|除外|除|不得从事|不从事)[^；;。，,、]{0,12}劳务派遣|劳务派遣[^；;。，,、]{0,8}(?:除外|不含)/g;

/** 劳务派遣 named in the scope of business other than to rule it out. */
export const namesLaborDispatch = (scope: string): boolean => scope.replace(EXCLUDED, "").includes("劳务派遣");

const COPIED = ["regStatus", "establishedDate", "entityType", "registrationRegion", "industryCode"] as const;

/** 登记状态、成立日期、类型、区划、行业、劳务派遣: as registered. A missing scope of business is presumed to hold no labour dispatch. */
export function deriveRegistration(book: Book): void {
  const record = registration(book);
  if (!record) return;
  const records = [record];
  for (const id of COPIED) {
    const value = textAt(record, id);
    if (value !== null) book.emit({ id, dataset: DATASET, value, records });
  }
  book.emit({ id: "isLaborDispatch", dataset: DATASET, value: namesLaborDispatch(textAt(record, "businessScope") ?? ""), records });
}
