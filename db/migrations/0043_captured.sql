-- One intent is captured once: with what ships first. What was captured may be less than what was authorised.
ALTER TABLE "payment_attempt" ADD COLUMN "captured_minor" bigint;
UPDATE "payment_attempt" SET "captured_minor" = "amount_minor" WHERE "state" = 'captured';
ALTER TABLE "payment_attempt" ADD CONSTRAINT "payment_attempt_captured" CHECK ("captured_minor" between 0 and "amount_minor" and ("state" = 'captured' or "captured_minor" is null));
