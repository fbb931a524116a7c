import { type Book, decimalAt, inYear, lastBy, numberAt, type SourceRecord, sumOf, textAt } from "./book";

const DATASET = "titleRegistry";
const VALID = "有效";

const codeOf = (record: SourceRecord): string => textAt(record, "titleCode") ?? "";
const awarded = (record: SourceRecord): string => textAt(record, "titleAwardDate") ?? "";
const isValid = (record: SourceRecord): boolean => textAt(record, "status") === VALID;

/** 判定日有效: status valid, awarded by then, and the last day of validity not yet past. */
function isInForce(record: SourceRecord, book: Book): boolean {
  const until = textAt(record, "validUntil");
  return isValid(record) && awarded(record) !== "" && awarded(record) <= book.asOf && (until === null || until >= book.asOf);
}

/** 资质荣誉 in force with the day of award of each, and over all. Certificates of products and listings are counted by indicators of their own. */
function deriveTitles(book: Book): void {
  const { agriProductTitles, listingStages } = book.parameters;
  const others = new Set([...agriProductTitles, ...listingStages.map((stage) => stage.title)]);
  const records = book.of(DATASET).filter((record) => isInForce(record, book) && codeOf(record) !== "" && !others.has(codeOf(record)));
  if (records.length === 0 && book.of(DATASET).length === 0 && !book.heard(DATASET)) return;
  const codes = [...new Set(records.map(codeOf))].sort();
  book.emit({ id: "titleCodes", dataset: DATASET, value: codes, records });
  const latest = lastBy(records, awarded);
  book.emit({ id: "titleAwardDate", dataset: DATASET, value: latest && awarded(latest), records: latest ? [latest] : [] });
  if (!book.subjects) return;
  for (const code of codes) {
    const record = lastBy(
      records.filter((one) => codeOf(one) === code),
      awarded,
    );
    if (!record) continue;
    const span = { validFrom: awarded(record), validTo: textAt(record, "validUntil"), records: [record] };
    book.emit({ id: "titleCodes", dataset: DATASET, subject: code, value: [code], ...span });
    book.emit({ id: "titleAwardDate", dataset: DATASET, subject: code, value: awarded(record), ...span });
  }
}

/** 当年新获认证产品数. A certificate without its number of products leaves the sum unknown. */
function deriveProducts(book: Book, year: number): void {
  const kinds = new Set(book.parameters.agriProductTitles);
  const records = book.of(DATASET).filter((record) => kinds.has(codeOf(record)) && inYear(record, "titleAwardDate", year) && isValid(record));
  if (records.some((record) => numberAt(record, "productCount") === null)) return;
  if (records.length > 0 || book.heard(DATASET))
    book.emit({ id: "certifiedAgriProductCount", dataset: DATASET, year, value: sumOf(records, "productCount"), records });
}

/** 挂牌上市阶段: the highest in force. */
function deriveListing(book: Book): void {
  const rank = new Map(book.parameters.listingStages.map((stage, i) => [stage.title, i]));
  const records = book.of(DATASET).filter((record) => rank.has(codeOf(record)) && isInForce(record, book));
  if (records.length === 0 && book.of(DATASET).length === 0 && !book.heard(DATASET)) return;
  const highest = lastBy(records, (record) => String(rank.get(codeOf(record)) ?? 0).padStart(3, "0"));
  const stage = highest ? book.parameters.listingStages[rank.get(codeOf(highest)) ?? 0]?.stage : "none";
  book.emit({ id: "listingStage", dataset: DATASET, value: stage ?? "none", records: highest ? [highest] : [], validFrom: highest && awarded(highest) });
}

/** Ratios that an enterprise reports with its title: of the latest award up to the year after the year at hand. Not reported is null. */
function deriveReported(book: Book, id: string, year: number): void {
  const limit = `${year + 1}-12-31`;
  const records = book
    .of(DATASET)
    .filter((record) => isValid(record) && awarded(record) <= book.asOf && awarded(record) <= limit && decimalAt(record, id) !== null);
  const record = lastBy(records, awarded);
  if (record) book.emit({ id, dataset: DATASET, year, value: decimalAt(record, id), records: [record] });
  else if (book.of(DATASET).length > 0 || book.heard(DATASET)) book.emit({ id, dataset: DATASET, year, value: null, records: [] });
}

/** Titles, certificates and listings. */
export function deriveQualifications(book: Book): void {
  deriveTitles(book);
  deriveListing(book);
  for (const year of book.years) {
    deriveProducts(book, year);
    deriveReported(book, "mainProductMarketShare", year);
    deriveReported(book, "coreTechAutonomyRate", year);
  }
}
