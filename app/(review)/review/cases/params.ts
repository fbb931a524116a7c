import { z } from "zod";
import type { QueueFilter } from "@/db/claim-queries";
import { parseYuan } from "@/lib/kernel/fen";
import { LightParam, TextParam } from "../../parts/params";

const Query = z.object({
  light: LightParam,
  policy: TextParam,
  doubt: TextParam,
  who: z.enum(["mine", "free"]).optional().catch(undefined),
  step: z.enum(["handle", "check", "chief", "wait"]).optional().catch(undefined),
  min: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional()
    .catch(undefined),
  q: TextParam,
});

/** The filter of the queue as the address says it; what cannot be read is no filter. */
export function readFilter(search: Record<string, string | undefined>, me: string): QueueFilter {
  const { min, q, who, ...rest } = Query.parse(search);
  const holder = who && { personId: who === "mine" ? me : null };
  return { ...rest, ...(holder && { holder }), ...(q && { q }), ...(min && { minFen: parseYuan(min) ?? undefined }) };
}

const KEPT = ["light", "policy", "doubt", "step", "who", "min", "q", "sort"] as const;

/** What of an address belongs to a view of the queue, in a fixed order; anything else in it is left out. */
export function keptQuery(query: string): string {
  const given = new URLSearchParams(query);
  return new URLSearchParams(KEPT.flatMap((name) => (given.get(name) ? [[name, given.get(name) ?? ""]] : []))).toString();
}

const Batch = z.object({ agreed: z.coerce.number().int().min(0).max(500), aside: z.string().max(4000).default("") });

/** What a batch has come to, from the address it leads to. Null when there was none. */
export function readBatch(search: Record<string, string | undefined>): { agreed: number; aside: { number: string; reason: string }[] } | null {
  const parsed = Batch.safeParse({ agreed: search["agreed"], aside: search["aside"] ?? "" });
  if (search["agreed"] === undefined || !parsed.success) return null;
  const aside = parsed.data.aside.split(",").flatMap((part) => {
    const [number = "", reason = ""] = part.split("~");
    return number ? [{ number, reason }] : [];
  });
  return { agreed: parsed.data.agreed, aside };
}
