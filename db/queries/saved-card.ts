import type { Sql, Tx } from '../client.server.ts'

export type SavedCardRow = {
	id: number
	stripeCustomerId: string
	paymentMethodId: string
	brand: string
	lastFour: string
	expiresMonth: number
	expiresYear: number
	repLimitMinor: number | null
	isActive: boolean
	isDefault: boolean
	removedAt: Date | null
}

type Whose = { accountId: number; contactId: number }

/** The cards of a person, those she uses first; also those kept only for deliveries still to come. */
export async function readSavedCards(sql: Sql, { accountId, contactId }: Whose): Promise<SavedCardRow[]> {
	return sql<SavedCardRow[]>`
		select id, stripe_customer_id, payment_method_id, brand, last_four, expires_month::int as expires_month, expires_year::int as expires_year, rep_limit_minor, is_active, is_default, removed_at
		from saved_card where account_id = ${accountId} and contact_id = ${contactId} and forgotten_at is null order by is_active desc, is_default desc, id desc`
}

/** A person's cards, held until the transaction ends: what she changes depends on all of them. */
export async function lockSavedCards(tx: Tx, { accountId, contactId }: Whose): Promise<SavedCardRow[]> {
	return tx<SavedCardRow[]>`
		select id, stripe_customer_id, payment_method_id, brand, last_four, expires_month::int as expires_month, expires_year::int as expires_year, rep_limit_minor, is_active, is_default, removed_at
		from saved_card where account_id = ${accountId} and contact_id = ${contactId} and forgotten_at is null order by id for update`
}

export type NewCard = {
	accountId: number
	contactId: number
	customerId: string
	paymentMethodId: string
	brand: string
	lastFour: string
	expiresMonth: number
	expiresYear: number
	isActive: boolean
}

/** Keeps cards; one that is known is only offered again when she asks for it, and not when she removed it. The first that is offered is offered first. Answers those that are new. */
export async function saveCards(tx: Tx, cards: readonly NewCard[]): Promise<Set<string>> {
	const rows = await tx<{ paymentMethodId: string; isNew: boolean }[]>`
		insert into saved_card (account_id, contact_id, stripe_customer_id, payment_method_id, brand, last_four, expires_month, expires_year, is_active, is_default)
		select w."accountId", w."contactId", w."customerId", w."paymentMethodId", w.brand, w."lastFour", w."expiresMonth", w."expiresYear", w."isActive",
			w."isActive" and row_number() over (partition by w."accountId", w."contactId" order by not w."isActive") = 1
				and not exists (select 1 from saved_card d where d.account_id = w."accountId" and d.contact_id = w."contactId" and d.is_default)
		from json_to_recordset(${JSON.stringify(cards)}::text::json) as w("accountId" bigint, "contactId" bigint, "customerId" text, "paymentMethodId" text, brand text, "lastFour" text, "expiresMonth" smallint, "expiresYear" smallint, "isActive" boolean)
		on conflict (payment_method_id) do update set is_active = saved_card.is_active or (excluded.is_active and saved_card.removed_at is null)
		returning payment_method_id, old.id is null as is_new`
	return new Set(rows.filter(({ isNew }) => isNew).map(({ paymentMethodId }) => paymentMethodId))
}

export type CardChange = { id: number; isActive: boolean; isDefault: boolean; repLimitMinor: number | null; removedAt: Date | null }

/** Writes what became of a person's cards; what is no longer offered first goes before what now is. */
export async function updateSavedCards(tx: Tx, { accountId, contactId }: Whose, changes: readonly CardChange[]): Promise<void> {
	await tx`
		update saved_card c set is_active = w."isActive", is_default = w."isDefault", rep_limit_minor = w."repLimitMinor", removed_at = w."removedAt"
		from json_to_recordset(${JSON.stringify(changes)}::text::json) as w(id bigint, "isActive" boolean, "isDefault" boolean, "repLimitMinor" bigint, "removedAt" timestamptz)
		where c.account_id = ${accountId} and c.contact_id = ${contactId} and c.id = w.id`
}

export type CardToForget = { accountId: number; id: number; paymentMethodId: string }

/** Cards that were removed before `before`, with no delivery left that they are to pay. */
export async function readCardsToForget(sql: Sql, { before, most }: { before: Date; most: number }): Promise<CardToForget[]> {
	return sql<CardToForget[]>`
		select c.account_id, c.id, c.payment_method_id from saved_card c
		where c.removed_at <= ${before} and c.forgotten_at is null
			and not exists (select 1 from payment_attempt a where a.account_id = c.account_id and a.payment_method_id = c.payment_method_id and a.state in ('scheduled','prepared','requires_action'))
		order by c.removed_at limit ${most}`
}

/** Says that the processor has forgotten them; one that was put back meanwhile stays as it is. */
export async function markForgotten(tx: Tx, cards: readonly CardToForget[], at: Date): Promise<void> {
	const ids = tx.array(
		cards.map(({ id }) => id),
		20,
	)
	await tx`update saved_card set forgotten_at = ${at} where id = any(${ids}::bigint[]) and removed_at is not null`
}
