-- Fields of the house's own are captured like any other; a person's word on mails is no ordinary field (B9); echoes are known by the
-- base and by our own marks, so the ledger of echoes goes.
DROP TABLE "sync_echo";--> statement-breakpoint
ALTER TABLE "sync_field_map" ADD COLUMN "is_consent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "sync_field_map" SET "is_consent" = true WHERE "crm_field" = 'has_opted_out' AND "ma_field" = 'opted_out';--> statement-breakpoint
DROP TRIGGER sync_insert ON "contact";--> statement-breakpoint
DROP TRIGGER sync_update ON "contact";--> statement-breakpoint
CREATE TRIGGER sync_insert AFTER INSERT ON "contact" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_crm', 'contact', 'first_name', 'last_name', 'email', 'phone', 'title', 'locale', 'is_active', 'score', 'grade', 'has_opted_out', 'custom');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "contact" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_crm', 'contact', 'first_name', 'last_name', 'email', 'phone', 'title', 'locale', 'is_active', 'score', 'grade', 'has_opted_out', 'custom');--> statement-breakpoint
DROP TRIGGER sync_insert ON "crm_lead";--> statement-breakpoint
DROP TRIGGER sync_update ON "crm_lead";--> statement-breakpoint
CREATE TRIGGER sync_insert AFTER INSERT ON "crm_lead" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_crm', 'lead', 'first_name', 'last_name', 'company', 'email', 'phone', 'title', 'source', 'status', 'rating', 'owner_user_id', 'locale', 'note', 'score', 'grade', 'has_opted_out', 'converted_contact_id', 'custom');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "crm_lead" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_crm', 'lead', 'first_name', 'last_name', 'company', 'email', 'phone', 'title', 'source', 'status', 'rating', 'owner_user_id', 'locale', 'note', 'score', 'grade', 'has_opted_out', 'converted_contact_id', 'custom');--> statement-breakpoint
DROP TRIGGER sync_insert ON "account";--> statement-breakpoint
DROP TRIGGER sync_update ON "account";--> statement-breakpoint
CREATE TRIGGER sync_insert AFTER INSERT ON "account" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_crm', 'account', 'name', 'owner_user_id', 'industry', 'website', 'phone', 'status', 'standing', 'terms_days', 'annual_revenue_minor', 'custom');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "account" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_crm', 'account', 'name', 'owner_user_id', 'industry', 'website', 'phone', 'status', 'standing', 'terms_days', 'annual_revenue_minor', 'custom');--> statement-breakpoint
DROP TRIGGER sync_insert ON "crm_opportunity";--> statement-breakpoint
DROP TRIGGER sync_update ON "crm_opportunity";--> statement-breakpoint
CREATE TRIGGER sync_insert AFTER INSERT ON "crm_opportunity" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_crm', 'opportunity', 'name', 'stage', 'amount_minor', 'currency', 'close_on', 'closed_at', 'is_won', 'owner_user_id', 'crm_campaign_id', 'custom');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "crm_opportunity" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_crm', 'opportunity', 'name', 'stage', 'amount_minor', 'currency', 'close_on', 'closed_at', 'is_won', 'owner_user_id', 'crm_campaign_id', 'custom');--> statement-breakpoint
DROP TRIGGER sync_insert ON "crm_campaign";--> statement-breakpoint
DROP TRIGGER sync_update ON "crm_campaign";--> statement-breakpoint
CREATE TRIGGER sync_insert AFTER INSERT ON "crm_campaign" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_crm', 'campaign', 'name', 'kind', 'status', 'starts_on', 'ends_on', 'budgeted_cost_minor', 'actual_cost_minor', 'expected_revenue_minor', 'custom');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "crm_campaign" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_crm', 'campaign', 'name', 'kind', 'status', 'starts_on', 'ends_on', 'budgeted_cost_minor', 'actual_cost_minor', 'expected_revenue_minor', 'custom');
