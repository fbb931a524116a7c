import "server-only";
import { and, count, eq, inArray, isNull, sql } from "drizzle-orm";
import { may, type Permission } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import { officeScope } from "./claim-lights";
import { businessNow } from "./clock";
import { isSeen } from "./live-records";
import { countUnread } from "./notifications";
import { countDrafts } from "./policy-draft-queries";
import { bankAccounts, blindChecks, claims, correctionRequests, datasets, objections, paymentBatches, uploadRows } from "./schema";
import { countSupervisions } from "./supervision-queries";
import type { Db } from "./types";

type Reader = { readonly personId: string; readonly roles: readonly Role[]; readonly departmentId: string | null };
type Counter = { readonly key: string; readonly needs: Permission; readonly read: (db: Db, reader: Reader) => Promise<number> };

/** 待审 drafts that this publisher may decide on. */
async function countWaiting(db: Db, departmentId: string | null): Promise<number> {
  const { inReview } = await countDrafts(db, departmentId === null ? { kind: "county" } : { kind: "department", departmentId });
  return inReview;
}

const first = async (rows: Promise<{ n: number }[]>): Promise<number> => (await rows)[0]?.n ?? 0;

const COUNTERS: readonly Counter[] = [
  { key: "policies", needs: "policy.publish", read: (db, { departmentId }) => countWaiting(db, departmentId) },
  {
    key: "cases",
    needs: "claim.queue",
    read: (db, { departmentId }) =>
      first(
        db
          .select({ n: count() })
          .from(claims)
          .where(and(departmentId ? eq(claims.departmentId, departmentId) : undefined, inArray(claims.state, ["manualReview", "supplement", "suspended"]))),
      ),
  },
  {
    key: "supervisions",
    needs: "claim.replySupervision",
    read: async (db, { personId, departmentId, roles }) => {
      const { late, open } = await countSupervisions(
        db,
        { as: "addressee", personId, departmentId, pays: roles.includes("paymentMaker") },
        await businessNow(db),
      );
      return late + open;
    },
  },
  {
    key: "ordersLate",
    needs: "leader.cockpit",
    read: async (db, { departmentId }) => {
      const scope = departmentId === null ? ({ kind: "county" } as const) : await officeScope(db, { kind: "department", departmentId });
      return (await countSupervisions(db, { as: "leader", scope }, await businessNow(db))).late;
    },
  },
  {
    key: "objections",
    needs: "claim.objectionHandle",
    read: (db, { departmentId }) =>
      first(
        db
          .select({ n: count() })
          .from(objections)
          .innerJoin(claims, eq(claims.id, objections.claimId))
          .where(and(eq(objections.state, "open"), departmentId ? eq(claims.departmentId, departmentId) : undefined)),
      ),
  },
  {
    key: "blind",
    needs: "claim.blindCheck",
    read: (db, { departmentId }) =>
      first(
        db
          .select({ n: count() })
          .from(blindChecks)
          .where(and(departmentId ? eq(blindChecks.departmentId, departmentId) : undefined, isNull(blindChecks.verdict))),
      ),
  },
  {
    key: "approvals",
    needs: "claim.leaderSign",
    read: (db, { departmentId }) =>
      first(
        db
          .select({ n: count() })
          .from(claims)
          .where(and(departmentId ? eq(claims.departmentId, departmentId) : undefined, eq(claims.state, "approved"), isNull(claims.approvalId))),
      ),
  },
  {
    key: "payable",
    needs: "payment.make",
    read: (db) =>
      first(
        db
          .select({ n: count() })
          .from(claims)
          .where(and(eq(claims.state, "approved"), sql`${claims.approvalId} is not null`)),
      ),
  },
  {
    key: "batches",
    needs: "payment.view",
    read: (db) =>
      first(
        db
          .select({ n: count() })
          .from(paymentBatches)
          .where(inArray(paymentBatches.state, ["prepared", "released", "exported"])),
      ),
  },
  {
    key: "accounts",
    needs: "payment.accountReview",
    read: (db) => first(db.select({ n: count() }).from(bankAccounts).where(eq(bankAccounts.state, "pending"))),
  },
  {
    key: "quarantine",
    needs: "quarantine.view",
    read: (db, { departmentId }) =>
      first(
        db
          .select({ n: count() })
          .from(uploadRows)
          .innerJoin(datasets, eq(datasets.id, uploadRows.datasetId))
          .where(
            and(eq(uploadRows.fate, "quarantined"), isNull(uploadRows.resolvedAt), isSeen, departmentId ? eq(datasets.departmentId, departmentId) : undefined),
          ),
      ),
  },
  {
    key: "disputes",
    needs: "dispute.handle",
    read: (db, { departmentId }) =>
      first(
        db
          .select({ n: count() })
          .from(correctionRequests)
          .where(and(eq(correctionRequests.state, "open"), departmentId ? eq(correctionRequests.departmentId, departmentId) : undefined)),
      ),
  },
];

/** The figures beside the staff's navigation, only those that the reader may see. */
export async function railCounts(db: Db, reader: Reader): Promise<Record<string, number>> {
  const own = COUNTERS.filter((counter) => may(reader.roles, counter.needs));
  const values = await Promise.all([countUnread(db, { personId: reader.personId, enterpriseId: null }), ...own.map((counter) => counter.read(db, reader))]);
  return Object.fromEntries([["unread", values[0] ?? 0] as const, ...own.map((counter, index) => [counter.key, values[index + 1] ?? 0] as const)]);
}
