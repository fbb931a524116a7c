ALTER TABLE "uploads" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_state_known" CHECK ("uploads"."state" in ('receiving','received','processing','applied','refused','cancelled','failed'));--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_failed_says_why" CHECK ("uploads"."state" <> 'failed' or "uploads"."refusal" is not null);--> statement-breakpoint

-- guards
-- 上传状态: what was refused or withdrawn stays so, and what was applied can only be withdrawn.
CREATE FUNCTION uploads_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('refused', 'cancelled') OR (OLD.state = 'applied' AND NEW.state <> 'cancelled') THEN
    RAISE EXCEPTION 'an upload that has ended is not begun anew' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'uploads_end_once';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER uploads_end_once BEFORE UPDATE OF state ON uploads FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION uploads_end_once();
