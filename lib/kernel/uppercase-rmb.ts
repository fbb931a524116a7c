import type { Fen } from "./fen";

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"] as const;

const digit = (value: number): string => DIGITS.charAt(value);

/** 1–9999 in capitals; zeros between digits collapse to one 零, trailing zeros are silent. */
function section(value: number): string {
  let text = "";
  let zeroPending = false;
  for (let place = 3; place >= 0; place -= 1) {
    const here = Math.floor(value / 10 ** place) % 10;
    if (here === 0) {
      zeroPending = text !== "";
      continue;
    }
    text += `${zeroPending ? "零" : ""}${digit(here)}${PLACES[place]}`;
    zeroPending = false;
  }
  return text;
}

/** `high` units of `step` and a rest; a 零 stands between them where the rest does not fill its first place. */
function split(value: number, step: number, unit: string, read: (value: number) => string): string {
  const high = Math.floor(value / step);
  const rest = value % step;
  if (high === 0) return read(rest);
  if (rest === 0) return `${read(high)}${unit}`;
  return `${read(high)}${unit}${rest < step / 10 ? "零" : ""}${read(rest)}`;
}

const belowYi = (value: number): string => split(value, 10_000, "万", section);
const whole = (value: number): string => split(value, 100_000_000, "亿", belowYi);

/** 角 and 分 after the yuan: 分 without 角 needs a 零 before it, except when there are no yuan. */
function cents(jiao: number, fenDigit: number, hasYuan: boolean): string {
  if (fenDigit === 0) return `${digit(jiao)}角`;
  if (jiao === 0) return `${hasYuan ? "零" : ""}${digit(fenDigit)}分`;
  return `${digit(jiao)}角${digit(fenDigit)}分`;
}

/**
 * 中文大写金额 without the currency's name: 壹拾贰万捌仟元整. Rules of 支付结算办法 附一 (正确填写票据和结算凭证的基本规定): 整 after whole yuan only.
 * @throws RangeError for a negative amount: no voucher carries one.
 */
export function uppercaseYuan(amount: Fen): string {
  if (amount < 0) throw new RangeError(`no capitals for a negative amount: ${amount}`);
  const yuan = Math.floor(amount / 100);
  const jiao = Math.floor(amount / 10) % 10;
  const fenDigit = amount % 10;
  if (amount === 0) return "零元整";
  const head = yuan === 0 ? "" : `${whole(yuan)}元`;
  return jiao === 0 && fenDigit === 0 ? `${head}整` : `${head}${cents(jiao, fenDigit, yuan > 0)}`;
}

/** 人民币大写 for vouchers and payment orders: 人民币壹拾贰万捌仟元整. */
export const uppercaseRmb = (amount: Fen): string => `人民币${uppercaseYuan(amount)}`;
