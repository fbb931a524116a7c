import { ButtonLink } from "@/app/_ui/button";
import { DoubtCard } from "@/app/_ui/doubt";
import { Message } from "@/app/_ui/message";
import type { Claim } from "@/db/claims";
import { doubtWord } from "../../../parts/texts";
import type { Contradiction } from "../../../parts/trace";

/** 缺少数据：…; a doubt whose sentence is its word is said once. */
const told = ({ code, text }: Claim["doubts"][number]): string => (doubtWord(code) === text ? text : `${doubtWord(code)}：${text}`);

/** 存疑: contradictions side by side, the other reasons as sentences. The one action fills the panel and submits nothing. */
export function Doubts({
  claim,
  conflicts,
  askHref,
}: {
  claim: Pick<Claim, "doubts" | "waitingFor">;
  conflicts: readonly Contradiction[];
  askHref: string | null;
}) {
  if (claim.doubts.length === 0 && !claim.waitingFor) return null;
  const ask = askHref ? (
    <>
      <ButtonLink href={askHref} hotkey="S">
        请企业补材料
      </ButtonLink>
      <span className="text-ink-3 text-note">一次办清，只能补一次，5 个工作日内，暂停计时</span>
    </>
  ) : undefined;
  return (
    <div className="mb-8 grid gap-3">
      {conflicts.map((conflict) => (
        <DoubtCard
          key={conflict.key}
          title={conflict.title}
          sides={[...conflict.sides, { label: "对结论和金额", value: "不直接改变", note: "核对只提示差异，由人判断" }]}
          clause={
            <>
              涉及条款 <b>{conflict.clause}</b>
            </>
          }
        >
          {ask}
        </DoubtCard>
      ))}
      {claim.waitingFor ? <Message tone="blue" title={claim.waitingFor} /> : null}
      {claim.doubts.length > 0 ? (
        <Message
          tone="amber"
          title={claim.doubts.length === 1 ? "为什么转人工" : `为什么转人工：${claim.doubts.length} 项`}
          actions={conflicts.length === 0 ? ask : undefined}
        >
          <ul>
            {claim.doubts.map((doubt) => (
              <li key={`${doubt.code}${doubt.text}`}>{told(doubt)}</li>
            ))}
          </ul>
        </Message>
      ) : null}
    </div>
  );
}
