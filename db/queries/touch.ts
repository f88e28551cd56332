import type { Sql, Tx } from '../client.server.ts'

/** Where a link of a mail leads, and whose it is. */
export type ClickTarget = {
	recipientId: number
	sendId: number
	content: Record<string, unknown>
	prospectId: number
	contactId: number | null
	accountId: number | null
	email: string | null
	locale: string
	maCampaignId: number
	crmCampaignId: number | null
	sellerName: string
	product: {
		id: number
		slug: string
		sku: string
		picture: string | null
		texts: Record<string, { name: string; summary: string | null }>
		grantPolicyIds: number[]
		denyPolicyIds: number[]
	} | null
}

export async function readClickTarget(sql: Sql, recipientId: number): Promise<ClickTarget | null> {
	const [row] = await sql<ClickTarget[]>`
		select r.id as recipient_id, r.send_id, s.content, p.id as prospect_id, p.contact_id, c.account_id, p.email, coalesce(c.locale, p.locale) as locale,
			s.campaign_id as ma_campaign_id, m.crm_campaign_id, e.name as seller_name,
			case when g.id is not null then json_build_object('id', g.id, 'slug', g.slug, 'sku', g.sku, 'picture', g.picture, 'grantPolicyIds', g.grant_policy_ids, 'denyPolicyIds', g.deny_policy_ids, 'texts',
				(select coalesce(json_object_agg(t.locale, json_build_object('name', t.name, 'summary', t.summary)), '{}') from product_text t where t.product_id = g.id)) end as product
		from ma_send_recipient r join ma_send s on s.id = r.send_id join ma_campaign m on m.id = s.campaign_id join seller_entity e on e.id = s.seller_entity_id
		join ma_prospect p on p.id = r.prospect_id left join contact c on c.id = p.contact_id
		left join product g on g.id = s.product_id and g.status = 'active'
		where r.id = ${recipientId} and r.skipped_for is null`
	return row ?? null
}

type Click = { recipientId: number; crmCampaignId: number | null; accountId: number | null; contactId: number | null; productId: number | null; at: Date }

/** One unconfirmed touch for a click; the same link opened again within half an hour is the same click. */
export async function insertTouch(sql: Sql, click: Click): Promise<void> {
	await sql`
		insert into campaign_touch (send_recipient_id, crm_campaign_id, account_id, contact_id, product_id, clicked_at)
		select ${click.recipientId}, ${click.crmCampaignId}, ${click.accountId}, ${click.contactId}, ${click.productId}, ${click.at}
		where not exists (select from campaign_touch t where t.send_recipient_id = ${click.recipientId} and t.clicked_at > ${click.at}::timestamptz - interval '30 minutes')`
}

export type ConfirmedTouch = {
	id: string
	crmCampaignId: number | null
	accountId: number | null
	contactId: number | null
	productId: number | null
	clickedAt: Date
}

/** Confirms the newest touch of a link when it is not confirmed yet, younger than a week and at least `minAgeSeconds` old. */
export async function updateTouch(
	tx: Tx,
	{ recipientId, by, at, minAgeSeconds }: { recipientId: number; by: string; at: Date; minAgeSeconds: number },
): Promise<ConfirmedTouch | null> {
	const [row] = await tx<ConfirmedTouch[]>`
		update campaign_touch set confirmed_at = ${at}, confirmed_by = ${by}
		where confirmed_at is null and clicked_at <= ${at}::timestamptz - make_interval(secs => ${minAgeSeconds}) and id = (select id from campaign_touch
			where send_recipient_id = ${recipientId} and clicked_at > ${at}::timestamptz - interval '7 days' order by clicked_at desc, id desc limit 1)
		returning id, crm_campaign_id, account_id, contact_id, product_id, clicked_at`
	return row ?? null
}
