import type { Sql, Tx } from '../client.server.ts'

export type RefundFact = { refundId: string; intentId: string; amountMinor: number; currency: string; status: string; reason: string | null; refundedAt: Date }
export type DisputeFact = {
	disputeId: string
	intentId: string
	amountMinor: number
	currency: string
	reason: string
	status: string
	respondBy: Date | null
	openedAt: Date
}

/** What was written of a fact; `was`: the status before, null: it is new. */
export type WrittenFact = {
	accountId: number
	intentId: string
	amountMinor: number
	currency: string
	reason: string | null
	status: string
	was: string | null
}

/** Refunds as the processor has them now, however often and in whatever order it told of them; those of intents that are not ours are left out. */
export async function saveRefunds(tx: Tx, facts: readonly RefundFact[], at: Date): Promise<WrittenFact[]> {
	return tx<WrittenFact[]>`
		insert into card_refund (account_id, stripe_refund_id, stripe_intent_id, currency, amount_minor, status, reason, refunded_at, updated_at)
		select a.account_id, w."refundId", w."intentId", w.currency, w."amountMinor", w.status, w.reason, w."refundedAt", ${at}
		from json_to_recordset(${JSON.stringify(facts)}::text::json) as w("refundId" text, "intentId" text, currency text, "amountMinor" bigint, status text, reason text, "refundedAt" timestamptz)
			join payment_attempt a on a.stripe_intent_id = w."intentId"
		on conflict (stripe_refund_id) do update set status = excluded.status, amount_minor = excluded.amount_minor, reason = excluded.reason, updated_at = excluded.updated_at
		returning new.account_id, new.stripe_intent_id as intent_id, new.amount_minor, new.currency, new.reason, new.status, old.status as was`
}

/** Disputes, in the same manner. */
export async function saveDisputes(tx: Tx, facts: readonly DisputeFact[], at: Date): Promise<WrittenFact[]> {
	return tx<WrittenFact[]>`
		insert into card_dispute (account_id, stripe_dispute_id, stripe_intent_id, currency, amount_minor, reason, status, respond_by, opened_at, updated_at)
		select a.account_id, w."disputeId", w."intentId", w.currency, w."amountMinor", w.reason, w.status, w."respondBy", w."openedAt", ${at}
		from json_to_recordset(${JSON.stringify(facts)}::text::json) as w("disputeId" text, "intentId" text, currency text, "amountMinor" bigint, reason text, status text, "respondBy" timestamptz, "openedAt" timestamptz)
			join payment_attempt a on a.stripe_intent_id = w."intentId"
		on conflict (stripe_dispute_id) do update set status = excluded.status, amount_minor = excluded.amount_minor, reason = excluded.reason, respond_by = excluded.respond_by, updated_at = excluded.updated_at
		returning new.account_id, new.stripe_intent_id as intent_id, new.amount_minor, new.currency, new.reason, new.status, old.status as was`
}

/** Who looks after an account, and the number of the order that is told of. */
export async function readTold(
	sql: Sql,
	key: { accountId: number; orderId: number | null },
): Promise<{ ownerUserId: number | null; number: string | null } | null> {
	const [row] = await sql<{ ownerUserId: number | null; number: string | null }[]>`
		select a.owner_user_id, (select o.number from sales_order o where o.account_id = a.id and o.id = ${key.orderId}) as number from account a where a.id = ${key.accountId}`
	return row ?? null
}
