import type { ReactNode } from "react";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import type { MyClaim } from "@/db/my-queries";

/** Name and amount of a claim side by side, with a note under the name. The name leads to the claim. */
export function ClaimHead({ claim, note }: { claim: MyClaim; note: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-4 max-desk:gap-2">
      <div>
        <h3 className="text-h3 leading-7">
          <Link href={`/my/claims/${claim.id}`} className="text-ink no-underline hover:underline">
            {claim.policyName}
          </Link>
        </h3>
        <p className="text-ink-3 text-note">{note}</p>
      </div>
      <Money fen={claim.amountFen} size="l" className="text-right" />
    </div>
  );
}

/** A claim of the home page: hairline above, parts 8 px apart. */
export function ClaimItem({ children }: { children: ReactNode }) {
  return <li className="grid gap-2 border-line border-t pt-4 pb-5 first:border-t-0 first:pt-1">{children}</li>;
}
