-- Cards that a person keeps: one of them is offered first; one that she removes is forgotten at the processor a little later.
ALTER TABLE "saved_card" ADD COLUMN "is_default" boolean DEFAULT false NOT NULL;
ALTER TABLE "saved_card" ADD COLUMN "removed_at" timestamp with time zone;
ALTER TABLE "saved_card" ADD COLUMN "forgotten_at" timestamp with time zone;
ALTER TABLE "saved_card" ADD CONSTRAINT "saved_card_default_is_offered" CHECK (NOT "is_default" OR "is_active");
ALTER TABLE "saved_card" ADD CONSTRAINT "saved_card_removed_is_not_offered" CHECK ("removed_at" IS NULL OR NOT "is_active");
ALTER TABLE "saved_card" ADD CONSTRAINT "saved_card_forgotten_was_removed" CHECK ("forgotten_at" IS NULL OR "removed_at" IS NOT NULL);
ALTER TABLE "saved_card" ADD CONSTRAINT "saved_card_rep_limit" CHECK ("rep_limit_minor" > 0);
CREATE UNIQUE INDEX "saved_card_one_default" ON "saved_card" ("account_id", "contact_id") WHERE "is_default";
CREATE INDEX "saved_card_to_forget" ON "saved_card" ("removed_at") WHERE "removed_at" IS NOT NULL AND "forgotten_at" IS NULL;
