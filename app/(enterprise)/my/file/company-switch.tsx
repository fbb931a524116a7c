import type { SessionUser } from "@/app/_server/session";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { isEnterpriseRole } from "@/lib/access/roles";
import { switchCompany } from "./actions";

/** 换一家企业: only for a person who acts for several. */
export function CompanySwitch({ memberships, current }: { memberships: SessionUser["memberships"]; current: string }) {
  const own = new Map(
    memberships.flatMap((one) => (isEnterpriseRole(one.role) && one.enterpriseId ? [[one.enterpriseId, one.enterpriseName ?? ""] as const] : [])),
  );
  if (own.size < 2) return null;
  return (
    <Section title={`您为 ${own.size} 家企业办事`}>
      <form action={switchCompany} className="grid max-w-[480px] gap-3">
        <Select name="enterpriseId" label="现在看哪一家" defaultValue={current} options={[...own].map(([value, label]) => ({ value, label }))} />
        <p>
          <SubmitButton tone="plain" busyText="正在切换…">
            换到这家企业
          </SubmitButton>
        </p>
      </form>
    </Section>
  );
}
