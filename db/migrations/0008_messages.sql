CREATE TABLE "contact_addresses" (
	"person_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address_cipher" text,
	"address_mask" text,
	"verified_at" timestamp(3) with time zone,
	"pending_cipher" text,
	"pending_mask" text,
	"code_digest" text,
	"code_expires_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "contact_addresses_person_id_channel_pk" PRIMARY KEY("person_id","channel"),
	CONSTRAINT "contact_addresses_channel" CHECK ("contact_addresses"."channel" in ('email', 'sms')),
	CONSTRAINT "contact_addresses_sealed" CHECK (("contact_addresses"."address_cipher" is null or "contact_addresses"."address_cipher" like 'v1.%') and ("contact_addresses"."pending_cipher" is null or "contact_addresses"."pending_cipher" like 'v1.%')),
	CONSTRAINT "contact_addresses_verified" CHECK (("contact_addresses"."address_cipher" is null) = ("contact_addresses"."verified_at" is null) and ("contact_addresses"."address_cipher" is null) = ("contact_addresses"."address_mask" is null)),
	CONSTRAINT "contact_addresses_pending" CHECK (("contact_addresses"."pending_cipher" is null) = ("contact_addresses"."code_digest" is null) and ("contact_addresses"."pending_cipher" is null) = ("contact_addresses"."code_expires_at" is null) and ("contact_addresses"."pending_cipher" is null) = ("contact_addresses"."pending_mask" is null))
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"notification_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"topic" text NOT NULL,
	"person_id" uuid,
	"dedupe_key" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (3) with time zone NOT NULL,
	"fault" text,
	"fault_code" text,
	"provider_id" text,
	"sent_at" timestamp (3) with time zone,
	"address_mask" text,
	"queued_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "deliveries_channel" CHECK ("deliveries"."channel" in ('email', 'sms', 'dingtalk', 'wecom')),
	CONSTRAINT "deliveries_state_known" CHECK ("deliveries"."state" in ('waiting', 'sent', 'dead')),
	CONSTRAINT "deliveries_to_somebody" CHECK (("deliveries"."channel" in ('email', 'sms')) = ("deliveries"."person_id" is not null)),
	CONSTRAINT "deliveries_proof" CHECK (("deliveries"."state" = 'sent') = ("deliveries"."sent_at" is not null) and ("deliveries"."state" = 'sent') = ("deliveries"."provider_id" is not null)),
	CONSTRAINT "deliveries_reason" CHECK ("deliveries"."state" <> 'dead' or "deliveries"."fault" is not null)
);
--> statement-breakpoint
CREATE TABLE "message_opt_outs" (
	"person_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"channel" text NOT NULL,
	CONSTRAINT "message_opt_outs_person_id_topic_channel_pk" PRIMARY KEY("person_id","topic","channel"),
	CONSTRAINT "message_opt_outs_known" CHECK ("message_opt_outs"."topic" in ('deadline', 'supervision', 'progress', 'report') and "message_opt_outs"."channel" in ('email', 'sms'))
);
--> statement-breakpoint
ALTER TABLE "supervisions" ALTER COLUMN "claim_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "supervisions" ADD COLUMN "department_id" text;--> statement-breakpoint
ALTER TABLE "contact_addresses" ADD CONSTRAINT "contact_addresses_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_notification_id_notifications_id_fk" FOREIGN KEY ("notification_id") REFERENCES "public"."notifications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_opt_outs" ADD CONSTRAINT "message_opt_outs_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("channel","dedupe_key");--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("next_try_at") WHERE "deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "deliveries" USING btree ("channel","state");--> statement-breakpoint
CREATE INDEX "deliveries_notification" ON "deliveries" USING btree ("notification_id");--> statement-breakpoint
ALTER TABLE "supervisions" ADD CONSTRAINT "supervisions_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "supervisions_department" ON "supervisions" USING btree ("department_id");--> statement-breakpoint
ALTER TABLE "supervisions" ADD CONSTRAINT "supervisions_about_one" CHECK (("supervisions"."claim_id" is null) <> ("supervisions"."department_id" is null));--> statement-breakpoint
ALTER TABLE "supervisions" ADD CONSTRAINT "supervisions_replied_whole" CHECK (("supervisions"."reply" is null) = ("supervisions"."replied_at" is null) and ("supervisions"."reply" is null) = ("supervisions"."replied_by" is null));
--> statement-breakpoint
-- guards
-- 站内信 and 送达 lose nothing.
CREATE TRIGGER notifications_kept BEFORE DELETE ON notifications FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER notifications_no_truncate BEFORE TRUNCATE ON notifications FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER deliveries_kept BEFORE DELETE ON deliveries FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER deliveries_no_truncate BEFORE TRUNCATE ON deliveries FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
-- 送达凭证: what was sent stays as it was sent, and no delivery ever becomes another's.
CREATE FUNCTION deliveries_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'sent' THEN
    RAISE EXCEPTION 'a message that was sent stays as it was sent' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'deliveries_sent_fixed';
  END IF;
  IF (OLD.id, OLD.notification_id, OLD.channel, OLD.topic, OLD.dedupe_key, OLD.queued_at) IS DISTINCT FROM (NEW.id, NEW.notification_id, NEW.channel, NEW.topic, NEW.dedupe_key, NEW.queued_at)
     OR OLD.person_id IS DISTINCT FROM NEW.person_id THEN
    RAISE EXCEPTION 'a delivery goes to whom it was meant for' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'deliveries_recipient_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER deliveries_guard BEFORE UPDATE ON deliveries FOR EACH ROW EXECUTE FUNCTION deliveries_guard();
--> statement-breakpoint
-- 督办单: the order stays as it was given; its reply is written once.
CREATE FUNCTION supervisions_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.replied_at IS NOT NULL
     OR (OLD.id, OLD.ordered_by, OLD.content, OLD.reply_due_on, OLD.ordered_at) IS DISTINCT FROM (NEW.id, NEW.ordered_by, NEW.content, NEW.reply_due_on, NEW.ordered_at)
     OR OLD.claim_id IS DISTINCT FROM NEW.claim_id OR OLD.department_id IS DISTINCT FROM NEW.department_id THEN
    RAISE EXCEPTION 'an order stays as it was given, and is answered once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'supervisions_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER supervisions_guard BEFORE UPDATE ON supervisions FOR EACH ROW EXECUTE FUNCTION supervisions_guard();
--> statement-breakpoint
CREATE TRIGGER supervisions_kept BEFORE DELETE ON supervisions FOR EACH ROW EXECUTE FUNCTION forbid_change();
