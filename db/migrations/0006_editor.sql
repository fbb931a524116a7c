CREATE TABLE "policy_drafts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"policy_code" text NOT NULL,
	"name" text NOT NULL,
	"department_id" text NOT NULL,
	"base_version_id" text,
	"author_id" uuid NOT NULL,
	"state" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"typed" jsonb NOT NULL,
	"groups" jsonb NOT NULL,
	"version_id" text,
	"answer" text,
	"submitted_at" timestamp(3) with time zone,
	"decided_by" uuid,
	"decided_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "policy_drafts_states" CHECK ("policy_drafts"."state" in ('draft', 'inReview', 'returned', 'published', 'discarded')),
	CONSTRAINT "policy_drafts_runs_in_review" CHECK ("policy_drafts"."state" not in ('inReview', 'published') or "policy_drafts"."version_id" is not null),
	CONSTRAINT "policy_drafts_two_persons" CHECK ("policy_drafts"."state" <> 'published' or ("policy_drafts"."decided_by" is not null and "policy_drafts"."decided_by" <> "policy_drafts"."author_id"))
);
--> statement-breakpoint
CREATE TABLE "policy_trial_lines" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"trial_id" uuid NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"change" text NOT NULL,
	"before_fen" bigint,
	"after_fen" bigint,
	"near" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_trials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"draft_id" uuid NOT NULL,
	"version_id" text NOT NULL,
	"base_version_id" text,
	"as_of" date NOT NULL,
	"report" jsonb NOT NULL,
	"run_by" uuid NOT NULL,
	"run_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_base_version_id_policy_versions_id_fk" FOREIGN KEY ("base_version_id") REFERENCES "public"."policy_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_trial_lines" ADD CONSTRAINT "policy_trial_lines_trial_id_policy_trials_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."policy_trials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_trial_lines" ADD CONSTRAINT "policy_trial_lines_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_trials" ADD CONSTRAINT "policy_trials_draft_id_policy_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."policy_drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_trials" ADD CONSTRAINT "policy_trials_base_version_id_policy_versions_id_fk" FOREIGN KEY ("base_version_id") REFERENCES "public"."policy_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_trials" ADD CONSTRAINT "policy_trials_run_by_people_id_fk" FOREIGN KEY ("run_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "policy_drafts_one_open" ON "policy_drafts" USING btree ("policy_code") WHERE "policy_drafts"."state" in ('draft', 'inReview', 'returned');--> statement-breakpoint
CREATE INDEX "policy_drafts_state" ON "policy_drafts" USING btree ("state");--> statement-breakpoint
CREATE INDEX "policy_trial_lines_trial" ON "policy_trial_lines" USING btree ("trial_id","change");--> statement-breakpoint
CREATE INDEX "policy_trials_draft" ON "policy_trials" USING btree ("draft_id","version_id");--> statement-breakpoint

-- guards
-- 全县试算: what was tried stays as it was.
CREATE TRIGGER policy_trials_append_only BEFORE UPDATE OR DELETE ON policy_trials FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER policy_trials_no_truncate BEFORE TRUNCATE ON policy_trials FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER policy_trial_lines_append_only BEFORE UPDATE OR DELETE ON policy_trial_lines FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER policy_trial_lines_no_truncate BEFORE TRUNCATE ON policy_trial_lines FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint

-- 草稿: legal moves only, one revision at a time; in review nothing is rewritten; what is closed stays closed; the author never changes.
CREATE FUNCTION policy_drafts_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a policy draft is never deleted' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_drafts_kept';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.revision <> 1 THEN
      RAISE EXCEPTION 'a policy draft begins as a draft' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_drafts_moves';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.state, NEW.state) NOT IN (
       ('draft', 'draft'), ('draft', 'inReview'), ('draft', 'discarded'), ('returned', 'draft'), ('returned', 'discarded'),
       ('inReview', 'draft'), ('inReview', 'returned'), ('inReview', 'published')) THEN
    RAISE EXCEPTION 'a policy draft does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_drafts_moves';
  END IF;
  IF NEW.revision <> OLD.revision + 1 THEN
    RAISE EXCEPTION 'a policy draft is saved over its latest revision' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_drafts_revision';
  END IF;
  IF (NEW.id, NEW.policy_code, NEW.author_id, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.policy_code, OLD.author_id, OLD.created_at) THEN
    RAISE EXCEPTION 'a policy draft keeps its author and its policy' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_drafts_identity';
  END IF;
  IF OLD.state = 'inReview' AND (NEW.typed, NEW.groups, NEW.version_id, NEW.base_version_id) IS DISTINCT FROM (OLD.typed, OLD.groups, OLD.version_id, OLD.base_version_id) THEN
    RAISE EXCEPTION 'a policy draft in review is not rewritten' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_drafts_in_review';
  END IF;
  IF NEW.state = 'published' AND NOT EXISTS (
       SELECT 1 FROM policy_versions v
       WHERE v.id = NEW.version_id AND v.policy_code = NEW.policy_code AND v.state = 'published' AND v.authored_by = NEW.author_id AND v.published_by = NEW.decided_by) THEN
    RAISE EXCEPTION 'a published draft is a published version' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_drafts_published_version';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_drafts_guard BEFORE INSERT OR UPDATE OR DELETE ON policy_drafts FOR EACH ROW EXECUTE FUNCTION policy_drafts_guard();
--> statement-breakpoint

-- 发布关口: a version that a person wrote comes into force by another person's hand, out of a draft in review that was tried over the roster with this very content.
CREATE FUNCTION policy_versions_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'published' OR (TG_OP = 'UPDATE' AND OLD.state = 'published') THEN
    RETURN NEW;
  END IF;
  IF NEW.authored_by IS NULL AND NEW.published_by IS NULL THEN
    RETURN NEW;
  END IF;
  IF NEW.authored_by IS NULL OR NEW.published_by IS NULL OR NEW.authored_by = NEW.published_by THEN
    RAISE EXCEPTION 'author and publisher of a policy are two persons' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_versions_two_persons';
  END IF;
  IF NOT EXISTS (
       SELECT 1 FROM policy_drafts d JOIN policy_trials t ON t.draft_id = d.id AND t.version_id = d.version_id
       WHERE d.policy_code = NEW.policy_code AND d.author_id = NEW.authored_by AND d.state = 'inReview' AND d.version_id = NEW.id) THEN
    RAISE EXCEPTION 'a policy is published out of a reviewed draft with a trial of the same content' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_versions_gate';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_versions_gate BEFORE INSERT OR UPDATE ON policy_versions FOR EACH ROW EXECUTE FUNCTION policy_versions_gate();
