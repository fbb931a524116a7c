import { type DerivedValue, type DeriveInput, openBook } from "./book";
import { deriveCompliance } from "./compliance";
import { deriveContracts } from "./contracts";
import { deriveInsurance } from "./insurance";
import { deriveInvoices } from "./invoices";
import { deriveOperation } from "./operation";
import { deriveRegistration } from "./registration";
import { deriveTaxOther } from "./tax-other";
import { deriveTaxReturn } from "./tax-return";
import { deriveQualifications } from "./titles";

export type { DerivedValue, DeriveInput, IndicatorValue, SourceRecord } from "./book";

const GROUPS = [
  deriveRegistration,
  deriveTaxReturn,
  deriveTaxOther,
  deriveInsurance,
  deriveContracts,
  deriveOperation,
  deriveQualifications,
  deriveInvoices,
  deriveCompliance,
] as const;

/**
 * 指标归集: the 56 indicators of one enterprise from its live source rows as known on the day of judgement, each with the rows it rests on. What is not
 * known is absent; what does not apply is null; zero, none and false are said only where the feed has spoken.
 */
export function deriveIndicators(input: DeriveInput): readonly DerivedValue[] {
  const book = openBook(input);
  for (const derive of GROUPS) derive(book);
  return book.values;
}
