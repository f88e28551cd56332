-- A won opportunity keeps the touches of the day it was won (sync-core.md section c, B13): who takes part in it later changes no campaign's past.
ALTER TABLE "crm_opportunity" ADD COLUMN "won_touches" jsonb;--> statement-breakpoint
ALTER TABLE "crm_opportunity" ADD CONSTRAINT "crm_opportunity_won_touches" CHECK (jsonb_typeof("won_touches") = 'array');--> statement-breakpoint
UPDATE "crm_opportunity" o SET "won_touches" = coalesce((SELECT jsonb_agg(jsonb_build_object('campaignId', t.campaign_id, 'at', t.at) ORDER BY t.at, t.campaign_id) FROM (
	SELECT m.campaign_id, m.responded_at AS at FROM crm_opp_contact_role r JOIN crm_campaign_member m ON m.contact_id = r.contact_id
		WHERE r.account_id = o.account_id AND r.opportunity_id = o.id AND m.responded_at <= coalesce(o.closed_at, o.created_at)
	UNION SELECT x.crm_campaign_id, x.clicked_at FROM crm_opp_contact_role r JOIN campaign_touch x ON x.contact_id = r.contact_id
		WHERE r.account_id = o.account_id AND r.opportunity_id = o.id AND x.confirmed_at IS NOT NULL AND x.crm_campaign_id IS NOT NULL AND x.clicked_at <= coalesce(o.closed_at, o.created_at)) t), '[]')
WHERE o.is_won;
