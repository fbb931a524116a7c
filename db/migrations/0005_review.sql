CREATE TABLE "overdue_reasons" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"claim_id" uuid NOT NULL,
	"claim_version" integer NOT NULL,
	"code" text NOT NULL,
	"words" text NOT NULL,
	"expected_on" date NOT NULL,
	"late_workdays" integer NOT NULL,
	"given_by" uuid NOT NULL,
	"given_as" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"audit_chain" text DEFAULT 'business' NOT NULL,
	"audit_seq" bigint NOT NULL,
	CONSTRAINT "overdue_reasons_audit" UNIQUE("audit_chain","audit_seq"),
	CONSTRAINT "overdue_reasons_in_words" CHECK (length(trim("overdue_reasons"."words")) >= 4),
	CONSTRAINT "overdue_reasons_of_a_delay" CHECK ("overdue_reasons"."late_workdays" >= 0),
	CONSTRAINT "overdue_reasons_code" CHECK ("overdue_reasons"."code" in ('sourceData','siteVisit','enterprise','policyQuestion','budget','bank','workload','absence','systemFault','other'))
);
--> statement-breakpoint
DROP INDEX "claim_opinions_claim";--> statement-breakpoint
ALTER TABLE "claim_opinions" ADD COLUMN "amount_before_fen" bigint;--> statement-breakpoint
ALTER TABLE "claim_opinions" ADD COLUMN "amount_after_fen" bigint;--> statement-breakpoint
ALTER TABLE "claim_opinions" ADD COLUMN "reduction_reason" text;--> statement-breakpoint
ALTER TABLE "claim_opinions" ADD COLUMN "seq" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "overdue_reasons" ADD CONSTRAINT "overdue_reasons_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "overdue_reasons" ADD CONSTRAINT "overdue_reasons_given_by_people_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "overdue_reasons_claim" ON "overdue_reasons" USING btree ("claim_id","claim_version");--> statement-breakpoint
CREATE INDEX "claim_opinions_claim" ON "claim_opinions" USING btree ("claim_id","seq");--> statement-breakpoint
ALTER TABLE "claim_opinions" ADD CONSTRAINT "claim_opinions_never_raise" CHECK ("claim_opinions"."amount_before_fen" is null or "claim_opinions"."amount_after_fen" is null or "claim_opinions"."amount_after_fen" <= "claim_opinions"."amount_before_fen");--> statement-breakpoint
ALTER TABLE "claim_opinions" ADD CONSTRAINT "claim_opinions_reduction_founded" CHECK ("claim_opinions"."amount_before_fen" is null or "claim_opinions"."amount_after_fen" is null or "claim_opinions"."amount_after_fen" >= "claim_opinions"."amount_before_fen" or ("claim_opinions"."clause_id" is not null and "claim_opinions"."reduction_reason" is not null and length(trim("claim_opinions"."reduction_reason")) >= 4));
--> statement-breakpoint
-- guards
ALTER TABLE overdue_reasons ADD CONSTRAINT overdue_reasons_audit_row FOREIGN KEY (audit_chain, audit_seq) REFERENCES audit_log (chain, seq);
--> statement-breakpoint
CREATE TRIGGER overdue_reasons_append_only BEFORE UPDATE OR DELETE ON overdue_reasons FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER overdue_reasons_no_truncate BEFORE TRUNCATE ON overdue_reasons FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
-- 超期原因 speaks of the stage the case stands in now, and has its own audit row.
CREATE FUNCTION overdue_reasons_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  present integer;
BEGIN
  SELECT c.version INTO present FROM claims c JOIN claim_states s ON s.id = c.state WHERE c.id = NEW.claim_id AND s.kind = 'active' FOR SHARE OF c;
  IF present IS DISTINCT FROM NEW.claim_version THEN
    RAISE EXCEPTION 'a reason for delay speaks of the present stage of a case in hand' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'overdue_reasons_present_stage';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM audit_log a WHERE a.chain = NEW.audit_chain AND a.seq = NEW.audit_seq
      AND a.action = 'claim.overdueReason' AND a.subject_id = NEW.claim_id::text AND a.actor_id = NEW.given_by) THEN
    RAISE EXCEPTION 'a reason for delay needs its audit row' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'overdue_reasons_audit_own';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER overdue_reasons_guard BEFORE INSERT ON overdue_reasons FOR EACH ROW EXECUTE FUNCTION overdue_reasons_guard();
