import type { Metadata } from "next";
import { EmptyState } from "@/app/_ui/message";
import { PageHead, Section } from "@/app/_ui/section";
import { listAgents } from "@/db/agents";
import { formatDay } from "@/lib/kernel/plain-date";
import { requireOwner, workingTime } from "../_parts/owner";
import { AppointForm, RevokeDialog, RightsForm } from "./agent-forms";
import { RIGHT_WORDS } from "./texts";

export const metadata: Metadata = { title: "经办人" };

export default async function Page() {
  const { enterprise } = await requireOwner("enterprise.appointAgent");
  const { db, at } = await workingTime();
  const agents = await listAgents(db, enterprise.id, at);
  return (
    <div className="grid max-w-[720px] gap-10">
      <div>
        <PageHead title="经办人" note={agents.length > 0 ? `${agents.length} 人` : undefined} crumbs={[["企业信息", "/my/file"]]} here="经办人" />
        {agents.length === 0 ? (
          <EmptyState title="还没有经办人" level={2}>
            现在只有您能替企业办事。可以指定一位或几位经办人，每人只办您勾选的事，随时可以收回。
          </EmptyState>
        ) : (
          <ul className="border-ink border-t-2">
            {agents.map((agent) => (
              <li key={agent.membershipId} className="border-line border-b py-4">
                <div className="flex flex-wrap items-baseline gap-x-4">
                  <b>{agent.displayName}</b>
                  <span className="break-all text-ink-3 text-note">{agent.username}</span>
                  <span className="ml-auto">
                    <RevokeDialog membershipId={agent.membershipId} name={agent.displayName} />
                  </span>
                </div>
                <p className="text-ink-2 text-list">{agent.rights.map((right) => RIGHT_WORDS[right][0]).join("、")}</p>
                <p className="text-ink-3 text-small">
                  {agent.validTo === null ? `${formatDay(agent.validFrom)}起，不定期` : `${formatDay(agent.validFrom)}起，${formatDay(agent.validTo)}收回`}
                </p>
                <RightsForm membershipId={agent.membershipId} rights={agent.rights} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <Section title="指定经办人">
        <AppointForm />
      </Section>
    </div>
  );
}
