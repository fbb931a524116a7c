import { EvidenceList } from "@/app/_ui/evidence";
import { Section } from "@/app/_ui/section";
import type { MyClaimFile } from "@/db/my-queries";
import { dayOf, formatDay } from "@/lib/kernel/plain-date";

const kilobytes = (bytes: number): string => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

/** 交过的材料: stored encrypted; each opening is recorded. */
export function Materials({ claimId, materials }: { claimId: string; materials: MyClaimFile["materials"] }) {
  return (
    <Section title="交过的材料" aside="加密保存，每次打开都有记录">
      <EvidenceList
        items={materials.map((one) => ({
          name: one.name,
          source: "企业提供",
          extent: `${one.filename}，${kilobytes(one.byteSize)}`,
          asOf: formatDay(dayOf(one.uploadedAt)),
          href: `/api/my/claims/${claimId}/materials/${one.id}`,
          linkText: "下载",
          download: true,
        }))}
      />
    </Section>
  );
}
