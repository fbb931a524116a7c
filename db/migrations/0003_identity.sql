CREATE TABLE "registrations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"enterprise_id" uuid,
	"phone_mask" text,
	"code_digest" text NOT NULL,
	"code_cipher" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"completed_at" timestamp(3) with time zone,
	"person_id" uuid,
	CONSTRAINT "registrations_completed_for_somebody" CHECK (("registrations"."completed_at" is null) = ("registrations"."person_id" is null)),
	CONSTRAINT "registrations_completed_is_proven" CHECK ("registrations"."completed_at" is null or "registrations"."enterprise_id" is not null),
	CONSTRAINT "registrations_code_sealed" CHECK ("registrations"."code_digest" ~ '^[0-9a-f]{64}$' and ("registrations"."code_cipher" is null or "registrations"."code_cipher" like 'v1.%'))
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"person_id" uuid NOT NULL,
	"digest" text NOT NULL,
	"used_at" timestamp(3) with time zone,
	CONSTRAINT "recovery_codes_person_id_digest_pk" PRIMARY KEY("person_id","digest"),
	CONSTRAINT "recovery_codes_digested" CHECK ("recovery_codes"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"seed_cipher" text NOT NULL,
	"offered_at" timestamp(3) with time zone NOT NULL,
	"confirmed_at" timestamp(3) with time zone,
	"last_step" bigint,
	CONSTRAINT "second_factors_sealed" CHECK ("second_factors"."seed_cipher" like 'v1.%'),
	CONSTRAINT "second_factors_confirmed_by_code" CHECK (("second_factors"."confirmed_at" is null) = ("second_factors"."last_step" is null))
);
--> statement-breakpoint
ALTER TABLE "enterprises" ADD COLUMN "representative_digest" text;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "basis" text DEFAULT 'granted' NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "rights" jsonb;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_person_id_second_factors_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."second_factors"("person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "registrations_enterprise" ON "registrations" USING btree ("enterprise_id");--> statement-breakpoint
CREATE INDEX "registrations_started" ON "registrations" USING btree ("started_at");--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "totp_secret";--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_basis_known" CHECK ("memberships"."basis" in ('granted','provider','register','appointed'));--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_rights_of_agents" CHECK ("memberships"."rights" is null or ("memberships"."role" = 'enterpriseAgent' and jsonb_typeof("memberships"."rights") = 'array'));--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_appointed_agents" CHECK ("memberships"."basis" <> 'appointed' or ("memberships"."role" = 'enterpriseAgent' and "memberships"."granted_by" is not null));--> statement-breakpoint
-- guards

-- A confirmed seed never changes and a used code never comes back: steps only rise, a confirmation is not taken back but by removing the row.
CREATE FUNCTION second_factors_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.person_id IS DISTINCT FROM OLD.person_id
     OR (OLD.confirmed_at IS NOT NULL AND (NEW.seed_cipher IS DISTINCT FROM OLD.seed_cipher OR NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at))
     OR (OLD.last_step IS NOT NULL AND NEW.last_step <= OLD.last_step) THEN
    RAISE EXCEPTION 'a confirmed second factor keeps its seed, and each code is good once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'second_factors_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER second_factors_fixed BEFORE UPDATE ON second_factors FOR EACH ROW EXECUTE FUNCTION second_factors_fixed();
--> statement-breakpoint

-- A recovery code is used once.
CREATE FUNCTION recovery_codes_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.used_at IS NOT NULL OR NEW.used_at IS NULL OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.digest IS DISTINCT FROM OLD.digest THEN
    RAISE EXCEPTION 'a recovery code is used once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'recovery_codes_once';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER recovery_codes_once BEFORE UPDATE ON recovery_codes FOR EACH ROW EXECUTE FUNCTION recovery_codes_once();
--> statement-breakpoint

-- A finished registration stays as it is, and what a try was about is never exchanged.
CREATE FUNCTION registrations_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.completed_at IS NOT NULL OR NEW.id IS DISTINCT FROM OLD.id OR NEW.enterprise_id IS DISTINCT FROM OLD.enterprise_id
     OR NEW.code_digest IS DISTINCT FROM OLD.code_digest OR NEW.expires_at IS DISTINCT FROM OLD.expires_at OR NEW.failures < OLD.failures THEN
    RAISE EXCEPTION 'a registration is finished once, about the enterprise and code it began with' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'registrations_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER registrations_fixed BEFORE UPDATE ON registrations FOR EACH ROW EXECUTE FUNCTION registrations_fixed();
