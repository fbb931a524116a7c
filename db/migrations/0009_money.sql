CREATE TABLE "clawback_instalments" (
	"clawback_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"amount_fen" bigint NOT NULL,
	"due_on" date NOT NULL,
	CONSTRAINT "clawback_instalments_clawback_id_number_pk" PRIMARY KEY("clawback_id","number"),
	CONSTRAINT "clawback_instalments_positive" CHECK ("clawback_instalments"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "clawback_receipts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clawback_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"received_on" date NOT NULL,
	"payer_name" text NOT NULL,
	"bank_reference" text NOT NULL,
	"state" text NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp(3) with time zone NOT NULL,
	"checked_by" uuid,
	"checked_at" timestamp(3) with time zone,
	"refusal" text,
	CONSTRAINT "clawback_receipts_positive" CHECK ("clawback_receipts"."amount_fen" > 0),
	CONSTRAINT "clawback_receipts_two_persons" CHECK ("clawback_receipts"."checked_by" is null or "clawback_receipts"."checked_by" <> "clawback_receipts"."entered_by"),
	CONSTRAINT "clawback_receipts_checked_by_somebody" CHECK (("clawback_receipts"."state" = 'entered') = ("clawback_receipts"."checked_by" is null))
);
--> statement-breakpoint
CREATE TABLE "clawback_statements" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"clawback_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"person_id" uuid NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clawbacks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"claim_id" uuid NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"fund_id" text NOT NULL,
	"paid_fen" bigint NOT NULL,
	"origin" text NOT NULL,
	"ground" text NOT NULL,
	"opened_by" uuid NOT NULL,
	"opened_at" timestamp(3) with time zone NOT NULL,
	"notice_number" text,
	"fault_kind" text,
	"facts_text" text,
	"basis" text,
	"told_fen" bigint,
	"told_by" uuid,
	"told_at" timestamp(3) with time zone,
	"answer_by" date,
	"hearing_on" date,
	"hearing_place" text,
	"hearing_set_at" timestamp(3) with time zone,
	"hearing_minutes" text,
	"hearing_held_at" timestamp(3) with time zone,
	"consideration" text,
	"considered_by" uuid,
	"considered_at" timestamp(3) with time zone,
	"decision_number" text,
	"decided_fen" bigint,
	"decision_text" text,
	"decided_by" uuid,
	"decided_at" timestamp(3) with time zone,
	"outcome" text,
	"closing_text" text,
	"closed_at" timestamp(3) with time zone,
	CONSTRAINT "clawbacks_notice_number" UNIQUE("notice_number"),
	CONSTRAINT "clawbacks_decision_number" UNIQUE("decision_number"),
	CONSTRAINT "clawbacks_told_within_paid" CHECK ("clawbacks"."told_fen" > 0 and "clawbacks"."told_fen" <= "clawbacks"."paid_fen"),
	CONSTRAINT "clawbacks_decided_within_told" CHECK ("clawbacks"."decided_fen" > 0 and "clawbacks"."decided_fen" <= "clawbacks"."told_fen"),
	CONSTRAINT "clawbacks_told_first" CHECK ("clawbacks"."decided_at" is null or ("clawbacks"."told_at" is not null and "clawbacks"."told_fen" is not null)),
	CONSTRAINT "clawbacks_two_persons" CHECK ("clawbacks"."decided_by" is null or "clawbacks"."decided_by" not in ("clawbacks"."opened_by", "clawbacks"."told_by")),
	CONSTRAINT "clawbacks_closed_with_outcome" CHECK (("clawbacks"."closed_at" is null) = ("clawbacks"."outcome" is null))
);
--> statement-breakpoint
ALTER TABLE "clawback_instalments" ADD CONSTRAINT "clawback_instalments_clawback_id_clawbacks_id_fk" FOREIGN KEY ("clawback_id") REFERENCES "public"."clawbacks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawback_receipts" ADD CONSTRAINT "clawback_receipts_clawback_id_clawbacks_id_fk" FOREIGN KEY ("clawback_id") REFERENCES "public"."clawbacks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawback_receipts" ADD CONSTRAINT "clawback_receipts_entered_by_people_id_fk" FOREIGN KEY ("entered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawback_receipts" ADD CONSTRAINT "clawback_receipts_checked_by_people_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawback_statements" ADD CONSTRAINT "clawback_statements_clawback_id_clawbacks_id_fk" FOREIGN KEY ("clawback_id") REFERENCES "public"."clawbacks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawback_statements" ADD CONSTRAINT "clawback_statements_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawbacks" ADD CONSTRAINT "clawbacks_order_id_payment_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."payment_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawbacks" ADD CONSTRAINT "clawbacks_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawbacks" ADD CONSTRAINT "clawbacks_opened_by_people_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawbacks" ADD CONSTRAINT "clawbacks_told_by_people_id_fk" FOREIGN KEY ("told_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawbacks" ADD CONSTRAINT "clawbacks_considered_by_people_id_fk" FOREIGN KEY ("considered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawbacks" ADD CONSTRAINT "clawbacks_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clawbacks" ADD CONSTRAINT "clawbacks_claim_of_enterprise" FOREIGN KEY ("claim_id","enterprise_id") REFERENCES "public"."claims"("id","enterprise_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clawback_receipts_of" ON "clawback_receipts" USING btree ("clawback_id");--> statement-breakpoint
CREATE UNIQUE INDEX "clawback_receipts_once" ON "clawback_receipts" USING btree ("bank_reference") WHERE "clawback_receipts"."state" <> 'refused';--> statement-breakpoint
CREATE INDEX "clawback_statements_of" ON "clawback_statements" USING btree ("clawback_id");--> statement-breakpoint
CREATE UNIQUE INDEX "clawbacks_one_open" ON "clawbacks" USING btree ("claim_id") WHERE "clawbacks"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "clawbacks_enterprise" ON "clawbacks" USING btree ("enterprise_id");--> statement-breakpoint
-- guards
-- 追回: what was paid by a paid order of this claim; each part is written once, in the order examination → notice → decision → end.
CREATE FUNCTION clawbacks_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  received bigint;
  later CONSTANT text[] := ARRAY['notice_number', 'fault_kind', 'facts_text', 'basis', 'told_fen', 'told_by', 'told_at', 'answer_by', 'hearing_on', 'hearing_place', 'hearing_set_at', 'hearing_minutes', 'hearing_held_at',
    'consideration', 'considered_by', 'considered_at', 'decision_number', 'decided_fen', 'decision_text', 'decided_by', 'decided_at', 'outcome', 'closing_text', 'closed_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.told_at IS NOT NULL OR NEW.decided_at IS NOT NULL OR NEW.closed_at IS NOT NULL OR NOT EXISTS (
         SELECT 1 FROM payment_orders o WHERE o.id = NEW.order_id AND o.claim_id = NEW.claim_id AND o.enterprise_id = NEW.enterprise_id
           AND o.state = 'paid' AND o.amount_fen = NEW.paid_fen AND o.fund_id = NEW.fund_id) THEN
      RAISE EXCEPTION 'an examination begins with a paid order of its claim' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'clawbacks_paid_order';
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - later) IS DISTINCT FROM (to_jsonb(OLD) - later)
     OR (OLD.told_at IS NOT NULL AND (NEW.notice_number, NEW.fault_kind, NEW.facts_text, NEW.basis, NEW.told_fen, NEW.told_by, NEW.told_at, NEW.answer_by)
        IS DISTINCT FROM (OLD.notice_number, OLD.fault_kind, OLD.facts_text, OLD.basis, OLD.told_fen, OLD.told_by, OLD.told_at, OLD.answer_by))
     OR (OLD.decided_at IS NOT NULL AND (NEW.decision_number, NEW.decided_fen, NEW.decision_text, NEW.decided_by, NEW.decided_at, NEW.consideration, NEW.hearing_held_at)
        IS DISTINCT FROM (OLD.decision_number, OLD.decided_fen, OLD.decision_text, OLD.decided_by, OLD.decided_at, OLD.consideration, OLD.hearing_held_at))
     OR OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'what has been told or decided is not rewritten' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'clawbacks_written_once';
  END IF;
  SELECT coalesce(sum(amount_fen), 0) INTO received FROM clawback_receipts WHERE clawback_id = NEW.id AND state = 'confirmed';
  IF NEW.outcome = 'repaid' AND received IS DISTINCT FROM NEW.decided_fen OR NEW.outcome IN ('nothingFound', 'pleaUpheld') AND NEW.decided_at IS NOT NULL THEN
    RAISE EXCEPTION 'a clawback ends as repaid when all of it has come back' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'clawbacks_ends_in_full';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER clawbacks_guard BEFORE INSERT OR UPDATE ON clawbacks FOR EACH ROW EXECUTE FUNCTION clawbacks_guard();
