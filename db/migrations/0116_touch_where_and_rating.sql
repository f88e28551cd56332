-- A question may ask for a person's status and rating as a lead and for where she is, so whoever changed there is looked at anew (sync-core.md B14).
CREATE OR REPLACE FUNCTION ma_touch_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF TG_TABLE_NAME = 'ma_prospect' THEN
		INSERT INTO ma_touch (prospect_id) SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE
			(n.email, n.first_name, n.last_name, n.company, n.title, n.phone, n.locale, n.contact_id, n.lead_id, n.source_campaign_id, n.score, n.grade, n.opted_out, n.recycled, n.profile_id, n.assigned_at, n.custom, n.lead_status, n.rating, n.city, n.region, n.postal_code, n.country)
			IS DISTINCT FROM (o.email, o.first_name, o.last_name, o.company, o.title, o.phone, o.locale, o.contact_id, o.lead_id, o.source_campaign_id, o.score, o.grade, o.opted_out, o.recycled, o.profile_id, o.assigned_at, o.custom, o.lead_status, o.rating, o.city, o.region, o.postal_code, o.country);
	ELSIF TG_TABLE_NAME = 'crm_lead' THEN
		INSERT INTO ma_touch (prospect_id) SELECT p.id FROM new_rows n JOIN old_rows o ON o.id = n.id JOIN ma_prospect p ON p.lead_id = n.id WHERE (n.status, n.rating) IS DISTINCT FROM (o.status, o.rating);
	ELSE
		INSERT INTO ma_touch (prospect_id) SELECT DISTINCT p.id FROM new_rows n JOIN ma_prospect p ON p.contact_id = n.contact_id OR p.lead_id = n.lead_id;
	END IF;
	RETURN NULL;
END $$;
