-- A write says what the journal will be told once it is known to have happened; a source campaign is no campaign; an owner is captured.
ALTER TABLE "sync_write" ADD COLUMN "decisions" jsonb DEFAULT '[]' NOT NULL;--> statement-breakpoint
DROP TRIGGER sync_insert ON "ma_campaign";--> statement-breakpoint
DROP TRIGGER sync_update ON "ma_campaign";--> statement-breakpoint
DROP TRIGGER sync_delete ON "ma_campaign";--> statement-breakpoint
CREATE TRIGGER sync_insert AFTER INSERT ON "ma_campaign" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_ma', 'source_campaign', 'name', 'crm_campaign_id');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "ma_campaign" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_ma', 'source_campaign', 'name', 'crm_campaign_id');--> statement-breakpoint
CREATE TRIGGER sync_delete AFTER DELETE ON "ma_campaign" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_delete('embedded_ma', 'source_campaign');--> statement-breakpoint
DROP TRIGGER sync_insert ON "ma_prospect";--> statement-breakpoint
DROP TRIGGER sync_update ON "ma_prospect";--> statement-breakpoint
CREATE TRIGGER sync_insert AFTER INSERT ON "ma_prospect" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_insert('embedded_ma', 'prospect', 'email', 'first_name', 'last_name', 'company', 'title', 'phone', 'locale', 'contact_id', 'lead_id', 'source_campaign_id', 'score', 'grade', 'opted_out', 'assigned_user_id', 'assigned_queue_id', 'custom');--> statement-breakpoint
CREATE TRIGGER sync_update AFTER UPDATE ON "ma_prospect" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sync_capture_update('embedded_ma', 'prospect', 'email', 'first_name', 'last_name', 'company', 'title', 'phone', 'locale', 'contact_id', 'lead_id', 'source_campaign_id', 'score', 'grade', 'opted_out', 'assigned_user_id', 'assigned_queue_id', 'custom');
