import { expect, test } from 'vitest'
import { mergeAccounts } from '../../../app/flows/account/merge-accounts.ts'
import { undoAccountMerge } from '../../../app/flows/account/undo-account-merge.ts'
import { placeOrder } from '../../../app/flows/checkout/place-order.ts'
import { fallsAway, mustBeSettled, readAccountTables, staysWithAccount, unitedByRule } from '../../../db/queries/account-tables.ts'
import { makeAccountPair, shopperOf } from '../../support/account-pair.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { makeCompany } from '../../support/company.ts'
import { morning as at, placeRows, storyRows } from '../../support/placed.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

/** Every row that names either account, and both themselves. */
async function everything(ids: readonly number[]): Promise<Record<string, unknown>> {
	const found: Record<string, unknown> = {}
	for (const { table, columns } of [
		...(await readAccountTables(db)),
		{ table: 'account', columns: ['id', 'parent_id', 'bill_to_account_id'] },
		{ table: 'credit_profile', columns: ['account_id'] },
		{ table: 'period_counter', columns: ['account_id'] },
	]) {
		const rows = await db.unsafe<{ row: unknown }[]>(
			`select to_jsonb(t) - 'updated_at' as row from "${table}" t where ${columns.map((column) => `"${column}" = any($1::bigint[])`).join(' or ')} order by (to_jsonb(t) - 'updated_at')::text`,
			[`{${ids.join(',')}}`],
		)
		if (rows.length > 0) found[table] = rows.map(({ row }) => row)
	}
	return found
}

test('(A45) carts and orders go along: the same log-in finds its order with the winner, and places its cart', async () => {
	const { winner, loser, ada, placed, cart, pair } = await makeAccountPair(db, 'marble')
	const before =
		await db`select limit_minor, open_invoice_minor + unbilled_minor + reserved_minor as used from credit_profile where account_id in (${pair.winnerId}, ${pair.loserId}) order by account_id`
	expect(await mergeAccounts(db, ada, pair)).toMatchObject({ ok: true })
	const mina = await shopperOf(db, winner, 'mina-marble')
	expect([mina.account.accountId, mina.contactId]).toEqual([winner.accountId, loser.contactId])
	const hers = asShopper(db, mina)
	expect(await hers`select number from sales_order where account_id = ${winner.accountId} and id = ${placed.orderId}`).toEqual([{ number: placed.number }])
	expect(await asShopper(db, winner.shopper)`select count(*)::int from order_line where order_id = ${placed.orderId}`).toEqual([{ count: 3 }])
	const after =
		await db`select limit_minor, open_invoice_minor + unbilled_minor + reserved_minor as used from credit_profile where account_id in (${pair.winnerId}, ${pair.loserId})`
	expect(after).toEqual([{ limitMinor: before[0]?.['limitMinor'], used: Number(before[0]?.['used']) + Number(before[1]?.['used']) }])
	const payment = { method: 'po' as const, poNumber: 'PO-8', cardPartMinor: 0, cardReference: null }
	expect(await placeOrder(hers, mina, { ...cart, payment, seen: null, consentedHash: null, idempotencyKey: 'after', locale: 'en', at })).toMatchObject({
		ok: true,
	})
	expect(await db`select code, is_default from location where id = ${loser.locations.a}`).toEqual([{ code: 'A-2', isDefault: false }])
	expect(await db`select status, merged_into_id from account where id = ${pair.loserId}`).toEqual([{ status: 'closed', mergedIntoId: winner.accountId }])
})

test('(A45) after a merge no row of any table names the loser, but where it says why', async () => {
	const { ada, pair } = await makeAccountPair(db, 'onyx')
	await mergeAccounts(db, ada, pair)
	expect(Object.keys(await everything([pair.loserId]))).toEqual(['account'])
	expect(Object.keys(staysWithAccount).sort()).toEqual(['audit_entry', 'credit_profile', 'outbox_event', 'period_counter', 'similar_account'])
})

test('(A45) taken back, every row of every table is as it was', async () => {
	const { ada, pair } = await makeAccountPair(db, 'flint')
	const before = await everything([pair.winnerId, pair.loserId])
	const done = await mergeAccounts(db, ada, pair)
	const mergeId = done?.ok ? done.mergeId : 0
	expect(await everything([pair.winnerId, pair.loserId])).not.toEqual(before)
	expect(await undoAccountMerge(db, ada, { mergeId, requestId: 'test', at })).toEqual({ ok: true })
	expect(await everything([pair.winnerId, pair.loserId])).toEqual(before)
	expect(await undoAccountMerge(db, ada, { mergeId, requestId: 'test', at })).toMatchObject({ ok: false, refusals: [{ code: 'MERGE_UNDONE' }] })
})

test('(A45) every key of the catalog by which two rows of two accounts can meet is settled by somebody', async () => {
	const rows = await db<{ name: string }[]>`
		select i.indrelid::regclass::text as name from pg_index i where i.indisunique and pg_get_indexdef(i.indexrelid) ~ 'account_id' and i.indrelid::regclass::text not like 'pg_%'
			and not exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey) and a.attname ~ '^(id|contact_id|line_id|order_id|allocation_id|group_id|invoice_id|request_id|budget_id|link_id|payment_id|list_id|return_id|shipment_id|simulation_id|quote_id|standing_order_id|invoice_line_id|opportunity_id)$')
		group by 1 order by 1`
	const settled = [...Object.keys(fallsAway), ...Object.keys(mustBeSettled), ...unitedByRule, 'similar_account']
	// The number of a return is the seller's.
	expect(rows.map(({ name }) => name).filter((name) => !settled.includes(name))).toEqual(['goods_return'])
})

