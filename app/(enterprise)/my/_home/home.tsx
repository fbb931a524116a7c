import { ButtonLink } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";
import { workingTime } from "../_parts/owner";
import { loadHome } from "./load-home";
import { OpenSection } from "./open-section";
import { CountedSection, DatesSection, HintsSection, InvitationsSection, NearSection, PaidSection, WaitingSection } from "./side-sections";
import { SumSection } from "./sum-section";
import { ToConfirmSection } from "./to-confirm-section";

/** 我的补贴: the sum, what waits for the enterprise, what is on its way, what is near, dates, what has come. */
export async function Home({ enterpriseId }: { enterpriseId: string }) {
  const { db, at, calendar } = await workingTime();
  const home = await loadHome(db, enterpriseId, { at, calendar });
  return (
    <>
      <SumSection home={home} />
      <div className="grid gap-x-12 gap-y-10 desk:grid-cols-[minmax(0,1fr)_352px]">
        <div className="grid min-w-0 content-start gap-10">
          {home.openLines > 0 ? (
            <Message
              tone="amber"
              title={`${home.openLines} 行发票等您说明算哪一项`}
              actions={
                <ButtonLink href="/my/consents/lines" size="small">
                  归项
                </ButtonLink>
              }
            >
              一行发票只能算一项补贴，您不选就哪一项都不算。
            </Message>
          ) : null}
          <ToConfirmSection home={home} at={at} calendar={calendar} />
          <OpenSection home={home} at={at} calendar={calendar} />
        </div>
        <div className="grid min-w-0 content-start gap-10">
          <NearSection home={home} />
          <InvitationsSection home={home} />
          <HintsSection home={home} />
          <WaitingSection home={home} />
          <CountedSection home={home} />
          <DatesSection home={home} at={at} />
          <PaidSection home={home} />
        </div>
      </div>
    </>
  );
}
