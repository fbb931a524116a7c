CREATE TABLE "invoice_projects" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"policy_code" text NOT NULL,
	"consent_id" uuid NOT NULL,
	"line" text NOT NULL,
	"named_by" uuid NOT NULL,
	"named_at" timestamp(3) with time zone NOT NULL,
	"released_at" timestamp(3) with time zone,
	CONSTRAINT "invoice_projects_line" CHECK ("invoice_projects"."line" ~ '^[^#]+#[0-9]+$')
);
--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "revoked_by" uuid;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "revoked_role" text;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_of_policy" UNIQUE("id","enterprise_id","policy_code");--> statement-breakpoint
ALTER TABLE "invoice_projects" ADD CONSTRAINT "invoice_projects_named_by_people_id_fk" FOREIGN KEY ("named_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_projects" ADD CONSTRAINT "invoice_projects_consent_of_policy" FOREIGN KEY ("consent_id","enterprise_id","policy_code") REFERENCES "public"."consents"("id","enterprise_id","policy_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "invoice_projects_once" ON "invoice_projects" USING btree ("enterprise_id","line") WHERE "invoice_projects"."released_at" is null;--> statement-breakpoint
CREATE INDEX "invoice_projects_consent" ON "invoice_projects" USING btree ("consent_id");--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_revoked_by_people_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- guards
-- 授权书: what was agreed to stays as it was; it can only be revoked, once, by somebody.
CREATE FUNCTION consents_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.revoked_by IS NULL OR NEW.revoked_role IS NULL
     OR (to_jsonb(NEW) - ARRAY['revoked_at', 'revoked_by', 'revoked_role']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['revoked_at', 'revoked_by', 'revoked_role']) THEN
    RAISE EXCEPTION 'a consent is revoked once, by somebody, and never rewritten' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'consents_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER consents_fixed BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION consents_fixed();
--> statement-breakpoint

-- 发票行归项 (B18): named under a consent in force, for one policy at a time; released, never rewritten; not taken from a policy whose live claim counts it.
CREATE FUNCTION invoice_projects_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a naming is released, never deleted' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'invoice_projects_fixed';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.released_at IS NOT NULL OR NEW.released_at IS NULL OR (to_jsonb(NEW) - 'released_at') IS DISTINCT FROM (to_jsonb(OLD) - 'released_at') THEN
      RAISE EXCEPTION 'a naming is released once and never rewritten' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'invoice_projects_fixed';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM consents c WHERE c.id = NEW.consent_id AND c.revoked_at IS NULL FOR SHARE;
  IF NOT FOUND OR NEW.released_at IS NOT NULL THEN
    RAISE EXCEPTION 'a line is named under a consent in force' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'invoice_projects_consented';
  END IF;
  IF EXISTS (SELECT 1 FROM claim_subjects s JOIN claims c ON c.id = s.claim_id
             WHERE s.live AND s.subject = NEW.line AND c.enterprise_id = NEW.enterprise_id AND c.policy_code <> NEW.policy_code) THEN
    RAISE EXCEPTION 'line % is counted by a claim under another policy', NEW.line USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'invoice_projects_line_taken';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER invoice_projects_guard BEFORE INSERT OR UPDATE OR DELETE ON invoice_projects FOR EACH ROW EXECUTE FUNCTION invoice_projects_guard();
--> statement-breakpoint
CREATE TRIGGER invoice_projects_no_truncate BEFORE TRUNCATE ON invoice_projects FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
-- The other side: a claim counts no line that its enterprise has named for another policy.
CREATE FUNCTION claim_subjects_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.live AND EXISTS (SELECT 1 FROM invoice_projects p JOIN claims c ON c.id = NEW.claim_id AND c.enterprise_id = p.enterprise_id
                          WHERE p.line = NEW.subject AND p.released_at IS NULL AND p.policy_code <> c.policy_code) THEN
    RAISE EXCEPTION 'line % is named for another policy', NEW.subject USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claim_subjects_named';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER claim_subjects_named BEFORE INSERT OR UPDATE ON claim_subjects FOR EACH ROW EXECUTE FUNCTION claim_subjects_named();
