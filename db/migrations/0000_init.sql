CREATE TABLE "audit_heads" (
	"chain" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"chain" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"actor_id" uuid,
	"actor_role" text NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb NOT NULL,
	"algorithm" text NOT NULL,
	"canonical" text NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_log_chain_seq_pk" PRIMARY KEY("chain","seq")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid,
	"enterprise_id" uuid,
	"claim_id" uuid,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"href" text,
	"day" date NOT NULL,
	"dedupe_key" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"read_at" timestamp(3) with time zone,
	"delivered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "supervisions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"claim_id" uuid NOT NULL,
	"ordered_by" uuid NOT NULL,
	"content" text NOT NULL,
	"reply_due_on" date NOT NULL,
	"ordered_at" timestamp(3) with time zone NOT NULL,
	"reply" text,
	"replied_by" uuid,
	"replied_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "business_clock" (
	"id" integer PRIMARY KEY NOT NULL,
	"fixed_at" timestamp(3) with time zone,
	CONSTRAINT "business_clock_one_row" CHECK ("business_clock"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "calendar_years" (
	"year" integer PRIMARY KEY NOT NULL,
	"holidays" jsonb NOT NULL,
	"makeup_days" jsonb NOT NULL,
	"source" text NOT NULL,
	"imported_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "datasets" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"department_id" text NOT NULL,
	"frequency" text NOT NULL,
	"lag_days" integer NOT NULL,
	"consent_gated" boolean NOT NULL,
	"purpose" text NOT NULL,
	"legal_basis" text NOT NULL,
	"retention" text NOT NULL,
	"definition" jsonb NOT NULL,
	"sort_order" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "header_mappings" (
	"dataset_id" text NOT NULL,
	"header" text NOT NULL,
	"field_id" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "header_mappings_dataset_id_header_pk" PRIMARY KEY("dataset_id","header")
);
--> statement-breakpoint
CREATE TABLE "indicators" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"dimension" text NOT NULL,
	"type" text NOT NULL,
	"unit" text,
	"period" text NOT NULL,
	"sensitivity" text NOT NULL,
	"dataset_id" text NOT NULL,
	"legal_constraint" boolean NOT NULL,
	"consent_gated" boolean NOT NULL,
	"definition" jsonb NOT NULL,
	"sort_order" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp(3) with time zone,
	"updated_by" uuid
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"department_id" text NOT NULL,
	"signed_by" uuid NOT NULL,
	"opinion" text NOT NULL,
	"claim_count" integer NOT NULL,
	"total_fen" bigint NOT NULL,
	"list_hash" text NOT NULL,
	"signed_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claim_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"claim_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"actor_id" uuid,
	"actor_role" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"reason_code" text,
	"reason_text" text,
	"amount_before_fen" bigint,
	"amount_after_fen" bigint,
	"snapshot_id" bigint,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"audit_chain" text DEFAULT 'business' NOT NULL,
	"audit_seq" bigint NOT NULL,
	CONSTRAINT "claim_events_seq" UNIQUE("claim_id","seq"),
	CONSTRAINT "claim_events_audit" UNIQUE("audit_chain","audit_seq")
);
--> statement-breakpoint
CREATE TABLE "claim_moves" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "claim_moves_from_state_to_state_pk" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
CREATE TABLE "claim_opinions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"claim_id" uuid NOT NULL,
	"officer_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"decision" text NOT NULL,
	"opinion" text NOT NULL,
	"clause_id" text,
	"claim_version" integer NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claim_snapshots" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"policy_version_id" text NOT NULL,
	"as_of" date NOT NULL,
	"full_year" integer NOT NULL,
	"facts" jsonb NOT NULL,
	"prior_grants" jsonb NOT NULL,
	"facts_hash" text NOT NULL,
	"sources" jsonb NOT NULL,
	"decision" jsonb NOT NULL,
	"taken_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claim_states" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"sort_order" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claim_subjects" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"claim_id" uuid NOT NULL,
	"group_key" text NOT NULL,
	"subject" text NOT NULL,
	"live" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"policy_code" text NOT NULL,
	"policy_version_id" text NOT NULL,
	"department_id" text NOT NULL,
	"period" text NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"parent_claim_id" uuid,
	"benefit_kind" text NOT NULL,
	"fund_id" text,
	"confirm_stage" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"amount_fen" bigint,
	"facts_hash" text NOT NULL,
	"snapshot_id" bigint NOT NULL,
	"stage_entered_at" timestamp(3) with time zone NOT NULL,
	"due_on" date,
	"due_provisional" boolean DEFAULT false NOT NULL,
	"doubts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"waiting_for" text,
	"suspension_reason" text,
	"suspended_from" text,
	"suspended_since" date,
	"supplement_used" boolean DEFAULT false NOT NULL,
	"supplement_request" text,
	"assigned_to" uuid,
	"handler_id" uuid,
	"checker_id" uuid,
	"chief_id" uuid,
	"approver_id" uuid,
	"handler_decision" text,
	"handler_opinion" text,
	"rejected_clause" text,
	"rejected_reason" text,
	"account_id" uuid,
	"confirmed_by" uuid,
	"confirmed_at" timestamp(3) with time zone,
	"approval_id" uuid,
	"notice_done_on" date,
	"settled_at" timestamp(3) with time zone,
	"processing_days" integer,
	"end_to_end_days" integer,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "claims_number" UNIQUE("number"),
	CONSTRAINT "claims_of_enterprise" UNIQUE("id","enterprise_id"),
	CONSTRAINT "claims_amount_not_negative" CHECK ("claims"."amount_fen" is null or "claims"."amount_fen" >= 0),
	CONSTRAINT "claims_four_eyes" CHECK (("claims"."handler_id" is null or ("claims"."handler_id" is distinct from "claims"."checker_id" and "claims"."handler_id" is distinct from "claims"."chief_id" and "claims"."handler_id" is distinct from "claims"."approver_id"))
        and ("claims"."approver_id" is null or ("claims"."approver_id" is distinct from "claims"."checker_id" and "claims"."approver_id" is distinct from "claims"."chief_id"))),
	CONSTRAINT "claims_fund_fits_kind" CHECK ("claims"."benefit_kind" = 'taxReduction' or "claims"."fund_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "notice_lines" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"notice_id" uuid NOT NULL,
	"claim_id" uuid NOT NULL,
	"line_no" smallint NOT NULL,
	"enterprise_name" text NOT NULL,
	"uscc" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"clause" text NOT NULL,
	"state" text NOT NULL,
	"ends_on" date NOT NULL,
	CONSTRAINT "notice_lines_no" UNIQUE("notice_id","line_no")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"department_id" text NOT NULL,
	"policy_code" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"end_provisional" boolean NOT NULL,
	"working_days" integer NOT NULL,
	"content_hash" text NOT NULL,
	"state" text NOT NULL,
	"closed_on" date,
	"published_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "notices_number" UNIQUE("number"),
	CONSTRAINT "notices_run_out_before_closing" CHECK (("notices"."state" = 'closed') = ("notices"."closed_on" is not null) and ("notices"."closed_on" is null or "notices"."closed_on" > "notices"."ends_on"))
);
--> statement-breakpoint
CREATE TABLE "objections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"receipt_number" text NOT NULL,
	"notice_line_id" uuid NOT NULL,
	"claim_id" uuid NOT NULL,
	"objector_cipher" text NOT NULL,
	"contact_cipher" text NOT NULL,
	"query_digest" text NOT NULL,
	"content" text NOT NULL,
	"state" text NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"due_on" date NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp(3) with time zone,
	"answer" text,
	CONSTRAINT "objections_receipt" UNIQUE("receipt_number")
);
--> statement-breakpoint
CREATE TABLE "surveys" (
	"claim_id" uuid PRIMARY KEY NOT NULL,
	"score" smallint NOT NULL,
	"comment" text,
	"answered_by" uuid,
	"answered_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "surveys_score" CHECK ("surveys"."score" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "bank_files" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"batch_id" uuid,
	"direction" text NOT NULL,
	"filename" text NOT NULL,
	"sha256" text NOT NULL,
	"line_count" integer NOT NULL,
	"total_fen" bigint NOT NULL,
	"content_cipher" text NOT NULL,
	"findings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"by_person_id" uuid,
	CONSTRAINT "bank_files_once" UNIQUE("direction","sha256")
);
--> statement-breakpoint
CREATE TABLE "budget_reservations" (
	"claim_id" uuid PRIMARY KEY NOT NULL,
	"budget_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"state" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "budget_reservations_positive" CHECK ("budget_reservations"."amount_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"transaction_id" uuid NOT NULL,
	"fund_id" text NOT NULL,
	"account" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"claim_id" uuid,
	"order_id" uuid,
	"memo" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"fund_id" text NOT NULL,
	"state" text NOT NULL,
	"order_count" integer NOT NULL,
	"total_fen" bigint NOT NULL,
	"maker_id" uuid NOT NULL,
	"made_at" timestamp(3) with time zone NOT NULL,
	"releaser_id" uuid,
	"released_at" timestamp(3) with time zone,
	"exported_at" timestamp(3) with time zone,
	"due_on" date NOT NULL,
	CONSTRAINT "payment_batches_number" UNIQUE("number"),
	CONSTRAINT "payment_batches_fund" UNIQUE("id","fund_id"),
	CONSTRAINT "payment_batches_two_persons" CHECK ("payment_batches"."releaser_id" is null or "payment_batches"."releaser_id" <> "payment_batches"."maker_id"),
	CONSTRAINT "payment_batches_released_by_somebody" CHECK ("payment_batches"."state" = 'prepared' or "payment_batches"."releaser_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "payment_orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"batch_id" uuid NOT NULL,
	"fund_id" text NOT NULL,
	"claim_id" uuid NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"state" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"bank_reference" text,
	"return_code" text,
	"return_reason" text,
	"remark" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"settled_at" timestamp(3) with time zone,
	CONSTRAINT "payment_orders_number" UNIQUE("number"),
	CONSTRAINT "payment_orders_idempotency" UNIQUE("idempotency_key"),
	CONSTRAINT "payment_orders_positive" CHECK ("payment_orders"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "bank_accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"holder_name" text NOT NULL,
	"bank_name" text NOT NULL,
	"cnaps_code" text,
	"number_cipher" text NOT NULL,
	"number_index" text NOT NULL,
	"key_id" text NOT NULL,
	"last4" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"verified_at" timestamp(3) with time zone,
	"verified_by" text,
	"effective_from" timestamp(3) with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "bank_accounts_of_enterprise" UNIQUE("id","enterprise_id"),
	CONSTRAINT "bank_accounts_effective_is_verified" CHECK ("bank_accounts"."state" <> 'effective' or ("bank_accounts"."verified_at" is not null and "bank_accounts"."effective_from" is not null)),
	CONSTRAINT "bank_accounts_not_plain" CHECK ("bank_accounts"."number_cipher" !~ '^[0-9 ]+$')
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"policy_code" text NOT NULL,
	"dataset_ids" jsonb NOT NULL,
	"purpose" text NOT NULL,
	"text_version" text NOT NULL,
	"text_hash" text NOT NULL,
	"granted_by" uuid NOT NULL,
	"granted_role" text NOT NULL,
	"granted_at" timestamp(3) with time zone NOT NULL,
	"revoked_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "enterprise_aliases" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"key" text NOT NULL,
	"source_row_id" bigint,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "enterprise_aliases_once" UNIQUE("enterprise_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "enterprises" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"uscc" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"initials" text DEFAULT '' NOT NULL,
	"entity_type" text,
	"reg_status" text NOT NULL,
	"established_date" date,
	"industry_code" text,
	"registration_region" text,
	"address" text,
	"town" text,
	"representative_mask" text,
	"representative_cipher" text,
	"phone_mask" text,
	"phone_cipher" text,
	"source_row_id" bigint NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "materials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"claim_id" uuid NOT NULL,
	"name" text NOT NULL,
	"filename" text NOT NULL,
	"media_type" text NOT NULL,
	"byte_size" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"uploaded_by" uuid NOT NULL,
	"uploaded_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"department_id" text,
	"enterprise_id" uuid,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"granted_by" uuid,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "memberships_role_known" CHECK ("memberships"."role" in ('enterpriseAgent','legalRepresentative','hallClerk','handler','checker','sectionChief','leaderInCharge','principalLeader','paymentMaker','paymentChecker','auditor','dataOfficer','dataApprover','policyAuthor','policyPublisher','systemAdmin','securityAdmin')),
	CONSTRAINT "memberships_scope_fits_role" CHECK (case
        when "memberships"."role" in ('enterpriseAgent','legalRepresentative') then "memberships"."enterprise_id" is not null and "memberships"."department_id" is null
        when "memberships"."role" in ('handler','checker','sectionChief','leaderInCharge','paymentMaker','paymentChecker','dataOfficer','dataApprover','policyAuthor','policyPublisher') then "memberships"."department_id" is not null and "memberships"."enterprise_id" is null
        else "memberships"."enterprise_id" is null end),
	CONSTRAINT "memberships_validity_in_order" CHECK ("memberships"."valid_to" is null or "memberships"."valid_to" >= "memberships"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"department_id" text NOT NULL,
	"secret_cipher" text NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" uuid,
	"revoked_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "api_nonces" (
	"key_id" text NOT NULL,
	"nonce" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "api_nonces_key_id_nonce_pk" PRIMARY KEY("key_id","nonce")
);
--> statement-breakpoint
CREATE TABLE "departments" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"is_policy_department" boolean NOT NULL,
	"is_source_department" boolean NOT NULL,
	"phone" text NOT NULL,
	"sort_order" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"display_name" text NOT NULL,
	"username" text NOT NULL,
	"password_hash" text,
	"oidc_subject" text,
	"totp_secret" text,
	"must_change_password" boolean DEFAULT false NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"failed_sign_ins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"disabled_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_windows" (
	"key" text NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"hits" integer NOT NULL,
	CONSTRAINT "rate_windows_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
CREATE TABLE "budgets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"policy_code" text NOT NULL,
	"year" integer NOT NULL,
	"fund_id" text NOT NULL,
	"document_number" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"reserved_fen" bigint DEFAULT 0 NOT NULL,
	"paid_fen" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "budgets_never_overdrawn" CHECK ("budgets"."reserved_fen" >= 0 and "budgets"."paid_fen" >= 0 and "budgets"."reserved_fen" + "budgets"."paid_fen" <= "budgets"."amount_fen")
);
--> statement-breakpoint
CREATE TABLE "funds" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"paying_account_name" text NOT NULL,
	"paying_account_last4" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"department_id" text NOT NULL,
	"category" text NOT NULL,
	"boards" jsonb NOT NULL,
	"initials" text NOT NULL,
	"sort_order" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_libraries" (
	"id" text PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"current" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"policy_code" text NOT NULL,
	"number" integer NOT NULL,
	"document" jsonb NOT NULL,
	"resolved" jsonb NOT NULL,
	"effective_from" date NOT NULL,
	"effective_to" date NOT NULL,
	"state" text NOT NULL,
	"authored_by" uuid,
	"published_by" uuid,
	"published_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "policy_versions_two_persons" CHECK ("policy_versions"."authored_by" is null or "policy_versions"."published_by" is null or "policy_versions"."authored_by" <> "policy_versions"."published_by")
);
--> statement-breakpoint
CREATE TABLE "correction_requests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"indicator_id" text NOT NULL,
	"department_id" text NOT NULL,
	"claimed" text NOT NULL,
	"note" text NOT NULL,
	"state" text NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_at" timestamp(3) with time zone NOT NULL,
	"due_on" date NOT NULL,
	"answer" text,
	"answered_by" uuid,
	"answered_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "enterprise_profiles" (
	"enterprise_id" uuid PRIMARY KEY NOT NULL,
	"facts" jsonb NOT NULL,
	"subjects" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"facts_hash" text NOT NULL,
	"refreshed_at" timestamp(3) with time zone NOT NULL,
	"stale" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "indicator_values" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"indicator_id" text NOT NULL,
	"period" text NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"value" jsonb,
	"valid_from" date,
	"valid_to" date,
	"as_of" date NOT NULL,
	"dataset_id" text NOT NULL,
	"source_row_id" bigint,
	"source_row_ids" jsonb NOT NULL,
	"basis_upload_id" uuid,
	"sensitivity" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"superseded_at" timestamp(3) with time zone,
	CONSTRAINT "indicator_values_state" CHECK ("indicator_values"."state" = 'value' and "indicator_values"."value" is not null or "indicator_values"."state" = 'null' and "indicator_values"."value" is null),
	CONSTRAINT "indicator_values_has_source" CHECK ("indicator_values"."source_row_id" is not null or "indicator_values"."basis_upload_id" is not null),
	CONSTRAINT "indicator_values_time_in_order" CHECK ("indicator_values"."superseded_at" is null or "indicator_values"."superseded_at" >= "indicator_values"."recorded_at")
);
--> statement-breakpoint
CREATE TABLE "matches" (
	"enterprise_id" uuid NOT NULL,
	"policy_code" text NOT NULL,
	"policy_version_id" text NOT NULL,
	"verdict" text NOT NULL,
	"kind" text NOT NULL,
	"amount_fen" bigint,
	"route" text,
	"missing" jsonb NOT NULL,
	"facts_hash" text NOT NULL,
	"evaluated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "matches_enterprise_id_policy_code_pk" PRIMARY KEY("enterprise_id","policy_code")
);
--> statement-breakpoint
CREATE TABLE "runner_crons" (
	"function_id" text NOT NULL,
	"cron" text NOT NULL,
	"last_slot" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "runner_crons_function_id_cron_pk" PRIMARY KEY("function_id","cron")
);
--> statement-breakpoint
CREATE TABLE "runner_events" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"payload" jsonb NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runner_jobs" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"function_id" text NOT NULL,
	"kind" text NOT NULL,
	"step_id" text,
	"step_name" text,
	"key" text NOT NULL,
	"slot" timestamp (3) with time zone,
	"limit_keys" jsonb NOT NULL,
	"attempt" integer NOT NULL,
	"run_at" timestamp (3) with time zone NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_token" text,
	"last_error" jsonb,
	CONSTRAINT "runner_jobs_key_unique" UNIQUE("key"),
	CONSTRAINT "runner_jobs_kind" CHECK ("runner_jobs"."kind" in ('discover', 'step', 'sleep'))
);
--> statement-breakpoint
CREATE TABLE "runner_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"function_id" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"events" jsonb NOT NULL,
	"status" text NOT NULL,
	"slot" timestamp (3) with time zone,
	"limit_keys" jsonb NOT NULL,
	"output" jsonb,
	"error" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "runner_runs_idempotencyKey_unique" UNIQUE("idempotency_key"),
	CONSTRAINT "runner_runs_status" CHECK ("runner_runs"."status" in ('queued', 'running', 'completed', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "runner_steps" (
	"run_id" text NOT NULL,
	"step_id" text NOT NULL,
	"name" text,
	"position" bigserial NOT NULL,
	"result" jsonb NOT NULL,
	CONSTRAINT "runner_steps_run_id_step_id_pk" PRIMARY KEY("run_id","step_id")
);
--> statement-breakpoint
CREATE TABLE "upload_chunks" (
	"upload_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "upload_chunks_upload_id_seq_pk" PRIMARY KEY("upload_id","seq")
);
--> statement-breakpoint
CREATE TABLE "upload_rows" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"upload_id" uuid NOT NULL,
	"dataset_id" text NOT NULL,
	"row" integer NOT NULL,
	"fate" text NOT NULL,
	"raw" jsonb NOT NULL,
	"record" jsonb,
	"record_key" text,
	"period" text NOT NULL,
	"enterprise_id" uuid,
	"uscc" text,
	"link_fate" text NOT NULL,
	"link_confidence" double precision,
	"link_candidates" jsonb,
	"corrections" jsonb,
	"reasons" jsonb,
	"resolved_at" timestamp(3) with time zone,
	"resolved_by" uuid,
	"resolution" text,
	"superseded_by" bigint,
	CONSTRAINT "upload_rows_one_fate" UNIQUE("upload_id","row"),
	CONSTRAINT "upload_rows_fate_known" CHECK ("upload_rows"."fate" in ('accepted','corrected','quarantined','duplicate','ignored')),
	CONSTRAINT "upload_rows_record_fits_fate" CHECK (("upload_rows"."record" is not null) = ("upload_rows"."fate" in ('accepted','corrected'))),
	CONSTRAINT "upload_rows_no_plain_identity" CHECK (coalesce("upload_rows"."raw"->>'idCardNo', '') !~ '^[0-9]{15,17}[0-9Xx]?$')
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dataset_id" text NOT NULL,
	"period" text NOT NULL,
	"channel" text NOT NULL,
	"filename" text NOT NULL,
	"content_sha256" text NOT NULL,
	"byte_size" integer NOT NULL,
	"state" text NOT NULL,
	"refusal" text,
	"as_of" date NOT NULL,
	"total_rows" integer DEFAULT 0 NOT NULL,
	"accepted_rows" integer DEFAULT 0 NOT NULL,
	"corrected_rows" integer DEFAULT 0 NOT NULL,
	"quarantined_rows" integer DEFAULT 0 NOT NULL,
	"duplicate_rows" integer DEFAULT 0 NOT NULL,
	"ignored_rows" integer DEFAULT 0 NOT NULL,
	"pattern_counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"unknown_columns" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"processed_rows" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"finished_at" timestamp(3) with time zone,
	"received_by" uuid,
	"key_id" text,
	CONSTRAINT "uploads_rows_add_up" CHECK ("uploads"."state" <> 'applied' or "uploads"."total_rows" = "uploads"."accepted_rows" + "uploads"."corrected_rows" + "uploads"."quarantined_rows" + "uploads"."duplicate_rows" + "uploads"."ignored_rows")
);
--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervisions" ADD CONSTRAINT "supervisions_ordered_by_people_id_fk" FOREIGN KEY ("ordered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervisions" ADD CONSTRAINT "supervisions_replied_by_people_id_fk" FOREIGN KEY ("replied_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "datasets" ADD CONSTRAINT "datasets_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicators" ADD CONSTRAINT "indicators_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_updated_by_people_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_signed_by_people_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_events" ADD CONSTRAINT "claim_events_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_events" ADD CONSTRAINT "claim_events_actor_id_people_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_events" ADD CONSTRAINT "claim_events_legal_move" FOREIGN KEY ("from_state","to_state") REFERENCES "public"."claim_moves"("from_state","to_state") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_opinions" ADD CONSTRAINT "claim_opinions_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_opinions" ADD CONSTRAINT "claim_opinions_officer_id_people_id_fk" FOREIGN KEY ("officer_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_snapshots" ADD CONSTRAINT "claim_snapshots_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_subjects" ADD CONSTRAINT "claim_subjects_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_policy_code_policies_code_fk" FOREIGN KEY ("policy_code") REFERENCES "public"."policies"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_policy_version_id_policy_versions_id_fk" FOREIGN KEY ("policy_version_id") REFERENCES "public"."policy_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_parent_claim_id_claims_id_fk" FOREIGN KEY ("parent_claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_state_claim_states_id_fk" FOREIGN KEY ("state") REFERENCES "public"."claim_states"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_assigned_to_people_id_fk" FOREIGN KEY ("assigned_to") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_handler_id_people_id_fk" FOREIGN KEY ("handler_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_checker_id_people_id_fk" FOREIGN KEY ("checker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_chief_id_people_id_fk" FOREIGN KEY ("chief_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_approver_id_people_id_fk" FOREIGN KEY ("approver_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_confirmed_by_people_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_approval_id_approvals_id_fk" FOREIGN KEY ("approval_id") REFERENCES "public"."approvals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_account_of_enterprise" FOREIGN KEY ("account_id","enterprise_id") REFERENCES "public"."bank_accounts"("id","enterprise_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_lines" ADD CONSTRAINT "notice_lines_notice_id_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_lines" ADD CONSTRAINT "notice_lines_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_policy_code_policies_code_fk" FOREIGN KEY ("policy_code") REFERENCES "public"."policies"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_notice_line_id_notice_lines_id_fk" FOREIGN KEY ("notice_line_id") REFERENCES "public"."notice_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_files" ADD CONSTRAINT "bank_files_batch_id_payment_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."payment_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_files" ADD CONSTRAINT "bank_files_by_person_id_people_id_fk" FOREIGN KEY ("by_person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_reservations" ADD CONSTRAINT "budget_reservations_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_reservations" ADD CONSTRAINT "budget_reservations_budget_id_budgets_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budgets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_order_id_payment_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."payment_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_batches" ADD CONSTRAINT "payment_batches_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_batches" ADD CONSTRAINT "payment_batches_maker_id_people_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_batches" ADD CONSTRAINT "payment_batches_releaser_id_people_id_fk" FOREIGN KEY ("releaser_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_orders" ADD CONSTRAINT "payment_orders_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_orders" ADD CONSTRAINT "payment_orders_claim_of_enterprise" FOREIGN KEY ("claim_id","enterprise_id") REFERENCES "public"."claims"("id","enterprise_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_orders" ADD CONSTRAINT "payment_orders_account_of_enterprise" FOREIGN KEY ("account_id","enterprise_id") REFERENCES "public"."bank_accounts"("id","enterprise_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_orders" ADD CONSTRAINT "payment_orders_batch_of_fund" FOREIGN KEY ("batch_id","fund_id") REFERENCES "public"."payment_batches"("id","fund_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_granted_by_people_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_aliases" ADD CONSTRAINT "enterprise_aliases_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "materials" ADD CONSTRAINT "materials_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "materials" ADD CONSTRAINT "materials_uploaded_by_people_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_granted_by_people_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_policy_code_policies_code_fk" FOREIGN KEY ("policy_code") REFERENCES "public"."policies"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_policy_code_policies_code_fk" FOREIGN KEY ("policy_code") REFERENCES "public"."policies"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_authored_by_people_id_fk" FOREIGN KEY ("authored_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_published_by_people_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_requests" ADD CONSTRAINT "correction_requests_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_requests" ADD CONSTRAINT "correction_requests_indicator_id_indicators_id_fk" FOREIGN KEY ("indicator_id") REFERENCES "public"."indicators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_requests" ADD CONSTRAINT "correction_requests_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_requests" ADD CONSTRAINT "correction_requests_requested_by_people_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_requests" ADD CONSTRAINT "correction_requests_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_profiles" ADD CONSTRAINT "enterprise_profiles_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_values" ADD CONSTRAINT "indicator_values_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_values" ADD CONSTRAINT "indicator_values_indicator_id_indicators_id_fk" FOREIGN KEY ("indicator_id") REFERENCES "public"."indicators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_values" ADD CONSTRAINT "indicator_values_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_values" ADD CONSTRAINT "indicator_values_source_row_id_upload_rows_id_fk" FOREIGN KEY ("source_row_id") REFERENCES "public"."upload_rows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_values" ADD CONSTRAINT "indicator_values_basis_upload_id_uploads_id_fk" FOREIGN KEY ("basis_upload_id") REFERENCES "public"."uploads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matches" ADD CONSTRAINT "matches_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runner_jobs" ADD CONSTRAINT "runner_jobs_run_id_runner_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runner_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runner_steps" ADD CONSTRAINT "runner_steps_run_id_runner_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runner_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_chunks" ADD CONSTRAINT "upload_chunks_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_rows" ADD CONSTRAINT "upload_rows_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."uploads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_rows" ADD CONSTRAINT "upload_rows_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_rows" ADD CONSTRAINT "upload_rows_resolved_by_people_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_received_by_people_id_fk" FOREIGN KEY ("received_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "audit_log" USING btree ("subject_type","subject_id");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor_id","at");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_dedupe" ON "notifications" USING btree ("dedupe_key");--> statement-breakpoint
CREATE INDEX "notifications_person" ON "notifications" USING btree ("person_id","read_at");--> statement-breakpoint
CREATE INDEX "notifications_enterprise" ON "notifications" USING btree ("enterprise_id","read_at");--> statement-breakpoint
CREATE INDEX "supervisions_claim" ON "supervisions" USING btree ("claim_id");--> statement-breakpoint
CREATE INDEX "claim_events_at" ON "claim_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "claim_opinions_claim" ON "claim_opinions" USING btree ("claim_id");--> statement-breakpoint
CREATE INDEX "claim_snapshots_enterprise" ON "claim_snapshots" USING btree ("enterprise_id");--> statement-breakpoint
CREATE UNIQUE INDEX "claim_subjects_once" ON "claim_subjects" USING btree ("group_key","subject") WHERE "claim_subjects"."live";--> statement-breakpoint
CREATE INDEX "claim_subjects_claim" ON "claim_subjects" USING btree ("claim_id");--> statement-breakpoint
CREATE UNIQUE INDEX "claims_one_live" ON "claims" USING btree ("enterprise_id","policy_code","period","subject") WHERE "claims"."state" not in ('rejected','declined','expired','withdrawn','cancelled','clawedBack');--> statement-breakpoint
CREATE INDEX "claims_queue" ON "claims" USING btree ("department_id","state","due_on");--> statement-breakpoint
CREATE INDEX "claims_state_due" ON "claims" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "claims_enterprise" ON "claims" USING btree ("enterprise_id");--> statement-breakpoint
CREATE INDEX "claims_policy" ON "claims" USING btree ("policy_code","state");--> statement-breakpoint
CREATE INDEX "notice_lines_claim" ON "notice_lines" USING btree ("claim_id");--> statement-breakpoint
CREATE INDEX "notices_state" ON "notices" USING btree ("state","ends_on");--> statement-breakpoint
CREATE INDEX "objections_claim_open" ON "objections" USING btree ("claim_id") WHERE "objections"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "bank_files_one_out" ON "bank_files" USING btree ("batch_id") WHERE "bank_files"."direction" = 'out';--> statement-breakpoint
CREATE INDEX "budget_reservations_budget" ON "budget_reservations" USING btree ("budget_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_transaction" ON "ledger_entries" USING btree ("transaction_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_claim" ON "ledger_entries" USING btree ("claim_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_orders_one_live" ON "payment_orders" USING btree ("claim_id") WHERE "payment_orders"."state" in ('prepared','sent','paid');--> statement-breakpoint
CREATE INDEX "payment_orders_batch" ON "payment_orders" USING btree ("batch_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_accounts_one_effective" ON "bank_accounts" USING btree ("enterprise_id") WHERE "bank_accounts"."state" = 'effective';--> statement-breakpoint
CREATE INDEX "bank_accounts_index" ON "bank_accounts" USING btree ("number_index");--> statement-breakpoint
CREATE UNIQUE INDEX "consents_live" ON "consents" USING btree ("enterprise_id","policy_code") WHERE "consents"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "enterprise_aliases_key" ON "enterprise_aliases" USING btree ("kind","key");--> statement-breakpoint
CREATE UNIQUE INDEX "enterprises_uscc" ON "enterprises" USING btree ("uscc");--> statement-breakpoint
CREATE INDEX "enterprises_name_key" ON "enterprises" USING btree ("name_key");--> statement-breakpoint
CREATE INDEX "enterprises_initials" ON "enterprises" USING btree ("initials");--> statement-breakpoint
CREATE INDEX "enterprises_town" ON "enterprises" USING btree ("town");--> statement-breakpoint
CREATE INDEX "memberships_person" ON "memberships" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "memberships_department" ON "memberships" USING btree ("department_id","role");--> statement-breakpoint
CREATE INDEX "memberships_enterprise" ON "memberships" USING btree ("enterprise_id");--> statement-breakpoint
CREATE UNIQUE INDEX "people_username" ON "people" USING btree (lower("username"));--> statement-breakpoint
CREATE UNIQUE INDEX "people_oidc_subject" ON "people" USING btree ("oidc_subject");--> statement-breakpoint
CREATE UNIQUE INDEX "budgets_policy_year" ON "budgets" USING btree ("policy_code","year");--> statement-breakpoint
CREATE INDEX "budgets_year" ON "budgets" USING btree ("year");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_libraries_current" ON "policy_libraries" USING btree ("current") WHERE "policy_libraries"."current" = 1;--> statement-breakpoint
CREATE UNIQUE INDEX "policy_versions_number" ON "policy_versions" USING btree ("policy_code","number");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_versions_one_published" ON "policy_versions" USING btree ("policy_code") WHERE "policy_versions"."state" = 'published';--> statement-breakpoint
CREATE INDEX "correction_requests_department" ON "correction_requests" USING btree ("department_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "indicator_values_current" ON "indicator_values" USING btree ("enterprise_id","indicator_id","period","subject","dataset_id") WHERE "indicator_values"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "indicator_values_history" ON "indicator_values" USING btree ("enterprise_id","recorded_at");--> statement-breakpoint
CREATE INDEX "matches_policy" ON "matches" USING btree ("policy_code","kind");--> statement-breakpoint
CREATE INDEX "runner_jobs_due" ON "runner_jobs" USING btree ("run_at","id");--> statement-breakpoint
CREATE INDEX "runner_jobs_of_run" ON "runner_jobs" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "runner_runs_by_status" ON "runner_runs" USING btree ("status","ended_at");--> statement-breakpoint
CREATE INDEX "upload_rows_live" ON "upload_rows" USING btree ("enterprise_id","dataset_id") WHERE "upload_rows"."record" is not null and "upload_rows"."superseded_by" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "upload_rows_one_live_record" ON "upload_rows" USING btree ("dataset_id","record_key") WHERE "upload_rows"."record" is not null and "upload_rows"."superseded_by" is null;--> statement-breakpoint
CREATE INDEX "upload_rows_open_quarantine" ON "upload_rows" USING btree ("dataset_id","upload_id") WHERE "upload_rows"."fate" = 'quarantined' and "upload_rows"."resolved_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "uploads_same_bytes_once" ON "uploads" USING btree ("dataset_id","period","content_sha256") WHERE "uploads"."state" not in ('refused','cancelled');--> statement-breakpoint
CREATE INDEX "uploads_by_time" ON "uploads" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "uploads_of_dataset" ON "uploads" USING btree ("dataset_id","received_at");