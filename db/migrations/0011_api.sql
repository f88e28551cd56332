-- Keys of the house beside keys of buyers, each with its own pace; writes of machines that may be sent twice.
ALTER TABLE "api_key" ADD COLUMN "user_id" bigint REFERENCES "crm_user"("id");--> statement-breakpoint
ALTER TABLE "api_key" ADD COLUMN "requests_per_minute" integer DEFAULT 600 NOT NULL;--> statement-breakpoint
ALTER TABLE "api_key" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_one_holder" CHECK (("account_id" is null) <> ("user_id" is null));--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_pace" CHECK ("requests_per_minute" between 1 and 100000);--> statement-breakpoint
CREATE INDEX "api_key_account" ON "api_key" USING btree ("account_id", "id");--> statement-breakpoint
CREATE TABLE "api_call" (
	"account_id" bigint REFERENCES "account"("id"),
	"api_key_id" bigint NOT NULL REFERENCES "api_key"("id") ON DELETE CASCADE,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"answer" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_call_once" UNIQUE NULLS NOT DISTINCT ("account_id", "api_key_id", "key")
);--> statement-breakpoint
CREATE INDEX "api_call_age" ON "api_call" USING btree ("created_at");
