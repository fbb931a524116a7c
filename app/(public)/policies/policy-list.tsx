import { Link } from "@/app/_ui/link";
import { Tag } from "@/app/_ui/tag";
import type { ListedPolicy } from "@/db/policy-queries";
import { describeAmount } from "@/lib/policy/describe-amount";
import type { GapVocabulary } from "@/lib/policy/gap";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { materialsOf } from "@/lib/policy/materials";

/** 材料一句话: 免交材料 · 还要交 2 份. */
export function materialsText(policy: ResolvedPolicy): string {
  const { formerly, remaining, zeroMaterial } = materialsOf(policy);
  return zeroMaterial ? `不用交材料（原来 ${formerly} 份）` : `只交 ${remaining.length} 份材料（原来 ${formerly} 份）`;
}

/** 政策 as rows of a ledger: name and standard, department, papers. */
export function PolicyList({ policies, wordsFor }: { policies: readonly ListedPolicy[]; wordsFor: (policy: ResolvedPolicy) => GapVocabulary }) {
  return (
    <ul>
      {policies.map(({ resolved: policy, departmentName }) => (
        <li key={policy.code} data-whole className="grid gap-x-6 border-line border-t py-3 first:border-t-0 desk:grid-cols-[minmax(0,1fr)_240px]">
          <div>
            <h3>
              <Link href={`/policies/${policy.code}`} className="inline-block max-desk:py-2.5">
                {policy.name}
              </Link>
            </h3>
            <p className="text-ink-2 text-list">{describeAmount(policy.amount, wordsFor(policy))}</p>
          </div>
          <div className="text-ink-2 text-work">
            <p>{departmentName}</p>
            <p>{materialsText(policy)}</p>
            {policy.benefitKind === "taxReduction" ? <Tag>税费减免</Tag> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
