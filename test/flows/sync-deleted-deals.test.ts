import { beforeEach, expect, test } from 'vitest'
import type { SyncValue } from '../../app/engine/sync/types.ts'
import { changeRecord } from '../../app/flows/crm/change-record.ts'
import { openDeletions } from '../../app/flows/deletion/open-deletions.ts'
import { undoDeletion } from '../../app/flows/deletion/undo-deletion.ts'
import { openPipeline } from '../../app/flows/lead/open-leads.ts'
import { deliver, toCrm, write } from '../support/deliver.ts'
import { connectFirst, outsideStage, unfinished } from '../support/outside-stage.ts'

/** An opportunity that is deleted in its room, and what becomes of the one in an org that it is linked with (sync-core.md A8, B11; decision 0466). */
const stage = await outsideStage('opal', { who: { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep', 'administrator'] } })
const { db, sellerId, userId, staff, standIn, org, clock, settle, done } = stage
const connectionId = await connectFirst(stage)

let lot = 0
async function deal(): Promise<{ id: number; accountId: number; contactId: number }> {
	const [made] = await db<{ id: number; accountId: number; contactId: number }[]>`
		with company as (
			insert into account (seller_entity_id, number, name, currency, owner_user_id) values (${sellerId}, ${`O-${lot}`}, ${`Opal Bar ${lot++}`}, 'USD', ${userId}) returning id
		), person as (
			insert into contact (account_id, first_name, last_name, email) select id, 'Ines', 'Prado', ${`ines${lot}@opal.test`} from company returning account_id, id
		), made as (
			insert into crm_opportunity (account_id, name, stage, stage_rank, amount_minor, currency, close_on, owner_user_id)
			select id, 'Machines', 'proposal', 40, 123456, 'USD', '2026-09-01', ${userId} from company returning account_id, id
		), role as (
			insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) select m.account_id, m.id, p.id, 'Buyer' from made m, person p
		)
		select m.id, m.account_id, p.id as contact_id from made m, person p`
	await settle()
	return made ?? { id: 0, accountId: 0, contactId: 0 }
}
const linkOf = async (id: number) =>
	(
		await db<
			{ crmId: string; state: string; stateReason: string | null }[]
		>`select crm_id, state, state_reason from sync_link where connection_id = ${connectionId} and ma_object = 'opportunity' and ma_id = ${String(id)}`
	)[0]
const there = async (id: string | undefined) => (await org.readByIds('Opportunity', [id ?? ''], ['Name', 'StageName', 'Amount']))[0]
const edit = (id: string | undefined, values: Record<string, SyncValue>) =>
	expect(standIn.turn({ edit: { object: 'Opportunity', id: id ?? '', values: values as never } })).toMatchObject({ edit: { ok: true } })
const remove = (id: number) => changeRecord(db, staff, { key: { object: 'opportunity', id }, edit: { act: 'delete' }, ...done() })
const here = async (id: number) => (await db`select name, deleted_at is not null as is_gone from crm_opportunity where id = ${id}`)[0]
const isShown = async (id: number) => (await openPipeline(db, staff)).some((one) => one.id === id)

beforeEach(async () => {
	await settle()
	await db`delete from sync_error`
})

test('(A8, B11) a deleted one rests: the org keeps its own, and neither tells the other anything until it is taken back', async () => {
	const { id } = await deal()
	const before = await linkOf(id)
	expect(before).toMatchObject({ state: 'active' })
	expect(await remove(id)).toEqual({ ok: true })
	await settle()
	expect(await linkOf(id)).toEqual({ crmId: before?.crmId, state: 'archived', stateReason: 'MA_DELETED' })
	expect(await there(before?.crmId), 'deleted here deletes nothing there').toMatchObject({ deletedAt: null, values: { Name: 'Machines' } })
	edit(before?.crmId, { Name: 'Renamed there' })
	await db`update crm_opportunity set amount_minor = 1 where id = ${id}`
	await settle()
	expect([await here(id), await isShown(id)]).toEqual([{ name: 'Machines', isGone: true }, false])
	expect((await there(before?.crmId))?.values).toMatchObject({ Amount: '1234.56' })
	expect(await db`select code, field from sync_error where object in ('opportunity', 'Opportunity')`).toEqual([])
	// Taken back, it is the same record to both, and what was said meanwhile goes over.
	const { deletions } = await openDeletions(db, staff, { text: null, object: 'opportunity', state: null, after: null, limit: 1 }, clock())
	expect(await undoDeletion(db, staff, { id: deletions[0]?.id ?? 0, ...done() })).toEqual({ ok: true, restored: 1, refused: 0 })
	await settle()
	expect(await linkOf(id)).toEqual({ crmId: before?.crmId, state: 'active', stateReason: null })
	expect([await here(id), await isShown(id)]).toEqual([{ name: 'Renamed there', isGone: false }, true])
	expect((await there(before?.crmId))?.values).toMatchObject({ Amount: '0.01' })
	expect(await unfinished(stage)).toBe(0)
})

test('(A8, section c) an order that comes late brings its deleted opportunity back, won, in every room and in the org', async () => {
	const { id, accountId, contactId } = await deal()
	const [quote] = await db<{ id: number }[]>`
		insert into quote (account_id, seller_entity_id, currency, contact_id, asked_at, changed_at, valid_on, expires_at, state, opportunity_id)
		values (${accountId}, ${sellerId}, 'USD', ${contactId}, ${clock()}, ${clock()}, '2030-01-01', '2030-01-02', 'offered', ${id}) returning id`
	await db`insert into quote_version (account_id, quote_id, version, kind, contact_id, total_minor, created_at) values (${accountId}, ${quote?.id ?? 0}, 1, 'asked', ${contactId}, 9000, ${clock()})`
	expect(await remove(id), 'a quote is under way').toMatchObject({ ok: false, refusals: [{ code: 'OPPORTUNITY_QUOTE' }] })
	// The quote is withdrawn and the opportunity deleted; then the buyer's acceptance arrives after all, and its order.
	await db`update quote set state = 'withdrawn', closed_at = ${clock()} where id = ${quote?.id ?? 0}`
	expect(await remove(id)).toEqual({ ok: true })
	await settle()
	const link = await linkOf(id)
	expect([link?.state, await isShown(id)]).toEqual(['archived', false])
	const [order] = await db<{ id: number }[]>`
		insert into sales_order (account_id, seller_entity_id, stage, number, channel, currency, contact_id, placed_at, net_minor, total_minor)
		values (${accountId}, ${sellerId}, 'placed', ${`SO-${lot}`}, 'import', 'USD', ${contactId}, ${clock()}, 9000, 9000) returning id`
	const orderId = order?.id ?? 0
	await db`update quote set state = 'accepted', order_id = ${orderId} where id = ${quote?.id ?? 0}`
	await write(db, { topic: 'order.placed', subject: `order:${orderId}`, accountId, contactId, payload: { orderId }, occurredAt: clock() })
	await deliver(db, 'crm', toCrm, new Date(clock().getTime() + 86_400_000))
	expect(
		await db`select order_id, stage, is_won, amount_minor, deleted_at from crm_opportunity where account_id = ${accountId}`,
		'one amount is won, not two',
	).toEqual([{ orderId, stage: 'closed_won', isWon: true, amountMinor: 9000, deletedAt: null }])
	await settle()
	expect(await linkOf(id)).toEqual({ crmId: link?.crmId, state: 'active', stateReason: null })
	expect((await there(link?.crmId))?.values).toMatchObject({ StageName: 'Closed Won', Amount: '90' })
	expect(await remove(id)).toMatchObject({ ok: false, refusals: [{ code: 'OPPORTUNITY_ORDER' }] })
	expect(await unfinished(stage)).toBe(0)
})
