import type { Metadata } from "next";
import { loadHome } from "./_home/load-home";
import { OpenSection } from "./_home/open-section";
import { DatesSection, HintsSection, InvitationsSection, NearSection, PaidSection, WaitingSection } from "./_home/side-sections";
import { SumSection } from "./_home/sum-section";
import { ToConfirmSection } from "./_home/to-confirm-section";
import { requireOwner, workingTime } from "./_parts/owner";

export const metadata: Metadata = { title: "我的补贴" };

export default async function Page() {
  const { enterprise } = await requireOwner("enterprise.viewOwn");
  const time = await workingTime();
  const home = await loadHome(time.db, enterprise.id, time);
  return (
    <>
      <h1 className="sr-only">我的补贴</h1>
      <SumSection home={home} />
      <div className="grid gap-x-12 gap-y-10 desk:grid-cols-[minmax(0,1fr)_352px]">
        <div className="grid min-w-0 content-start gap-10">
          <ToConfirmSection home={home} {...time} />
          <OpenSection home={home} {...time} />
        </div>
        <div className="grid min-w-0 content-start gap-10">
          <NearSection home={home} />
          <InvitationsSection home={home} />
          <HintsSection home={home} />
          <WaitingSection home={home} />
          <DatesSection home={home} {...time} />
          <PaidSection home={home} {...time} />
        </div>
      </div>
    </>
  );
}
