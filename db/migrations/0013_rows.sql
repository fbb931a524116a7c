CREATE TABLE "upload_openings" (
	"upload_id" uuid NOT NULL,
	"row_id" bigint NOT NULL,
	"opening" jsonb NOT NULL,
	CONSTRAINT "upload_openings_upload_id_row_id_pk" PRIMARY KEY("upload_id","row_id")
);
--> statement-breakpoint
DROP INDEX "upload_rows_live";--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "stage" text;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "opens_enterprises" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "stage_seen_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "upload_openings" ADD CONSTRAINT "upload_openings_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "enterprise_aliases_source_row" ON "enterprise_aliases" USING btree ("source_row_id");--> statement-breakpoint
CREATE INDEX "enterprises_source_row" ON "enterprises" USING btree ("source_row_id");--> statement-breakpoint
CREATE INDEX "indicator_values_source_row" ON "indicator_values" USING btree ("source_row_id");--> statement-breakpoint
CREATE UNIQUE INDEX "upload_rows_one_giving_way" ON "upload_rows" USING btree ("dataset_id","record_key") WHERE "upload_rows"."record" is not null and "upload_rows"."superseded_by" < 0;--> statement-breakpoint
CREATE UNIQUE INDEX "uploads_one_stage_per_dataset" ON "uploads" USING btree ("dataset_id") WHERE "uploads"."stage" is not null;--> statement-breakpoint
CREATE INDEX "upload_rows_live" ON "upload_rows" USING btree ("enterprise_id","dataset_id") WHERE "upload_rows"."record" is not null and ("upload_rows"."superseded_by" is null or "upload_rows"."superseded_by" < 0);--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_stage_known" CHECK ("uploads"."stage" in ('staging','settling'));--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_stage_fits_state" CHECK ("uploads"."stage" is null or ("uploads"."stage" = 'settling') = ("uploads"."state" = 'applied'));--> statement-breakpoint

-- guards
-- 行不丢失: what has been seen of a file stays. Only rows that a broken-off storing left behind, which nobody has read, are taken away again.
CREATE FUNCTION upload_rows_never_lost() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM gone JOIN uploads u ON u.id = gone.upload_id WHERE u.stage IS DISTINCT FROM 'staging') THEN
    RAISE EXCEPTION 'a row of a file is never lost' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'upload_rows_never_lost';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER upload_rows_never_lost AFTER DELETE ON upload_rows REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION upload_rows_never_lost();
--> statement-breakpoint
-- 阶段: rows come in unseen, then count, then are settled; what counts never becomes unseen again.
CREATE FUNCTION uploads_stage_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.stage = 'settling' AND NEW.stage = 'staging' OR OLD.state = 'applied' AND OLD.stage IS NULL AND NEW.stage IS NOT NULL THEN
    RAISE EXCEPTION 'the rows of an upload that count are not taken back' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'uploads_stage_forward';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER uploads_stage_forward BEFORE UPDATE OF stage ON uploads FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION uploads_stage_forward();
