-- Files of members take the way of every import: tried first, with progress, stopped and gone on with, their refused rows as a file (import_run).
DROP TABLE "crm_member_import_row";--> statement-breakpoint
DROP TABLE "crm_member_import";--> statement-breakpoint
CREATE INDEX "import_run_of_campaign" ON "import_run" ("seller_entity_id", ("options" #>> '{map,constants,campaign}')) WHERE "what" = 'campaign-members';
