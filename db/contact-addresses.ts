import "server-only";
import { and, eq } from "drizzle-orm";
import { CODE_TRIES, codeEnds } from "@/lib/access/registration-rules";
import { type Instant, instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { maskAddress, readAddress } from "@/lib/messages/addresses";
import { PERSON_CHANNELS, type PersonChannel, TOPICS, type Topic } from "@/lib/messages/channels";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { blindIndex, openText, sealText } from "./crypto";
import { addressPlace } from "./deliveries";
import { messageCode } from "./one-time-secrets";
import { contactAddresses, messageOptOuts } from "./schema";
import type { Db } from "./types";
import { wallNow } from "./wall-clock";

type Own = { readonly personId: string; readonly channel: PersonChannel; readonly at: Instant };

const pendingPlace = (channel: PersonChannel, personId: string): string => `contactAddresses.pending.${channel}|${personId}`;
const digestOf = ({ personId, channel }: Own, code: string): string => blindIndex(`contactAddress|${personId}|${channel}|${code}`);
const rowOf = ({ personId, channel }: Own) => and(eq(contactAddresses.personId, personId), eq(contactAddresses.channel, channel));
const audit = (tx: Db, { personId, channel, at }: Own, action: string, detail: Record<string, unknown> = {}) =>
  appendAudit(tx, [{ at, actorId: personId, actorRole: "person", action, subjectType: "person", subjectId: personId, detail: { channel, ...detail } }]);

const NOTHING_PENDING = { pendingCipher: null, pendingMask: null, codeDigest: null, codeExpiresAt: null, failures: 0 } as const;

/** A code on its way to the address that it is to prove. It leaves this module once, for the channel. */
export type CodeOnItsWay = { readonly address: string; readonly code: string };

/** 登记地址, first step: the address waits for its code; one that is in force stays so until then. */
export async function proposeAddress(db: Db, own: Own, typed: string): Promise<Result<CodeOnItsWay, "badAddress">> {
  const address = readAddress(own.channel, typed);
  if (address === null) return refused("badAddress");
  const code = messageCode();
  const pending = {
    pendingCipher: sealText(address, pendingPlace(own.channel, own.personId)),
    pendingMask: maskAddress(own.channel, address),
    codeDigest: digestOf(own, code),
    codeExpiresAt: codeEnds(wallNow()),
    failures: 0,
  };
  await db.transaction(async (tx) => {
    await tx
      .insert(contactAddresses)
      .values({ personId: own.personId, channel: own.channel, ...pending })
      .onConflictDoUpdate({ target: [contactAddresses.personId, contactAddresses.channel], set: pending });
    await audit(tx, own, "contact.proposed");
  });
  return ok({ address, code });
}

/** 登记地址, second step. Wrong codes count; five end the try. */
export async function confirmAddress(db: Db, own: Own, code: string): Promise<Result<null, "codeWrong" | "expired">> {
  return db.transaction(async (tx): Promise<Result<null, "codeWrong" | "expired">> => {
    const [row] = await tx.select().from(contactAddresses).where(rowOf(own)).for("update");
    if (!row?.pendingCipher || !row.codeExpiresAt || row.codeExpiresAt <= wallNow() || row.failures >= CODE_TRIES) return refused("expired");
    if (digestOf(own, code.normalize("NFKC").replace(/\s/g, "")) !== row.codeDigest) {
      await tx
        .update(contactAddresses)
        .set({ failures: row.failures + 1 })
        .where(rowOf(own));
      return refused(row.failures + 1 >= CODE_TRIES ? "expired" : "codeWrong");
    }
    const address = openText(row.pendingCipher, pendingPlace(own.channel, own.personId));
    const inForce = { addressCipher: sealText(address, addressPlace(own.channel, own.personId)), addressMask: row.pendingMask, verifiedAt: own.at };
    await tx
      .update(contactAddresses)
      .set({ ...inForce, ...NOTHING_PENDING })
      .where(rowOf(own));
    await audit(tx, own, "contact.verified");
    return ok(null);
  });
}

/** 停用地址: nothing goes there any more, nor what waits for it already. */
export function removeAddress(db: Db, own: Own): Promise<Result<null, "nothingThere">> {
  return atomically<null, "nothingThere">(db, async (tx) => {
    const gone = await tx.delete(contactAddresses).where(rowOf(own)).returning({ channel: contactAddresses.channel });
    if (gone.length === 0) return refused("nothingThere");
    await audit(tx, own, "contact.removed");
    return ok(null);
  });
}

/** 接收偏好: the topics that still go through the channel. */
export async function choosePreferences(db: Db, own: Own, wanted: readonly Topic[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(messageOptOuts).where(and(eq(messageOptOuts.personId, own.personId), eq(messageOptOuts.channel, own.channel)));
    const off = TOPICS.filter((topic) => !wanted.includes(topic));
    if (off.length > 0) await tx.insert(messageOptOuts).values(off.map((topic) => ({ personId: own.personId, channel: own.channel, topic })));
    await audit(tx, own, "contact.preferred", { wanted: TOPICS.filter((topic) => wanted.includes(topic)) });
  });
}

export type Contact = {
  readonly channel: PersonChannel;
  /** 掩码 of the address in force. */
  readonly mask: string | null;
  readonly verifiedAt: Instant | null;
  /** An address that waits for its code. */
  readonly pendingMask: string | null;
  readonly wanted: readonly Topic[];
};

/** A person's own addresses (masked) and what goes to each. */
export async function listContacts(db: Db, personId: string): Promise<Contact[]> {
  const [rows, off] = await Promise.all([
    db.select().from(contactAddresses).where(eq(contactAddresses.personId, personId)),
    db.select().from(messageOptOuts).where(eq(messageOptOuts.personId, personId)),
  ]);
  return PERSON_CHANNELS.map((channel) => {
    const row = rows.find((one) => one.channel === channel);
    const open = row?.codeExpiresAt && row.codeExpiresAt > wallNow() && row.failures < CODE_TRIES;
    return {
      channel,
      mask: row?.addressMask ?? null,
      verifiedAt: row?.verifiedAt ? instant(row.verifiedAt) : null,
      pendingMask: open ? row.pendingMask : null,
      wanted: TOPICS.filter((topic) => !off.some((one) => one.channel === channel && one.topic === topic)),
    };
  });
}
