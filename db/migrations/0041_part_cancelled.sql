-- What of a delivery's price fell away: a part that was cancelled, or what was closed short.
ALTER TABLE "delivery_group" ADD COLUMN "cancelled_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "delivery_group" ADD CONSTRAINT "delivery_group_cancelled" CHECK ("cancelled_minor" >= 0 and "cancelled_minor" <= greatest(0, "due_minor"));