test('(A45) another seller’s account is not found, and what stands in the way is named', async () => {
	const { ada, pair } = await makeAccountPair(db, 'opal')
	const other = await makeCompany(db, 'agate')
	expect(await mergeAccounts(db, ada, { ...pair, loserId: other.accountId })).toBe(null)
	await db`update credit_profile set limit_minor = reserved_minor where account_id = ${pair.winnerId}`
	expect(await mergeAccounts(db, ada, pair)).toMatchObject({ ok: false, refusals: [{ code: 'MERGE_CREDIT_SHORT' }] })
})

test('(A45) sends as many statements for an account with one order as for one with more', async () => {
	const [{ ada, pair }, more] = [await makeAccountPair(db, 'jade'), await makeAccountPair(db, 'amber')]
	await placeRows(db, more.loser, storyRows(more.loser), 'PO-9')
	await db`update outbox_delivery set state = 'done', delivered_at = ${at}`
	const few = await statementsOf(db, () => mergeAccounts(db, ada, pair))
	const many = await statementsOf(db, () => mergeAccounts(db, more.ada, more.pair))
	expect(many.result).toMatchObject({ ok: true })
	expect(many.statements.length).toBe(few.statements.length)
	expect(few.statements.length).toBeLessThanOrEqual(20)
})

test('(A45) every key that carries an account waits for the end of a merge, in tables of tomorrow too', async () => {
	const stiff = await db`
		select c.conrelid::regclass::text as name, c.conname from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not c.condeferrable and c.conparentid = 0 and c.conrelid <> 'account'::regclass
			and exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any(c.conkey) and a.attname ~ '(^|_)account_id$')`
	// A migration that adds such a key says DEFERRABLE INITIALLY IMMEDIATE.
	expect(stiff).toEqual([])
})

test('(A45) the winner’s buyers see what came to them, a stranger sees nothing of it, and the timeline and the audit say who joined', async () => {
	const { winner, ada, placed, pair } = await makeAccountPair(db, 'garnet')
	const stranger = await makeCompany(db, 'zircon')
	const seen = (who: typeof winner) => asShopper(db, who.shopper)`select count(*)::int from sales_order where id = ${placed.orderId}`
	expect(await seen(winner)).toEqual([{ count: 0 }])
	const done = await mergeAccounts(db, ada, pair)
	expect(await seen(winner)).toEqual([{ count: 1 }])
	expect(await seen(stranger)).toEqual([{ count: 0 }])
	expect(await asShopper(db, stranger.shopper)`select count(*)::int from record_merge`.catch(() => 'refused')).toBe('refused')
	expect(
		await db`select topic, payload ->> 'number' as number, acted_by_user_id from outbox_event where account_id = ${pair.winnerId} and topic like 'account.%'`,
	).toEqual([{ topic: 'account.merged', number: 'B-garnet', actedByUserId: ada.userId }])
	expect(await db`select user_id from audit_entry where action = 'account.merged' and subject = ${`account:${pair.winnerId}`}`).toEqual([
		{ userId: ada.userId },
	])
	expect(await undoAccountMerge(db, ada, { mergeId: done?.ok ? done.mergeId : 0, requestId: 'test', at })).toEqual({ ok: true })
	expect(await seen(winner)).toEqual([{ count: 0 }])
})

test('(A45) (B11) links of the sync: the loser’s goes to a winner that has none, else it rests and the other side is told; taken back, they are as they were', async () => {
	const { winner, ada, pair } = await makeAccountPair(db, 'topaz')
	const connect = async (name: string, linked: readonly [number, string][]) => {
		const [one] = await db<{ id: number }[]>`
			with c as (insert into sync_connection (seller_entity_id, name, crm_system, ma_system) values (${winner.sellerId}, ${name}, 'salesforce', 'embedded_crm') returning id)
			insert into sync_object_map (connection_id, crm_object, ma_object, rank) select id, 'account', 'account', 1 from c returning connection_id as id`
		await db`
			insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id) select m.connection_id, m.id, 'account', r.there, 'account', r.here::text
			from sync_object_map m, unnest(${db.array(
				linked.map(([id]) => id),
				20,
			)}::bigint[], ${db.array(
				linked.map(([, id]) => id),
				25,
			)}::text[]) r(here, there) where m.connection_id = ${one?.id ?? 0}`
		return one?.id ?? 0
	}
	const alone = await connect('alone', [[pair.loserId, '001L']])
	const both = await connect('both', [
		[pair.winnerId, '001W'],
		[pair.loserId, '001L'],
	])
	const links = () => db`select connection_id, crm_id, ma_id, state, state_reason from sync_link where connection_id in (${alone}, ${both}) order by id`
	const before = await links()
	const done = await mergeAccounts(db, ada, pair)
	expect(await links()).toEqual([
		{ connectionId: alone, crmId: '001L', maId: String(pair.winnerId), state: 'active', stateReason: null },
		{ connectionId: both, crmId: '001W', maId: String(pair.winnerId), state: 'active', stateReason: null },
		{ connectionId: both, crmId: '001L', maId: String(pair.loserId), state: 'archived', stateReason: 'MERGED' },
	])
	const proposed = () => db`select connection_id, side, object, winner_id, loser_id, state from merge_proposal where connection_id in (${alone}, ${both})`
	const told = { connectionId: both, side: 'crm', object: 'account', winnerId: '001W', loserId: '001L' }
	expect(await proposed()).toEqual([{ ...told, state: 'open' }])
	await undoAccountMerge(db, ada, { mergeId: done?.ok ? done.mergeId : 0, requestId: 'test', at })
	expect(await links()).toEqual(before)
	expect(await proposed()).toEqual([{ ...told, state: 'gone' }])
})
