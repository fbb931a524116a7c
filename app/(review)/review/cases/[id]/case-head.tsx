import { ButtonLink } from "@/app/_ui/button";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PageHead } from "@/app/_ui/section";
import { Stages } from "@/app/_ui/stages";
import { Code } from "@/app/_ui/tag";
import type { CaseFile } from "@/db/case-file";
import { fen, formatYuan } from "@/lib/kernel/fen";
import { stagesOf } from "./stages";

export type Neighbours = { readonly place: number; readonly total: number; readonly before: string | null; readonly after: string | null } | null;

/** 核减, where less is approved than the rule gives. */
function reduced({ claim: { amountFen, parentClaimId }, evidence: { decision } }: CaseFile): string[] {
  if (parentClaimId !== null || amountFen === null || decision.amountFen === null || amountFen >= decision.amountFen) return [];
  return [`核减 ${formatYuan(fen(decision.amountFen - amountFen))}元`];
}

/** 件头: who, what, how much, by which sum; then where the case stands. `linked`: the reader may open the enterprise's file. */
export function CaseHead({ file, neighbours, linked }: { file: CaseFile; neighbours: Neighbours; linked: boolean }) {
  const { claim, enterprise, policy, evidence, events } = file;
  return (
    <>
      <PageHead
        title={
          linked ? (
            <Link href={`/enterprises/${enterprise.id}`} className="text-ink no-underline hover:underline">
              {enterprise.name}
            </Link>
          ) : (
            enterprise.name
          )
        }
        crumbs={[["待办复核", "/review/cases"]]}
        here={neighbours ? `第 ${neighbours.place} 件，共 ${neighbours.total} 件` : claim.number}
        className="mb-2"
        actions={
          <>
            <ButtonLink size="small" href={`/review/cases/${claim.id}/archive`}>
              办件档案
            </ButtonLink>
            {neighbours ? (
              <>
                {neighbours.before ? (
                  <ButtonLink size="small" href={`/review/cases/${neighbours.before}`} hotkey="K">
                    上一件
                  </ButtonLink>
                ) : null}
                {neighbours.after ? (
                  <ButtonLink size="small" href={`/review/cases/${neighbours.after}`} hotkey="J">
                    下一件
                  </ButtonLink>
                ) : null}
              </>
            ) : null}
          </>
        }
      />
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <p className="flex flex-wrap gap-x-3 text-ink-2">
          {policy.resolved.name}
          <Code>{claim.number}</Code>
          <Code>{enterprise.uscc}</Code>
        </p>
        <div className="text-right max-desk:text-left">
          <Money fen={claim.amountFen} size="l" />
          <p className="text-ink-3 text-note">{[...evidence.decision.amountTrace.map((step) => step.text), ...reduced(file)].join("；")}</p>
        </div>
      </div>
      <div className="mb-6">
        <Stages stages={stagesOf({ state: claim.state, benefitKind: claim.benefitKind, suspendedFrom: claim.suspendedFrom, events })} />
      </div>
    </>
  );
}
