import type { ResolvedPolicy } from "./language";

/** 材料精简 of a policy: how many papers were once asked for, and which are left for the enterprise to upload. */
export function materialsOf(policy: Pick<ResolvedPolicy, "materials">): {
  readonly formerly: number;
  readonly remaining: readonly string[];
  readonly zeroMaterial: boolean;
} {
  const remaining = policy.materials.filter((item) => item.replacedBy === null).map((item) => item.name);
  return { formerly: policy.materials.length, remaining, zeroMaterial: remaining.length === 0 };
}
