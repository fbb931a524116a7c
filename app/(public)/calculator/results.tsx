import type { ReactNode } from "react";
import { Condition, Conditions, Reckoning } from "@/app/_ui/condition";
import { Link } from "@/app/_ui/link";
import { Mark, type MarkKind } from "@/app/_ui/mark";
import { EmptyState } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { numbered } from "@/app/_ui/numbered";
import { Disclosure, Section } from "@/app/_ui/section";
import { type Fen, formatYuan } from "@/lib/kernel/fen";
import type { CalculatorGroup, CalculatorItem, CalculatorView } from "@/lib/policy/calculator";
import { Chevron } from "./chevron";

const MARK: Readonly<Record<CalculatorGroup, MarkKind>> = { eligible: "met", near: "near", open: "unknown", no: "unmet" };
const MANY = 3;
/** Where on the page a datum is typed in, and what it is called there; null where the form does not ask for it. */
export type FieldOf = (indicator: string) => { readonly href: string; readonly label: string } | null;

const missingText = (missing: CalculatorItem["missing"]): string => {
  const names = [...new Set(missing.map((one) => one.name))];
  return `${names.slice(0, MANY).join("、")}${names.length > MANY ? `等 ${names.length} 项` : ""}`;
};

/** Yuan of speech: 30,000元, without .00. */
const spoken = (amount: Fen): string => `${formatYuan(amount).replace(/\.00$/, "")}元`;

/** What the sum gains where something else has to give way for it. */
function netText(netFen: Fen | null): string {
  if (netFen === null) return "";
  if (netFen <= 0) return "但同一个人、同一张发票不能重复算，合计不会增加。";
  return `同一个人、同一张发票不能重复算，净增 ${spoken(netFen)}。`;
}

function nearText(item: CalculatorItem): string {
  if (!item.near) return "";
  const { text, amountFen, netFen } = item.near;
  return amountFen === null ? `${text}即可享受，金额还要核对。` : `${text}即可享受 ${spoken(amountFen)}。${netText(netFen)}`;
}

function refusedText(item: CalculatorItem): string {
  if (!item.inForce) return "今天不在这项政策的有效期内。";
  const unmet = item.rows.find((row) => row.kind === "unmet" || row.kind === "near");
  return unmet ? `要求${unmet.ask}，您是：${unmet.actual}。` : "";
}

function eligibleText(item: CalculatorItem): string {
  if (item.amountFen === null) return `符合条件。要算出金额，还缺：${missingText(item.missing)}。`;
  const sum = item.steps.at(-1) ?? "";
  return `${sum}。${item.automatic ? "数据核对就能办，不用人工看。" : "还要人工看一次。"}`;
}

const SAY: Readonly<Record<CalculatorGroup, (item: CalculatorItem) => string>> = {
  eligible: eligibleText,
  near: nearText,
  open: (item) => `还缺：${missingText(item.missing)}。`,
  no: refusedText,
};

function Why({ item }: { item: CalculatorItem }) {
  return (
    <Disclosure summary="看条件和算法">
      <Conditions label={`${item.name}的条件`}>
        {item.rows.map((row) => (
          <Condition
            key={row.id}
            dense
            kind={row.kind}
            ask={row.ask}
            value={row.actual}
            clause={row.clause === row.ask ? undefined : row.clause}
            {...(row.gap && { say: row.gap })}
            {...(row.bar && { gap: row.bar })}
          />
        ))}
      </Conditions>
      <div className="my-2">
        <Reckoning>{item.steps.length > 0 ? item.steps.join("；") : `标准：${item.standard}`}</Reckoning>
      </div>
      <Link href={`/policies/${item.code}`} className="inline-flex min-h-6 items-center max-desk:min-h-11">
        看条文和材料
      </Link>
    </Disclosure>
  );
}

function amountOf(item: CalculatorItem): ReactNode {
  if (item.group === "eligible") return <Money fen={item.amountFen} size="l" />;
  if (item.near?.amountFen) return <span className="whitespace-nowrap text-ink-2">{`0 → ${spoken(item.near.amountFen)}`}</span>;
  return null;
}

/** 去填: leads to the fields that would settle it; a folded part of the form opens by itself. */
function ToFill({ item, fieldOf }: { item: CalculatorItem; fieldOf: FieldOf }) {
  const indicators = [...new Set(item.missing.map((one) => one.indicator))].slice(0, MANY);
  const fields = indicators.flatMap((indicator) => fieldOf(indicator) ?? []);
  if (fields.length === 0) return null;
  return (
    <p className="col-span-2 col-start-2 flex flex-wrap gap-x-4 text-list" data-noprint>
      {fields.map(({ href, label }) => (
        <a key={href} href={href} className="inline-flex min-h-6 items-center text-qing underline decoration-qing-line underline-offset-4 max-desk:min-h-11">
          {`填“${label}”`}
        </a>
      ))}
    </p>
  );
}

