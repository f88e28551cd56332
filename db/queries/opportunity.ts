import type { OpportunityWords } from '../../app/engine/crm/opportunity.ts'
import type { Sql, Tx } from '../client.server.ts'

export type OpportunityLine = {
	stage: string
	isWon: boolean
	isClosed: boolean
	amountMinor: number | null
	currency: string
	closeOn: string | null
	type: string | null
	/** In percent, as somebody said; null: as its stage says. */
	probability: number | null
	/** The order that it is, by its number. */
	orderNumber: string | null
	/** A quote of it that is under way. */
	quoteNumber: string | null
}

/** What an opportunity is; one statement. Null: there is none, or it was deleted. */
export async function readOpportunity(sql: Sql, id: number): Promise<OpportunityLine | null> {
	const [row] = await sql<OpportunityLine[]>`
		select o.stage, o.is_won, o.closed_at is not null as is_closed, o.amount_minor, o.currency, o.close_on, o.type, o.probability,
			case when o.order_id is not null then coalesce((select s.number from sales_order s where s.account_id = o.account_id and s.id = o.order_id), '#' || o.order_id) end as order_number,
			(select max(q.number) from quote q where q.account_id = o.account_id and q.opportunity_id = o.id and q.state in ('asked', 'offered', 'countered', 'accepted')) as quote_number
		from crm_opportunity o where o.id = ${id} and o.deleted_at is null`
	return row ?? null
}

export async function updateOpportunity(tx: Tx, id: number, { type, probability }: OpportunityWords): Promise<void> {
	await tx`update crm_opportunity set type = ${type}, probability = ${probability} where id = ${id}`
}

/** Takes it out of the pipeline; its line stays, and the database notes the event. */
export async function deleteOpportunity(tx: Tx, id: number, at: Date): Promise<void> {
	await tx`update crm_opportunity set deleted_at = ${at} where id = ${id} and deleted_at is null`
}

/** These are in the pipeline again; answers those that came. */
export async function restoreOpportunities(tx: Tx, recordIds: readonly string[]): Promise<string[]> {
	if (recordIds.length === 0) return []
	const rows = await tx<{ id: string }[]>`
		update crm_opportunity set deleted_at = null where id = any(${tx.array([...recordIds], 25)}::bigint[]) and deleted_at is not null returning id::text as id`
	return rows.map(({ id }) => id)
}
