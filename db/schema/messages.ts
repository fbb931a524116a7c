import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Channel, PersonChannel, Topic } from "@/lib/messages/channels";
import type { DeliveryFault } from "@/lib/messages/delivery-rules";
import { notifications } from "./audit";
import { instantColumn, wallColumn } from "./columns";
import { people } from "./people";

/** 联系地址 of a person per channel: in force once a code that was sent there came back; a new one waits beside the old until then. */
export const contactAddresses = pgTable(
  "contact_addresses",
  {
    personId: uuid()
      .notNull()
      .references(() => people.id),
    channel: text().$type<PersonChannel>().notNull(),
    addressCipher: text(),
    addressMask: text(),
    verifiedAt: instantColumn(),
    pendingCipher: text(),
    pendingMask: text(),
    codeDigest: text(),
    codeExpiresAt: wallColumn(),
    failures: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.channel] }),
    check("contact_addresses_channel", sql`${table.channel} in ('email', 'sms')`),
    check(
      "contact_addresses_sealed",
      sql`(${table.addressCipher} is null or ${table.addressCipher} like 'v1.%') and (${table.pendingCipher} is null or ${table.pendingCipher} like 'v1.%')`,
    ),
    check(
      "contact_addresses_verified",
      sql`(${table.addressCipher} is null) = (${table.verifiedAt} is null) and (${table.addressCipher} is null) = (${table.addressMask} is null)`,
    ),
    check(
      "contact_addresses_pending",
      sql`(${table.pendingCipher} is null) = (${table.codeDigest} is null) and (${table.pendingCipher} is null) = (${table.codeExpiresAt} is null) and (${table.pendingCipher} is null) = (${table.pendingMask} is null)`,
    ),
  ],
);

/** 不发 of a topic through a channel: what a person has switched off. Without a row a message of the topic goes there. */
export const messageOptOuts = pgTable(
  "message_opt_outs",
  {
    personId: uuid()
      .notNull()
      .references(() => people.id),
    topic: text().$type<Topic>().notNull(),
    channel: text().$type<PersonChannel>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.topic, table.channel] }),
    check("message_opt_outs_known", sql`${table.topic} in ('deadline', 'supervision', 'progress', 'report') and ${table.channel} in ('email', 'sms')`),
  ],
);

/** 送达: one message on its way through one channel, to one person or one group. Never deleted; what was sent stays as it was sent. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: uuid().primaryKey().defaultRandom(),
    notificationId: uuid()
      .notNull()
      .references(() => notifications.id),
    channel: text().$type<Channel>().notNull(),
    topic: text().$type<Topic>().notNull(),
    /** Null: a group. */
    personId: uuid().references(() => people.id),
    /** One message to one recipient, whatever is repeated: the notification and the person; for a group what its persons were told. */
    dedupeKey: text().notNull(),
    state: text().$type<"waiting" | "sent" | "dead">().notNull().default("waiting"),
    attempts: integer().notNull().default(0),
    nextTryAt: wallColumn().notNull(),
    fault: text().$type<DeliveryFault>(),
    /** The provider's own number of the fault: 550, 429, 310000. */
    faultCode: text(),
    /** 送达凭证: the provider's number of the message, when it took it, and where to. */
    providerId: text(),
    sentAt: wallColumn(),
    addressMask: text(),
    queuedAt: instantColumn().notNull(),
  },
  (table) => [
    uniqueIndex("deliveries_once").on(table.channel, table.dedupeKey),
    index("deliveries_waiting").on(table.nextTryAt).where(sql`${table.state} = 'waiting'`),
    index("deliveries_state").on(table.channel, table.state),
    index("deliveries_notification").on(table.notificationId),
    check("deliveries_channel", sql`${table.channel} in ('email', 'sms', 'dingtalk', 'wecom')`),
    check("deliveries_state_known", sql`${table.state} in ('waiting', 'sent', 'dead')`),
    check("deliveries_to_somebody", sql`(${table.channel} in ('email', 'sms')) = (${table.personId} is not null)`),
    check("deliveries_proof", sql`(${table.state} = 'sent') = (${table.sentAt} is not null) and (${table.state} = 'sent') = (${table.providerId} is not null)`),
    check("deliveries_reason", sql`${table.state} <> 'dead' or ${table.fault} is not null`),
  ],
);
