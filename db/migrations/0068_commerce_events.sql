-- What was told once of a spell (an invoice past its day, a buyer fallen silent, an order that is due, credit that runs out), why an
-- opportunity was lost, and the lists that the house itself fills.
CREATE TABLE "telling" (
	"topic" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"spell" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "telling_pk" PRIMARY KEY ("topic", "subject_id", "spell")
);--> statement-breakpoint
ALTER TABLE "crm_opportunity" ADD COLUMN "close_reason" text;--> statement-breakpoint
ALTER TABLE "ma_list" ADD COLUMN "purpose" text;--> statement-breakpoint
CREATE UNIQUE INDEX "ma_list_purpose" ON "ma_list" ("seller_entity_id", "purpose") WHERE "purpose" is not null;--> statement-breakpoint
ALTER TABLE "ma_list" ADD CONSTRAINT "ma_list_purpose_known" CHECK ("purpose" in ('customers'));
