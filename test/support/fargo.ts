import type { Db } from '../../db/client.server.ts'

/** The people of the story with nothing done yet: Capricorn sells, Natalie owns Fargo, where Luka buys. Ids are the database's own. */
export type Fargo = Awaited<ReturnType<typeof makeFargo>>

const one = (rows: readonly Record<string, unknown>[]): number => rows[0]?.['id'] as number

export async function makeFargo(db: Db, name = 'Fargo Coffeehaus') {
	const code = name.toLowerCase().replaceAll(/[^a-z]+/g, '-')
	await db`insert into unit_of_measure (code) values ('each') on conflict do nothing`
	const sellerId = one(
		await db`
		insert into seller_entity (code, name, currency, country) values (${`capricorn-${code}`}, 'Capricorn Coffee', 'USD', 'US') returning id`,
	)
	const natalieId = one(
		await db`
		insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${sellerId}, 'Natalie', 'Ortiz', ${`natalie@${code}.test`}, '{rep}') returning id`,
	)
	const accountId = one(
		await db`
		insert into account (seller_entity_id, number, name, currency, standing, owner_user_id) values (${sellerId}, 'A-1', ${name}, 'USD', 'good', ${natalieId}) returning id`,
	)
	const lukaId = one(
		await db`
		insert into contact (account_id, first_name, last_name, email, locale) values (${accountId}, 'Luka', 'Novak', ${`Luka@${code}.test`}, 'cs') returning id`,
	)
	const locationId = one(
		await db`
		insert into location (account_id, code, name, line1, city, country, is_default) values (${accountId}, 'F1', 'Downtown', '1 Broadway', 'Fargo', 'US', true) returning id`,
	)
	const beanId = one(
		await db`insert into product (seller_entity_id, sku, slug, product_class) values (${sellerId}, 'COF-NEW-1KG', 'new-roast', 'coffee') returning id`,
	)
	const policyId = one(await db`insert into entitlement_policy (seller_entity_id, code, name) values (${sellerId}, 'coffee', 'Coffee') returning id`)
	await db`insert into policy_product (policy_id, product_id) values (${policyId}, ${beanId})`
	await db`update product set grant_policy_ids = ${db.array([policyId], 23)}::int[] where id = ${beanId}`
	const groupId = one(await db`insert into buyer_group (seller_entity_id, code, name) values (${sellerId}, 'midwest', 'Midwest') returning id`)
	await db`insert into buyer_group_member (account_id, buyer_group_id) values (${accountId}, ${groupId})`
	await db`insert into policy_buyer_group (policy_id, buyer_group_id) values (${policyId}, ${groupId})`
	await db`insert into product_text (product_id, locale, name) values (${beanId}, 'en', 'New roast'), (${beanId}, 'cs', 'Nové pražení')`
	const campaign = await makeCampaign(db, sellerId, 'New roast')
	return { sellerId, natalieId, accountId, lukaId, locationId, beanId, groupId, ...campaign }
}

async function makeCampaign(db: Db, sellerId: number, name: string) {
	const crmCampaignId = one(
		await db`
		insert into crm_campaign (seller_entity_id, code, name, status, currency) values (${sellerId}, ${name}, ${name}, 'in_progress', 'USD') returning id`,
	)
	await db`
		insert into crm_campaign_status (campaign_id, status, rank, has_responded)
		values (${crmCampaignId}, 'Sent', 1, false), (${crmCampaignId}, 'Opened', 2, false), (${crmCampaignId}, 'Responded', 3, true)`
	const maCampaignId = one(
		await db`
		insert into ma_campaign (seller_entity_id, name, crm_campaign_id) values (${sellerId}, ${name}, ${crmCampaignId}) returning id`,
	)
	return { crmCampaignId, maCampaignId }
}

/** A cart of Luka's with so many of the new roast, last touched at `at`. */
export async function makeCart(db: Db, fargo: Fargo, at: Date, units = 3): Promise<number> {
	const cartId = one(
		await db`
		insert into sales_order (account_id, seller_entity_id, currency, contact_id, is_current, last_activity_at, goods_minor, net_minor, total_minor)
		values (${fargo.accountId}, ${fargo.sellerId}, 'USD', ${fargo.lukaId}, true, ${at}, ${units * 1800}, ${units * 1800}, ${units * 1800}) returning id`,
	)
	await db`
		insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity, unit_price, resolved_minor, net_minor)
		values (${fargo.accountId}, ${cartId}, 1, ${fargo.beanId}, 'each', ${units}, 18, ${units * 1800}, ${units * 1800})`
	return cartId
}

/** The cart as it stands after it was placed (through the import channel, which skips the delivery checks of a submit). */
export async function makeOrder(db: Db, fargo: Fargo, at: Date, number: string, netMinor = 5400): Promise<number> {
	return one(
		await db`
		insert into sales_order (account_id, seller_entity_id, stage, number, channel, currency, contact_id, placed_at, net_minor, total_minor)
		values (${fargo.accountId}, ${fargo.sellerId}, 'placed', ${number}, 'import', 'USD', ${fargo.lukaId}, ${at}, ${netMinor}, ${netMinor}) returning id`,
	)
}

/** A draft send of the new roast to the Midwest, written in English and Czech. */
export async function makeSend(db: Db, fargo: Fargo): Promise<number> {
	const text = (subject: string) => ({ subject, preheader: 'Fresh', heading: subject, body: 'Taste it.', button: 'See it' })
	return one(
		await db`
		insert into ma_send (seller_entity_id, campaign_id, name, buyer_group_id, product_id, content)
		values (${fargo.sellerId}, ${fargo.maCampaignId}, 'New roast to the Midwest', ${fargo.groupId}, ${fargo.beanId}, ${db.json({ en: text('The new roast is here'), cs: text('Nové pražení je tady') })}) returning id`,
	)
}

/** Luka as the marketing side knows him, with or without his word that he wants news. */
export async function makeProspect(db: Db, fargo: Fargo, kinds: readonly string[] = ['opt_in'], contactId = fargo.lukaId): Promise<number> {
	const [prospect] = await db<{ id: number; email: string }[]>`
		insert into ma_prospect (seller_entity_id, email, contact_id, locale, first_name)
		select ${fargo.sellerId}, email, id, locale, first_name from contact where id = ${contactId} returning id, email`
	for (const kind of kinds) await addConsent(db, prospect?.email ?? '', kind, new Date('2026-01-05T09:00:00Z'))
	return prospect?.id ?? 0
}

export async function addConsent(db: Db, email: string, kind: string, at: Date): Promise<void> {
	await db`insert into ma_consent (email_hash, kind, source, at) values (encode(sha256(convert_to(lower(${email}::text), 'UTF8')), 'hex'), ${kind}, 'test', ${at})`
}

export async function makeContact(db: Db, fargo: Fargo, name: string, email: string | null): Promise<number> {
	return one(await db`insert into contact (account_id, first_name, last_name, email) values (${fargo.accountId}, ${name}, 'Novak', ${email}) returning id`)
}

export async function makeLogin(db: Db, who: { contactId: number; accountId: number } | { userId: number }, email: string): Promise<number> {
	const buyer = 'contactId' in who ? who : { contactId: null, accountId: null }
	return one(
		await db`
		insert into login (email, account_id, contact_id, user_id) values (${email}, ${buyer.accountId}, ${buyer.contactId}, ${'userId' in who ? who.userId : null}) returning id`,
	)
}
