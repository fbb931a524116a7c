import type { PlainDate } from "../../kernel/plain-date";
import type { FieldDefinition } from "../dataset";
import { cleanCode, cleanDocNo, cleanIndustry, cleanPhone, cleanUscc } from "./codes";
import { cleanDate } from "./dates";
import { cleanMoney, moneyUnit } from "./money";
import { cleanCount, cleanNumber, cleanRatio, numberPlaces } from "./numbers";
import { type Cleaned, cleaned, flawed } from "./outcome";
import { cleanPeriod, cleanYear } from "./periods";
import { cleanBool, cleanEnum, cleanList, cleanName, cleanText, wordIndex } from "./words";

/** What a file or the day adds to the definition of a field. */
export type FieldContext = {
  readonly today?: PlainDate | undefined;
  /** Unit that the file states for the column, where it differs from the register. */
  readonly unit?: string | undefined;
  readonly epoch?: "1900" | "1904" | undefined;
};

export type FieldCleaner = (raw: string) => Cleaned;

/** 越界: outside what can be. Negative amounts only where refunds and red invoices occur. */
function ranged(field: FieldDefinition, clean: FieldCleaner): FieldCleaner {
  // Bounds of money are stated in yuan, amounts are kept in fen
  const scale = field.type === "money" ? 100 : 1;
  const min = (field.min ?? (field.mayBeNegative ? Number.NEGATIVE_INFINITY : 0)) * scale;
  const max = (field.max ?? Number.POSITIVE_INFINITY) * scale;
  return (raw) => {
    const answer = clean(raw);
    if (!answer.ok || answer.value === null) return answer;
    const value = Number(answer.value);
    if (value >= min && value <= max) return answer;
    const why = value < 0 && min === 0 ? "不能为负" : "超出了合理范围";
    return flawed("RANGE", "RANGE", `“${raw.trim()}”${why}，请核对。`);
  };
}

function coded({ length, form, checked }: FieldDefinition): FieldCleaner {
  const shape = { length, checked, form: form === undefined ? undefined : new RegExp(form) };
  return (raw) => cleanCode(raw, shape);
}

function worded(field: FieldDefinition): FieldCleaner {
  const index = wordIndex(field.values ?? []);
  return (raw) => cleanEnum(raw, index);
}

/** A column whose head names another currency than the register is not read at all. */
function moneyCleaner(registered: string, stated: string): FieldCleaner {
  const money = moneyUnit(stated);
  if (money.currency === moneyUnit(registered).currency) return (raw) => cleanMoney(raw, money);
  return (raw) => (raw.trim() === "" ? cleaned<number>(null) : flawed("UNIT_TEXT", "CURRENCY", `表头写的单位是${stated}，应为${registered}，请核对后重报。`));
}

/** The cleaner of one field, built once per file. */
export function fieldCleaner(field: FieldDefinition, context: FieldContext = {}): FieldCleaner {
  const unit = context.unit ?? field.unit;
  switch (field.type) {
    case "uscc":
      return cleanUscc;
    case "name":
    case "person":
    case "personName":
      return cleanName;
    case "code":
      return coded(field);
    case "docNo":
      return cleanDocNo;
    case "industry":
      return cleanIndustry;
    case "phone":
      return cleanPhone;
    case "string":
    case "personId":
      return (raw) => cleanText(raw, true);
    case "text":
      return (raw) => cleanText(raw, false);
    case "list":
      return cleanList;
    case "enum":
      return worded(field);
    case "bool":
      return cleanBool;
    case "date":
      return (raw) => cleanDate(raw, { today: context.today, mayBeFuture: field.mayBeFuture, epoch: context.epoch });
    case "period":
      return (raw) => cleanPeriod(raw, context.epoch);
    case "year":
      return cleanYear;
    case "money":
      return ranged(field, moneyCleaner(field.unit ?? "元", unit ?? "元"));
    case "number": {
      const places = numberPlaces(unit);
      return ranged(field, (raw) => cleanNumber(raw, places));
    }
    case "ratio":
      return ranged(field, (raw) => cleanRatio(raw, field.ratioForm ?? "fraction"));
    case "count":
      return ranged(field, (raw) => cleanCount(raw, field.unit === "月"));
  }
}
