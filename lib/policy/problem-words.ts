import type { Problem } from "./resolve";

/** What the schema says, and how a policy author reads it. The first that fits counts. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/Too small: expected string/, "不能空着"],
  [/Too small: expected array/, "至少要有一项"],
  [/Too small: expected number to be >=\s*0|to be >0/, "不能小于 0"],
  [/Too big/, "数太大，比例要按 0 到 100% 填"],
  [/expected int|safeint/, "请填整数"],
  [/expected number/, "请填数字"],
  [/expected (string|date)/, "还没有填"],
  [/expected boolean/, "请选是或否"],
  [/expected array/, "请至少选一个"],
  [/expected (object|record)/, "这里还没有填完整"],
  [/Invalid discriminator|No matching discriminator|expected one of|Invalid option/, "请从列表里选一个"],
  [/Invalid ISO date/, "请填日期"],
  [/at most 2 decimals/, "金额最多两位小数"],
  [/at most 6 decimals/, "最多六位小数"],
  [/tiers must ascend/, "各档要从低到高，上一档的止点不能超过下一档的起点，每一档至少有一个界限"],
  [/at least one level/, "至少要有一级"],
  [/not a policy code/, "编号由大写字母、短横线和三位数字组成，如 RENT-003"],
  [/not an indicator id/, "请从指标目录里选"],
  [/not an id|not a condition id/, "编号只能用字母和数字"],
  [/a section letter or/, "行业请填门类字母或 2 到 4 位代码"],
  [/Unrecognized key/, "有一项系统不认识"],
  [/^no (department|category|board|base condition|negative-list item|title code)/, "库里没有这一项，请从列表里选"],
  [/does not list/, "关联规则里没有这项政策"],
  [/must be numbered/, "条件编号要以政策编号开头"],
  [/two conditions have this id/, "条件编号重复"],
  [/ends before it begins/, "结束日早于开始日"],
  [/paying account/, "发钱的政策要选资金账户，减税的不选"],
  [/needs a budget/, "发钱的政策要填年度预算，减税的不填"],
];

/** 引擎读不懂的地方 in Chinese; the place stays. */
export const problemWords = ({ message }: Problem): string => WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? "这里系统读不懂，请重新填写";