function Item({ item, fieldOf }: { item: CalculatorItem; fieldOf: FieldOf }) {
  return (
    <li data-whole className="grid grid-cols-[24px_minmax(0,1fr)_auto] gap-x-2 border-line border-t py-3 first:border-t-0">
      <Mark kind={MARK[item.group]} label="" className="mt-[5px]" />
      <h3 className="leading-7!">{item.name}</h3>
      <div className="text-right">{amountOf(item)}</div>
      <p className="col-span-2 col-start-2 text-ink-2 text-list">{SAY[item.group](item)}</p>
      <ToFill item={item} fieldOf={fieldOf} />
      <div className="col-span-2 col-start-2">
        <Why item={item} />
      </div>
    </li>
  );
}

type ListProps = { title: string; items: readonly CalculatorItem[]; fieldOf: FieldOf };

function Group({ title, items, aside, fieldOf }: ListProps & { aside: string }) {
  if (items.length === 0) return null;
  return (
    <Section title={title} aside={aside} className="mt-8">
      <ul>
        {items.map((item) => (
          <Item key={item.code} item={item} fieldOf={fieldOf} />
        ))}
      </ul>
    </Section>
  );
}

function Folded({ title, items, fieldOf }: ListProps) {
  if (items.length === 0) return null;
  return (
    <Section title={title} aside={`${items.length} 项`} className="mt-8">
      <details className="group/fold">
        <summary className="inline-flex min-h-8 list-none items-center gap-1.5 font-medium text-qing max-desk:min-h-11 [&::-webkit-details-marker]:hidden">
          <Chevron className="group-open/fold:rotate-90" />
          逐项看原因
        </summary>
        <ul>
          {items.map((item) => (
            <Item key={item.code} item={item} fieldOf={fieldOf} />
          ))}
        </ul>
      </details>
    </Section>
  );
}

/** 能不能一起拿: what gives way in the best combination, and to what. */
function Together({ view }: { view: CalculatorView }) {
  return (
    <Section title="能不能一起拿" aside="按合计最多选" className="mt-8">
      {view.left.length === 0 ? (
        <p className="text-ink-2">上面这些可以一起拿。实际兑现时，同一个人、同一张发票、同一笔贷款只算一次。</p>
      ) : (
        <ul>
          {numbered(view.left).map(({ key, item }) => (
            <li key={key} className="border-line border-t py-2 first:border-t-0">
              {`${item.name} ${formatYuan(item.amountFen)}元没有算进合计：${item.rule}，已选${item.insteadOf.join("、")}。`}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** 结果: sum first, then what can be had, what is near, what cannot be told yet, what does not fit. */
export function Results({ view, year, fieldOf, children }: { view: CalculatorView | null; year: number; fieldOf: FieldOf; children?: ReactNode }) {
  if (!view) {
    return (
      <EmptyState title="还没有填" level={2} className="border-ink border-t-2 py-4">
        填一项就开始算。填得越多，结果越准；不知道的空着，我们不替您猜。
      </EmptyState>
    );
  }
  const of = (group: CalculatorGroup) => view.items.filter((item) => item.group === group);
  const eligible = of("eligible");
  // One missing datum is worth a place of its own; more than that waits behind a fold.
  const oneShort = of("open").filter((item) => new Set(item.missing.map((one) => one.indicator)).size === 1);
  const open = of("open").filter((item) => !oneShort.includes(item));
  return (
    <>
      <div role="status" aria-live="polite" className="border-ink border-t-2 pt-3">
        <p className="text-ink-2 text-work">{`合起来最多可得（${year}年度）`}</p>
        <p>
          <Money fen={view.totalFen} size="xl" />
        </p>
        <p className="text-ink-2 text-small">
          {`${eligible.length} 项可享受，已排除不能同时拿的${view.taxReductionFen > 0 ? `；其中少交税费 ${formatYuan(view.taxReductionFen)}元，不是发钱` : ""}`}
        </p>
      </div>
      <Group title="可以享受" items={eligible} aside={`${eligible.length} 项，按金额排`} fieldOf={fieldOf} />
      <Group title="还差一点" items={of("near")} aside={`${of("near").length} 项`} fieldOf={fieldOf} />
      {children}
      <Group title="还缺一个数" items={oneShort} aside={`${oneShort.length} 项`} fieldOf={fieldOf} />
      {eligible.length > 1 ? <Together view={view} /> : null}
      <Folded title="还不能判断" items={open} fieldOf={fieldOf} />
      <Folded title="不符合" items={of("no")} fieldOf={fieldOf} />
    </>
  );
}
