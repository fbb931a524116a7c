CREATE TABLE "absences" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"department_id" text NOT NULL,
	"deputy_id" uuid,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"reason" text NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"ended_at" timestamp(3) with time zone,
	CONSTRAINT "absences_days" CHECK ("absences"."to_day" >= "absences"."from_day"),
	CONSTRAINT "absences_deputy" CHECK ("absences"."deputy_id" is distinct from "absences"."person_id")
);
--> statement-breakpoint
CREATE TABLE "blind_checks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"claim_id" uuid NOT NULL,
	"policy_code" text NOT NULL,
	"department_id" text NOT NULL,
	"week" date NOT NULL,
	"snapshot_id" bigint NOT NULL,
	"first_amount_fen" bigint,
	"drawn_at" timestamp(3) with time zone NOT NULL,
	"verdict" text,
	"amount_fen" bigint,
	"note" text,
	"agrees" boolean,
	"decided_by" uuid,
	"decided_at" timestamp(3) with time zone,
	CONSTRAINT "blind_checks_verdict" CHECK ("blind_checks"."verdict" is null or "blind_checks"."verdict" in ('eligible','ineligible','undetermined')),
	CONSTRAINT "blind_checks_decided_whole" CHECK (("blind_checks"."verdict" is null) = ("blind_checks"."decided_by" is null) and ("blind_checks"."verdict" is null) = ("blind_checks"."decided_at" is null) and ("blind_checks"."verdict" is null) = ("blind_checks"."agrees" is null)),
	CONSTRAINT "blind_checks_agree" CHECK ("blind_checks"."agrees" is null or "blind_checks"."agrees" = ("blind_checks"."verdict" = 'eligible' and ("blind_checks"."amount_fen" is null or "blind_checks"."amount_fen" is not distinct from "blind_checks"."first_amount_fen")))
);
--> statement-breakpoint
CREATE TABLE "case_notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"claim_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"visited_on" date,
	"place" text,
	"companions" text,
	"author_id" uuid NOT NULL,
	"author_role" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "case_notes_text" CHECK (length(trim("case_notes"."text")) >= 2),
	CONSTRAINT "case_notes_kind" CHECK ("case_notes"."kind" in ('note','visit')),
	CONSTRAINT "case_notes_visit" CHECK (("case_notes"."kind" = 'visit') = ("case_notes"."visited_on" is not null) and ("case_notes"."kind" = 'visit') = ("case_notes"."place" is not null))
);
--> statement-breakpoint
CREATE TABLE "opinion_templates" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"department_id" text NOT NULL,
	"use" text NOT NULL,
	"text" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"retired_at" timestamp(3) with time zone,
	CONSTRAINT "opinion_templates_use" CHECK ("opinion_templates"."use" in ('approve','reject','supplement','suspend')),
	CONSTRAINT "opinion_templates_text" CHECK (length(trim("opinion_templates"."text")) between 2 and 500)
);
--> statement-breakpoint
CREATE TABLE "recusals" (
	"person_id" uuid NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"declared_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "recusals_person_id_enterprise_id_pk" PRIMARY KEY("person_id","enterprise_id"),
	CONSTRAINT "recusals_reason" CHECK (length(trim("recusals"."reason")) >= 4)
);
--> statement-breakpoint
CREATE TABLE "review_batch_lines" (
	"batch_id" uuid NOT NULL,
	"claim_id" uuid NOT NULL,
	"claim_version" integer NOT NULL,
	"amount_fen" bigint,
	"outcome" text,
	CONSTRAINT "review_batch_lines_batch_id_claim_id_pk" PRIMARY KEY("batch_id","claim_id")
);
--> statement-breakpoint
CREATE TABLE "review_batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"department_id" text NOT NULL,
	"checker_id" uuid NOT NULL,
	"opinion" text NOT NULL,
	"state" text NOT NULL,
	"agreed_at" timestamp(3) with time zone NOT NULL,
	"effective_from" timestamp(3) with time zone NOT NULL,
	"settled_at" timestamp(3) with time zone,
	CONSTRAINT "review_batches_state" CHECK ("review_batches"."state" in ('waiting','done','takenBack')),
	CONSTRAINT "review_batches_settled" CHECK (("review_batches"."state" = 'waiting') = ("review_batches"."settled_at" is null)),
	CONSTRAINT "review_batches_window" CHECK ("review_batches"."effective_from" >= "review_batches"."agreed_at" + interval '10 minutes')
);
--> statement-breakpoint
CREATE TABLE "saved_filters" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"saved_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_deputy_id_people_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blind_checks" ADD CONSTRAINT "blind_checks_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blind_checks" ADD CONSTRAINT "blind_checks_policy_code_policies_code_fk" FOREIGN KEY ("policy_code") REFERENCES "public"."policies"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blind_checks" ADD CONSTRAINT "blind_checks_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blind_checks" ADD CONSTRAINT "blind_checks_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinion_templates" ADD CONSTRAINT "opinion_templates_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinion_templates" ADD CONSTRAINT "opinion_templates_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_batch_lines" ADD CONSTRAINT "review_batch_lines_batch_id_review_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."review_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_batch_lines" ADD CONSTRAINT "review_batch_lines_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_batches" ADD CONSTRAINT "review_batches_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_batches" ADD CONSTRAINT "review_batches_checker_id_people_id_fk" FOREIGN KEY ("checker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_filters" ADD CONSTRAINT "saved_filters_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "absences_department" ON "absences" USING btree ("department_id","to_day");--> statement-breakpoint
CREATE UNIQUE INDEX "blind_checks_once" ON "blind_checks" USING btree ("claim_id");--> statement-breakpoint
CREATE INDEX "blind_checks_department" ON "blind_checks" USING btree ("department_id","decided_at");--> statement-breakpoint
CREATE INDEX "blind_checks_policy_week" ON "blind_checks" USING btree ("policy_code","week");--> statement-breakpoint
CREATE INDEX "case_notes_claim" ON "case_notes" USING btree ("claim_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "opinion_templates_once" ON "opinion_templates" USING btree ("department_id","use","text") WHERE "opinion_templates"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "recusals_enterprise" ON "recusals" USING btree ("enterprise_id");--> statement-breakpoint
CREATE UNIQUE INDEX "review_batch_lines_once" ON "review_batch_lines" USING btree ("claim_id") WHERE "review_batch_lines"."outcome" is null;--> statement-breakpoint
CREATE INDEX "review_batches_waiting" ON "review_batches" USING btree ("effective_from") WHERE "review_batches"."state" = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "saved_filters_name" ON "saved_filters" USING btree ("person_id","name");--> statement-breakpoint
CREATE INDEX "enterprises_address" ON "enterprises" USING hash ("address");--> statement-breakpoint
CREATE INDEX "enterprises_representative" ON "enterprises" USING hash ("representative_digest");--> statement-breakpoint
-- guards
CREATE TRIGGER review_batches_never_deleted BEFORE DELETE ON review_batches FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER review_batches_no_truncate BEFORE TRUNCATE ON review_batches FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER review_batch_lines_never_deleted BEFORE DELETE ON review_batch_lines FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER review_batch_lines_no_truncate BEFORE TRUNCATE ON review_batch_lines FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
-- 批量同意 is settled once: before its time it can only be taken back, from its time on only be done; what was agreed to stays as it was written.
CREATE FUNCTION review_batches_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'waiting' OR NEW.state = 'waiting'
      OR (NEW.department_id, NEW.checker_id, NEW.opinion, NEW.agreed_at, NEW.effective_from) IS DISTINCT FROM (OLD.department_id, OLD.checker_id, OLD.opinion, OLD.agreed_at, OLD.effective_from)
      OR (NEW.state = 'takenBack' AND NEW.settled_at >= OLD.effective_from) OR (NEW.state = 'done' AND NEW.settled_at < OLD.effective_from) THEN
    RAISE EXCEPTION 'a batch is taken back before its time or done after it, once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'review_batches_settled_once';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER review_batches_guard BEFORE UPDATE ON review_batches FOR EACH ROW EXECUTE FUNCTION review_batches_guard();
--> statement-breakpoint
CREATE FUNCTION review_batch_lines_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome IS NOT NULL OR NEW.outcome IS NULL
      OR (NEW.batch_id, NEW.claim_id, NEW.claim_version, NEW.amount_fen) IS DISTINCT FROM (OLD.batch_id, OLD.claim_id, OLD.claim_version, OLD.amount_fen) THEN
    RAISE EXCEPTION 'a line of a batch gets its outcome once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'review_batch_lines_outcome_once';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER review_batch_lines_guard BEFORE UPDATE ON review_batch_lines FOR EACH ROW EXECUTE FUNCTION review_batch_lines_guard();
--> statement-breakpoint
CREATE TRIGGER recusals_append_only BEFORE UPDATE OR DELETE ON recusals FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER recusals_no_truncate BEFORE TRUNCATE ON recusals FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
-- 回避: who has declared an interest in an enterprise takes part in none of its cases, in no role.
CREATE FUNCTION claims_recused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM recusals r WHERE r.enterprise_id = NEW.enterprise_id AND (
      (r.person_id = NEW.assigned_to AND NEW.assigned_to IS DISTINCT FROM OLD.assigned_to)
      OR (r.person_id = NEW.handler_id AND NEW.handler_id IS DISTINCT FROM OLD.handler_id)
      OR (r.person_id = NEW.checker_id AND NEW.checker_id IS DISTINCT FROM OLD.checker_id)
      OR (r.person_id = NEW.chief_id AND NEW.chief_id IS DISTINCT FROM OLD.chief_id)
      OR (r.person_id = NEW.approver_id AND NEW.approver_id IS DISTINCT FROM OLD.approver_id))) THEN
    RAISE EXCEPTION 'an officer with an interest in the enterprise takes no part' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_recused';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER claims_recused BEFORE UPDATE OF assigned_to, handler_id, checker_id, chief_id, approver_id ON claims FOR EACH ROW EXECUTE FUNCTION claims_recused();
--> statement-breakpoint
CREATE TRIGGER absences_never_deleted BEFORE DELETE ON absences FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER absences_no_truncate BEFORE TRUNCATE ON absences FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE FUNCTION absences_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR (to_jsonb(NEW) - 'ended_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at') THEN
    RAISE EXCEPTION 'an absence can only be ended, once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'absences_ended_once';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER absences_guard BEFORE UPDATE ON absences FOR EACH ROW EXECUTE FUNCTION absences_guard();
--> statement-breakpoint
ALTER TABLE blind_checks ADD CONSTRAINT blind_checks_snapshot FOREIGN KEY (snapshot_id) REFERENCES claim_snapshots (id);
--> statement-breakpoint
CREATE TRIGGER blind_checks_never_deleted BEFORE DELETE ON blind_checks FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER blind_checks_no_truncate BEFORE TRUNCATE ON blind_checks FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
-- 盲审 is drawn open and decided once, by nobody with an interest in the enterprise.
CREATE FUNCTION blind_checks_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.verdict IS NOT NULL THEN
      RAISE EXCEPTION 'a blind check is drawn open' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'blind_checks_drawn_open';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.verdict IS NOT NULL OR NEW.verdict IS NULL
      OR (to_jsonb(NEW) - '{verdict,amount_fen,note,agrees,decided_by,decided_at}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{verdict,amount_fen,note,agrees,decided_by,decided_at}'::text[]) THEN
    RAISE EXCEPTION 'a blind check is decided once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'blind_checks_decided_once';
  END IF;
  IF EXISTS (SELECT 1 FROM recusals r JOIN claims c ON c.enterprise_id = r.enterprise_id WHERE c.id = NEW.claim_id AND r.person_id = NEW.decided_by) THEN
    RAISE EXCEPTION 'an officer with an interest in the enterprise takes no part' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'blind_checks_recused';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER blind_checks_guard BEFORE INSERT OR UPDATE ON blind_checks FOR EACH ROW EXECUTE FUNCTION blind_checks_guard();
--> statement-breakpoint
CREATE TRIGGER case_notes_append_only BEFORE UPDATE OR DELETE ON case_notes FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER case_notes_no_truncate BEFORE TRUNCATE ON case_notes FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER opinion_templates_never_deleted BEFORE DELETE ON opinion_templates FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE FUNCTION opinion_templates_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.retired_at IS NOT NULL OR NEW.retired_at IS NULL OR (to_jsonb(NEW) - 'retired_at') IS DISTINCT FROM (to_jsonb(OLD) - 'retired_at') THEN
    RAISE EXCEPTION 'a template can only be retired, once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'opinion_templates_retired_once';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER opinion_templates_guard BEFORE UPDATE ON opinion_templates FOR EACH ROW EXECUTE FUNCTION opinion_templates_guard();
