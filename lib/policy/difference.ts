import { formatDay, type PlainDate } from "../kernel/plain-date";
import { type Condition, isRatio, type Leaf, leavesOf } from "./condition";
import { describeCondition, describeLeaf, unitOf, type Words, wordsOf } from "./describe";
import { describeAmount } from "./describe-amount";
import type { GrantCycle, LibraryDocument, PolicyDocument } from "./language";
import { formatInUnit, formatMoney } from "./wording";

/** 一处不同: where, and what it was and is; null where something is new or gone. */
export type Difference = { readonly part: string; readonly before: string | null; readonly after: string | null };

export const CYCLE_WORDS: Readonly<Record<GrantCycle, string>> = {
  monthly: "每月",
  quarterly: "每季度",
  yearly: "每年",
  oncePerTitle: "每个资质一次",
  oncePerPerson: "每人一次",
  onceForLife: "每家企业一次",
  perProject: "每个项目一次",
  perProduct: "每个产品一次",
  oncePerStage: "每个阶段一次",
  perDeclaration: "每次申报",
};
export const CONFIRM_WORDS: Readonly<Record<PolicyDocument["confirmStage"], string>> = {
  before: "先确认，再核定公示",
  after: "先公示，再确认",
  none: "账户和授权已在档，不用确认",
};

type Reader = { readonly words: Words; readonly library: LibraryDocument };

const changed = (part: string, before: string | null, after: string | null): Difference[] => (before === after ? [] : [{ part, before, after }]);

/** One requirement whose number alone changed is told by the number: 营业收入不低于 500万元 → 300万元. */
function changedLeaf(part: string, was: Leaf, is: Leaf, { words }: Reader): Difference[] {
  const [before, after] = [describeLeaf(was, words), describeLeaf(is, words)];
  if (before === after) return was.clause === is.clause ? [] : [{ part: `${part}的条文`, before: was.clause, after: is.clause }];
  if (isRatio(was) || isRatio(is) || was.ind !== is.ind || was.op !== is.op || typeof was.value !== "number" || typeof is.value !== "number")
    return [{ part, before, after }];
  const own = wordsOf(is.ind, words, is.unit ?? null);
  const value = formatInUnit(is.value, unitOf(own));
  return [{ part, before, after: after.endsWith(value) ? value : after }];
}

/** The shape of a tree without its numbers: which requirements stand together, which are alternatives. */
function shapeOf(condition: Condition): string {
  if ("not" in condition) return `非(${shapeOf(condition.not)})`;
  if ("all" in condition) return `(${condition.all.map(shapeOf).join("且")})`;
  return "any" in condition ? `(${condition.any.map(shapeOf).join("或")})` : condition.id;
}

const leafMap = (condition: Condition | undefined): ReadonlyMap<string, Leaf> =>
  new Map(condition ? leavesOf(condition).map((leaf) => [leaf.id, leaf] as const) : []);

function changedTree(part: string, was: Condition | undefined, is: Condition | undefined, reader: Reader): Difference[] {
  if (!was || !is) return changed(part, was ? describeCondition(was, reader.words) : null, is ? describeCondition(is, reader.words) : null);
  const [before, after] = [leafMap(was), leafMap(is)];
  const gone = [...before.values()]
    .filter((leaf) => !after.has(leaf.id))
    .map((leaf): Difference => ({ part, before: describeLeaf(leaf, reader.words), after: null }));
  const found = [...after.values()].flatMap((leaf): Difference[] => {
    const old = before.get(leaf.id);
    return old ? changedLeaf(part, old, leaf, reader) : [{ part, before: null, after: describeLeaf(leaf, reader.words) }];
  });
  const regrouped = gone.length === 0 && found.every((one) => one.before !== null) && shapeOf(was) !== shapeOf(is);
  const whole: Difference[] = regrouped
    ? [{ part: `${part}的组合`, before: describeCondition(was, reader.words), after: describeCondition(is, reader.words) }]
    : [];
  return [...gone, ...found, ...whole];
}