--> statement-breakpoint
CREATE TRIGGER clawbacks_never_deleted BEFORE DELETE ON clawbacks FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER clawbacks_no_truncate BEFORE TRUNCATE ON clawbacks FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER clawback_statements_append_only BEFORE UPDATE OR DELETE ON clawback_statements FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER clawback_statements_no_truncate BEFORE TRUNCATE ON clawback_statements FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER clawback_instalments_append_only BEFORE UPDATE OR DELETE ON clawback_instalments FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER clawback_instalments_no_truncate BEFORE TRUNCATE ON clawback_instalments FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER clawback_receipts_never_deleted BEFORE DELETE ON clawback_receipts FOR EACH ROW EXECUTE FUNCTION forbid_change();
--> statement-breakpoint
CREATE TRIGGER clawback_receipts_no_truncate BEFORE TRUNCATE ON clawback_receipts FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
--> statement-breakpoint

-- 分期: the parts of a plan are the decided amount, no more and no less.
CREATE FUNCTION clawback_plan_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE target uuid; owed bigint; planned bigint;
BEGIN
  IF TG_TABLE_NAME = 'clawbacks' THEN target := NEW.id; ELSE target := NEW.clawback_id; END IF;
  SELECT decided_fen INTO owed FROM clawbacks WHERE id = target;
  SELECT sum(amount_fen) INTO planned FROM clawback_instalments WHERE clawback_id = target;
  IF planned IS DISTINCT FROM owed THEN
    RAISE EXCEPTION 'the plan of clawback % is not what was decided', target USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'clawback_plan_is_whole';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER clawback_plan_is_whole AFTER INSERT ON clawback_instalments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION clawback_plan_is_whole();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER clawbacks_plan_is_whole AFTER UPDATE OF decided_fen ON clawbacks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION clawback_plan_is_whole();
