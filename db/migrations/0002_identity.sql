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
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_person_id_second_factors_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."second_factors"("person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "totp_secret";--> statement-breakpoint

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
