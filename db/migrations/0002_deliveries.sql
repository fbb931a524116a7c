ALTER TABLE "uploads" ADD COLUMN "arrival" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "reading" jsonb;