--> statement-breakpoint

-- 缴回: never more than was decided, only after the decision, checked once by a second person. The clawback is locked first: no write skew.
CREATE FUNCTION clawback_receipts_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE k clawbacks%ROWTYPE; others bigint;
BEGIN
  SELECT * INTO k FROM clawbacks WHERE id = NEW.clawback_id FOR UPDATE;
  IF TG_OP = 'UPDATE' AND (OLD.state <> 'entered' OR (to_jsonb(NEW) - ARRAY['state', 'checked_by', 'checked_at', 'refusal']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'checked_by', 'checked_at', 'refusal'])) THEN
    RAISE EXCEPTION 'money received is checked once and not rewritten' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'clawback_receipts_fixed';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.state <> 'entered' THEN
    RAISE EXCEPTION 'money received begins as entered' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'clawback_receipts_fixed';
  END IF;
  IF k.decided_at IS NULL OR k.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'nothing is to be repaid' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'clawback_receipts_decided';
  END IF;
  SELECT coalesce(sum(amount_fen), 0) INTO others FROM clawback_receipts WHERE clawback_id = k.id AND state <> 'refused' AND id <> NEW.id;
  IF NEW.state <> 'refused' AND others + NEW.amount_fen > k.decided_fen THEN
    RAISE EXCEPTION 'more than was decided' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'clawback_receipts_within_decision';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER clawback_receipts_guard BEFORE INSERT OR UPDATE ON clawback_receipts FOR EACH ROW EXECUTE FUNCTION clawback_receipts_guard();
--> statement-breakpoint

-- The state of a claim and its clawback say the same: told, decided, and back in full.
CREATE FUNCTION claims_clawback_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
       SELECT 1 FROM clawbacks k WHERE k.claim_id = NEW.id AND CASE NEW.state
         WHEN 'clawbackNotice' THEN k.closed_at IS NULL AND k.told_at IS NOT NULL AND k.decided_at IS NULL
         WHEN 'clawback' THEN k.closed_at IS NULL AND k.decided_at IS NOT NULL
         ELSE k.outcome = 'repaid' END) THEN
    RAISE EXCEPTION 'claim % is in state % without the clawback that says so', NEW.id, NEW.state USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'claims_clawback_recorded';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER claims_clawback_recorded AFTER UPDATE OF state ON claims DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state IN ('clawbackNotice', 'clawback', 'clawedBack') AND NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION claims_clawback_recorded();
--> statement-breakpoint

-- I5 for one claim: nothing is claimed back that was not granted, nothing comes back that is not owed.
CREATE FUNCTION ledger_claim_not_overdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(amount_fen) FROM ledger_entries WHERE claim_id = NEW.claim_id AND account = NEW.account) < 0 THEN
    RAISE EXCEPTION 'more is taken back from claim % than stands in %', NEW.claim_id, NEW.account USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_claim_not_overdrawn';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER ledger_claim_not_overdrawn AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.claim_id IS NOT NULL AND NEW.amount_fen < 0 AND NEW.account IN ('granted', 'receivable')) EXECUTE FUNCTION ledger_claim_not_overdrawn();
