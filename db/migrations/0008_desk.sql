CREATE INDEX "enterprises_address" ON "enterprises" USING hash ("address");--> statement-breakpoint
CREATE INDEX "enterprises_representative" ON "enterprises" USING hash ("representative_digest");