CREATE TABLE "policy_trial_parts" (
	"run_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"totals" jsonb NOT NULL,
	"years" jsonb NOT NULL,
	"lines" jsonb NOT NULL,
	CONSTRAINT "policy_trial_parts_run_id_part_pk" PRIMARY KEY("run_id","part")
);
--> statement-breakpoint
CREATE TABLE "policy_trial_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"draft_id" uuid NOT NULL,
	"version_id" text NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_role" text NOT NULL,
	"requested_at" timestamp(3) with time zone NOT NULL,
	"state" text NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"trial_id" uuid,
	CONSTRAINT "policy_trial_runs_states" CHECK ("policy_trial_runs"."state" in ('waiting', 'running', 'done', 'failed')),
	CONSTRAINT "policy_trial_runs_end" CHECK (("policy_trial_runs"."state" = 'done') = ("policy_trial_runs"."trial_id" is not null) and ("policy_trial_runs"."state" = 'failed') = ("policy_trial_runs"."reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "policy_trial_years" (
	"trial_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"as_of" date NOT NULL,
	"totals" jsonb NOT NULL,
	CONSTRAINT "policy_trial_years_trial_id_year_pk" PRIMARY KEY("trial_id","year")
);
--> statement-breakpoint
ALTER TABLE "policy_trial_lines" ADD COLUMN "year" integer;--> statement-breakpoint
ALTER TABLE "policy_trial_parts" ADD CONSTRAINT "policy_trial_parts_run_id_policy_trial_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."policy_trial_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_trial_runs" ADD CONSTRAINT "policy_trial_runs_draft_id_policy_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."policy_drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_trial_runs" ADD CONSTRAINT "policy_trial_runs_requested_by_people_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_trial_runs" ADD CONSTRAINT "policy_trial_runs_trial_id_policy_trials_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."policy_trials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_trial_years" ADD CONSTRAINT "policy_trial_years_trial_id_policy_trials_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."policy_trials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "policy_trial_runs_one_active" ON "policy_trial_runs" USING btree ("draft_id") WHERE "policy_trial_runs"."state" in ('waiting', 'running');
--> statement-breakpoint
-- guards
CREATE TRIGGER policy_trial_years_append_only BEFORE UPDATE OR DELETE ON policy_trial_years FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER policy_trial_years_no_truncate BEFORE TRUNCATE ON policy_trial_years FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint

-- 试算的一次运行 ends once: what is done or failed is not taken up again, and a run keeps what it was asked for.
CREATE FUNCTION policy_trial_runs_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a run of a trial is kept' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_trial_runs_kept';
  END IF;
  IF OLD.state IN ('done', 'failed') THEN
    RAISE EXCEPTION 'a run of a trial ends once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_trial_runs_ended';
  END IF;
  IF (NEW.id, NEW.draft_id, NEW.version_id, NEW.requested_by, NEW.requested_at) IS DISTINCT FROM (OLD.id, OLD.draft_id, OLD.version_id, OLD.requested_by, OLD.requested_at) THEN
    RAISE EXCEPTION 'a run of a trial keeps what it was asked for' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'policy_trial_runs_identity';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_trial_runs_guard BEFORE UPDATE OR DELETE ON policy_trial_runs FOR EACH ROW EXECUTE FUNCTION policy_trial_runs_guard();
