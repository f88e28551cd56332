-- A credit manager may keep an account on its step of the onboarding ladder.
ALTER TABLE "account" ADD COLUMN "ladder_stopped_at" timestamp with time zone;
CREATE INDEX "account_climbing" ON "account" ("id") WHERE "onboarding_step" <> 'full_terms' AND "ladder_stopped_at" IS NULL;
