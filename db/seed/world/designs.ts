import type { PlainDate } from "@/lib/kernel/plain-date";
import type { Random } from "./random";
import type { Enterprise, Kind } from "./types";

/** What two designs must not both touch in one firm. */
export type Touch =
  | "revenue"
  | "young"
  | "heads"
  | "hires"
  | "research"
  | "rent"
  | "agriInvoices"
  | "equipment"
  | "digital"
  | "loan"
  | "directory"
  | "champion"
  | "online"
  | "srdi"
  | "listing";
type Draw = (enterprise: Enterprise, random: Random) => void;

/** 一项政策的用意: how firms of the county come to meet one policy, and how others just miss it. Counts are for 1,200 firms and scale with the county. */
export type Design = {
  readonly policy: string;
  readonly kinds: readonly Kind[];
  readonly touches: readonly Touch[];
  readonly eligible: readonly [count: number, draw: Draw];
  readonly near?: readonly [count: number, draw: Draw];
  /** Meets the conditions, but a cross-check fails or a datum is missing. */
  readonly doubt?: readonly [count: number, draw: Draw];
  /** Meets them, but has not let the county read the invoices. */
  readonly noConsent?: readonly [count: number, draw: Draw];
  readonly fits?: (enterprise: Enterprise) => boolean;
  readonly cooperatives?: boolean;
};

const SETTLED = "2023-06-30" as PlainDate;

function isCandidate(design: Design, enterprise: Enterprise): boolean {
  if (!design.kinds.includes(enterprise.kind) || enterprise.entityType === "individual_business" || enterprise.isLaborDispatch) return false;
  if (enterprise.entityType === "farmers_coop" && design.cooperatives !== true) return false;
  if (enterprise.establishedDate > SETTLED && !design.touches.includes("young")) return false;
  return design.fits?.(enterprise) ?? true;
}

const parts = ["eligible", "near", "doubt", "noConsent"] as const;

type Touched = Map<Enterprise, Set<Touch>>;

/** Firms of the right kind that no conflicting design has touched, those with the fewest designs first. */
function freeFirms(design: Design, enterprises: readonly Enterprise[], touched: Touched, stream: Random): Enterprise[] {
  const candidates = stream.shuffle(enterprises.filter((enterprise) => enterprise.showcase === null && isCandidate(design, enterprise)));
  candidates.sort((a, b) => a.designs.length - b.designs.length);
  return candidates.filter((enterprise) => design.touches.every((touch) => !touched.get(enterprise)?.has(touch)));
}

function drawDesign(design: Design, free: Enterprise[], touched: Touched, size: number, stream: Random): void {
  for (const part of parts) {
    const [count, draw] = design[part] ?? [0, null];
    if (!draw) continue;
    for (const enterprise of free.splice(0, Math.max(part === "eligible" ? 3 : 1, Math.round((count * size) / 1200)))) {
      draw(enterprise, stream.fork(enterprise.uscc));
      enterprise.designs.push({ policy: design.policy, as: part });
      for (const touch of design.touches) touched.get(enterprise)?.add(touch);
    }
  }
}

/** Gives every policy its firms. Runs over the designs in order, each time taking the candidates with the fewest designs so far. */
export function drawDesigns(designs: readonly Design[], enterprises: readonly Enterprise[], size: number, random: Random): void {
  const touched: Touched = new Map(enterprises.map((enterprise) => [enterprise, new Set()]));
  for (const design of designs) {
    const stream = random.fork(design.policy);
    drawDesign(design, freeFirms(design, enterprises, touched, stream), touched, size, stream);
  }
}
