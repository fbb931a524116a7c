import { Condition, Conditions, Reckoning } from "@/app/_ui/condition";
import { Link } from "@/app/_ui/link";
import { numbered } from "@/app/_ui/numbered";
import { Disclosure } from "@/app/_ui/section";
import type { Evidence } from "@/db/case-file";
import type { Words } from "@/lib/policy/describe";
import { describeAmount } from "@/lib/policy/describe-amount";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { whyRows } from "./why-rows";

type Props = { policy: ResolvedPolicy; evidence: Evidence; words: Words };

/** 算式: the rule in words, then the sum as it was done. */
export function Arithmetic({ policy, evidence, words }: Props) {
  const { amountTrace = [] } = evidence.decision;
  return (
    <Reckoning>
      {`标准：${describeAmount(policy.amount, words)}`}
      {numbered(amountTrace).map(({ key, item: step }) => (
        <span key={key} className="block">
          {step.label ? `${step.label}：` : ""}
          <b>{step.text}</b>
        </span>
      ))}
    </Reckoning>
  );
}

/** 条件行 of one decision. */
export function WhyRows(props: Props) {
  return (
    <Conditions label="核对的条件">
      {whyRows(props).map(({ id, ...row }) => (
        <Condition key={id} {...row} />
      ))}
    </Conditions>
  );
}

/** 为什么是这个数: folded, with conditions, sum, and the two ways on. */
export function Why({ open = false, ...props }: Props & { open?: boolean }) {
  return (
    <Disclosure summary="为什么是这个数" open={open}>
      <div className="mt-1 grid gap-2 text-list">
        <WhyRows {...props} />
        <Arithmetic {...props} />
        <p className="flex flex-wrap gap-x-6">
          <Link href={`/policies/${props.policy.code}`} className="inline-flex min-h-6 items-center max-desk:min-h-11">
            看政策原文
          </Link>
          <Link href="/my/file" className="inline-flex min-h-6 items-center max-desk:min-h-11">
            数据不对，我要更正
          </Link>
        </p>
      </div>
    </Disclosure>
  );
}
