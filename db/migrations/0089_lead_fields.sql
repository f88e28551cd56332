-- The fields of contact, account and opportunity that a field of leads becomes on conversion (app/decisions/0423).
ALTER TABLE "crm_custom_def" ADD COLUMN "becomes" jsonb DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "crm_custom_def" ADD CONSTRAINT "crm_custom_def_becomes" CHECK (jsonb_typeof("becomes") = 'object' AND ("object" = 'lead' OR "becomes" = '{}'));