function changedList(part: string, was: readonly string[], is: readonly string[]): Difference[] {
  const gone = was.filter((one) => !is.includes(one)).map((one): Difference => ({ part, before: one, after: null }));
  return [...gone, ...is.filter((one) => !was.includes(one)).map((one): Difference => ({ part, before: null, after: one }))];
}

const named = (list: readonly { id: string; name: string }[], id: string): string => list.find((one) => one.id === id)?.name ?? id;
const yesNo = (flag: boolean): string => (flag ? "是" : "否");
const money = (yuan: number | null): string => (yuan === null ? "不设" : formatMoney(yuan));
const days = (count: number): string => `${count} 个工作日`;
const span = ({ from, to }: { from: PlainDate; to: PlainDate }): string => `${formatDay(from)}—${formatDay(to)}`;
const material = ({ name, replacedBy }: PolicyDocument["materials"][number]): string =>
  replacedBy === null ? `${name}（企业提供）` : `${name}（部门数据代替）`;
const review = ({ review: own }: PolicyDocument["fairCompetition"]): string | null =>
  own ? `${formatDay(own.date)} ${own.reviewer}：${own.conclusion}` : null;

/** The facts of the head and the procedure, as they are read aloud. */
function heads(policy: PolicyDocument, { library }: Reader): readonly (readonly [string, string | null])[] {
  const { limits } = policy;
  return [
    ["名称", policy.name],
    ["牵头部门", named(library.departments, policy.dept)],
    ["类别", named(library.categories, policy.category)],
    ["资金", policy.fund.name],
    ["文件", `${policy.source.doc} ${policy.source.article}`],
    ["条文", policy.source.clauseText],
    ["都要人工复核", yesNo(policy.needsManualReview)],
    ["多久一次", CYCLE_WORDS[policy.grantCycle]],
    ["最多享受年数", policy.maxYears === undefined ? null : `${policy.maxYears} 年`],
    ["年度预算", money(policy.annualBudget)],
    ["有效期", span(policy.effective)],
    ["企业确认", CONFIRM_WORDS[policy.confirmStage]],
    ["审核时限", days(limits.processingWorkingDays)],
    ["人工复核时限", days(limits.manualReviewWorkingDays)],
    ["公示", days(limits.noticeWorkingDays)],
    ["拨付时限", days(limits.disbursementWorkingDays)],
    ["公平竞争审查结论", review(policy.fairCompetition)],
  ];
}

/** 两个版本的不同 in readable Chinese, part by part, in the order in which a policy is read. */
export function differencesOf(was: PolicyDocument, is: PolicyDocument, reader: Reader): Difference[] {
  const { library, words } = reader;
  const before = heads(was, reader);
  const head = heads(is, reader).flatMap(([part, after], index) => changed(part, before[index]?.[1] ?? null, after));
  const names = (ids: readonly string[], of: Readonly<Record<string, { name: string }>>) => ids.map((id) => of[id]?.name ?? id);
  return [
    ...head,
    ...changedList(
      "专题板块",
      was.boards.map((id) => named(library.boards, id)),
      is.boards.map((id) => named(library.boards, id)),
    ),
    ...changedList("基本条件", names(was.base, library.baseConditions), names(is.base, library.baseConditions)),
    ...changedTree("条件", was.conditions, is.conditions, reader),
    ...changedList("负面清单", names(was.negativeList, library.negativeListItems), names(is.negativeList, library.negativeListItems)),
    ...changedTree("转人工", was.routeToManual, is.routeToManual, reader),
    ...changedTree("交叉核对", was.crossChecks, is.crossChecks, reader),
    ...changed("补贴标准", describeAmount(was.amount, words), describeAmount(is.amount, words)),
    ...changedList("材料", was.materials.map(material), is.materials.map(material)),
    ...changedList(
      "关联规则",
      was.relations.map((one) => one.rule),
      is.relations.map((one) => one.rule),
    ),
    ...changedList(
      "算例",
      was.examples.map((one) => one.title),
      is.examples.map((one) => one.title),
    ),
  ];
}
