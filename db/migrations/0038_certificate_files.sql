-- Exemption certificates that buyers upload: with their file, waiting until the house says yes or no.
ALTER TABLE "exemption_certificate"
	ADD COLUMN "state" text DEFAULT 'accepted' NOT NULL,
	ADD COLUMN "file_key" text,
	ADD COLUMN "file_name" text,
	ADD COLUMN "uploaded_at" timestamp with time zone,
	ADD COLUMN "contact_id" bigint,
	ADD COLUMN "decided_by_user_id" bigint REFERENCES "crm_user"("id"),
	ADD COLUMN "decided_at" timestamp with time zone,
	ADD COLUMN "decision_note" text,
	ADD CONSTRAINT "exemption_contact" FOREIGN KEY ("account_id", "contact_id") REFERENCES "contact"("account_id", "id"),
	ADD CONSTRAINT "exemption_state" CHECK ("state" in ('waiting','accepted','refused')),
	ADD CONSTRAINT "exemption_file_whole" CHECK (("file_key" is null) = ("file_name" is null) and "file_key" ~ '^[0-9a-f]{64}$'),
	ADD CONSTRAINT "exemption_waits_with_file" CHECK ("state" <> 'waiting' or ("file_key" is not null and "uploaded_at" is not null)),
	ADD CONSTRAINT "exemption_refused_why" CHECK ("state" <> 'refused' or ("decision_note" <> '' and "decided_at" is not null));
-- A form that is sent twice asks once.
CREATE UNIQUE INDEX "exemption_waits_once" ON "exemption_certificate" ("account_id", "jurisdiction", "number", "valid_from") WHERE "state" = 'waiting';
