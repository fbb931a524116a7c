import "server-only";
import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { personDigest } from "@/db/crypto";
import { enterprises, memberships } from "@/db/schema";
import type { World } from "@/db/seed/world/world";
import type { Db } from "@/db/types";

/** An enterprise of the demo county that nobody signs in for yet, with what its fictional representative would type at `/register`. */
export type Registrant = { readonly creditCode: string; readonly representativeName: string; readonly identityNumber: string };

export async function findRegistrant(db: Db, world: World): Promise<Registrant | null> {
  const rows = await db
    .select({ uscc: enterprises.uscc, digest: enterprises.representativeDigest })
    .from(enterprises)
    .leftJoin(memberships, eq(memberships.enterpriseId, enterprises.id))
    .where(and(isNull(memberships.id), eq(enterprises.regStatus, "active"), isNotNull(enterprises.representativeDigest), isNotNull(enterprises.phoneCipher)))
    .orderBy(asc(enterprises.uscc))
    .limit(20);
  for (const { uscc, digest } of rows) {
    const firm = world.enterprises.find((one) => one.uscc === uscc);
    if (firm && personDigest(firm.representative.idNumber) === digest)
      return { creditCode: uscc, representativeName: firm.representative.name, identityNumber: firm.representative.idNumber };
  }
  return null;
}
