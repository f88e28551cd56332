-- What an administrator took out of a mapping on purpose is not offered to her again. What was taken out before is known by the audit, which does not name the pair of objects: it is kept for each of the seller's that has not got it.
ALTER TABLE "sync_object_map" ADD COLUMN "left_out" jsonb DEFAULT '[]' NOT NULL;--> statement-breakpoint
UPDATE "sync_object_map" m SET left_out = o.lines FROM (
	SELECT k.id, jsonb_agg(DISTINCT jsonb_build_object('crmField', e.before ->> 'crmField', 'maField', e.before ->> 'maField')) AS lines
	FROM audit_entry e JOIN crm_user u ON u.id = e.user_id JOIN sync_connection c ON c.seller_entity_id = u.seller_entity_id JOIN sync_object_map k ON k.connection_id = c.id
	WHERE e.action = 'sync.mapping' AND e.after IS NULL AND e.before ->> 'crmField' IS NOT NULL AND e.before ->> 'maField' IS NOT NULL
		AND NOT EXISTS (SELECT FROM sync_field_map f WHERE f.object_map_id = k.id AND f.crm_field = e.before ->> 'crmField' AND f.ma_field = e.before ->> 'maField')
	GROUP BY k.id) o WHERE o.id = m.id;
