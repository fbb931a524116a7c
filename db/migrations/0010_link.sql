CREATE TABLE "link_decisions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"row_id" bigint,
	"enterprise_id" uuid NOT NULL,
	"twin_id" uuid,
	"name_key" text,
	"answer" text NOT NULL,
	"trace" jsonb NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_role" text NOT NULL,
	"decided_at" timestamp(3) with time zone NOT NULL,
	"undone_by" uuid,
	"undone_at" timestamp(3) with time zone,
	CONSTRAINT "link_decisions_answer_known" CHECK ("link_decisions"."answer" in ('same','apart','later')),
	CONSTRAINT "link_decisions_of_row_or_twins" CHECK (("link_decisions"."row_id" is null) <> ("link_decisions"."twin_id" is null)),
	CONSTRAINT "link_decisions_twins_in_order" CHECK ("link_decisions"."twin_id" is null or ("link_decisions"."enterprise_id" < "link_decisions"."twin_id" and "link_decisions"."answer" <> 'same')),
	CONSTRAINT "link_decisions_undone_by_somebody" CHECK (("link_decisions"."undone_at" is null) = ("link_decisions"."undone_by" is null))
);
--> statement-breakpoint
ALTER TABLE "link_decisions" ADD CONSTRAINT "link_decisions_row_id_upload_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."upload_rows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_decisions" ADD CONSTRAINT "link_decisions_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_decisions" ADD CONSTRAINT "link_decisions_twin_id_enterprises_id_fk" FOREIGN KEY ("twin_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_decisions" ADD CONSTRAINT "link_decisions_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_decisions" ADD CONSTRAINT "link_decisions_undone_by_people_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "link_decisions_one_of_row" ON "link_decisions" USING btree ("row_id","enterprise_id") WHERE "link_decisions"."undone_at" is null and "link_decisions"."row_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "link_decisions_one_of_twins" ON "link_decisions" USING btree ("enterprise_id","twin_id") WHERE "link_decisions"."undone_at" is null and "link_decisions"."twin_id" is not null;--> statement-breakpoint
CREATE INDEX "link_decisions_time" ON "link_decisions" USING btree ("decided_at");--> statement-breakpoint

-- guards
-- 关联认定: what was said stays; it can be taken back once, and not be given anew under the same entry.
CREATE FUNCTION link_decisions_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR
     (to_jsonb(NEW) - 'undone_at' - 'undone_by') IS DISTINCT FROM (to_jsonb(OLD) - 'undone_at' - 'undone_by') THEN
    RAISE EXCEPTION 'a decision on a link is only ever taken back' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'link_decisions_fixed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER link_decisions_fixed BEFORE UPDATE OR DELETE ON link_decisions FOR EACH ROW EXECUTE FUNCTION link_decisions_fixed();
--> statement-breakpoint
CREATE TRIGGER link_decisions_no_truncate BEFORE TRUNCATE ON link_decisions FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
