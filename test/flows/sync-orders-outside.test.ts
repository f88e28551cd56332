import { expect, test } from 'vitest'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { changeLink } from '../../app/flows/sync/change-link.ts'
import { openWhy } from '../../app/flows/sync/open-why.ts'
import { changeList } from '../../app/flows/sync-list/change-list.ts'
import { startList } from '../../app/flows/sync-list/start-list.ts'
import { connect, errorRoom, leadMap, outsideStage, press, unfinished } from '../support/outside-stage.ts'

// Section (e), A4, B8 with a side that only the worker speaks to: what an administrator orders of its values is written there by the worker, as any other write.
// An hour ahead of the database, by whose clock our own side's edits are told: an edit there is the later one.
const stage = await outsideStage('onyx', { startsAt: Date.now() + 3_600_000 })
const { db, sellerId, userId, staff: ada, standIn, org, clock, wait, once, settle, done } = stage
const connectionId = await connect(stage, [leadMap])

let lot = 0
async function comes(title: string | null = null) {
	const email = `guest${lot++}@onyx.test`
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, company, title, assigned_user_id, assigned_at) values (${sellerId}, ${email}, 'Silva', 'Bar Silva', ${title}, ${userId}, ${clock()}) returning id`
	await settle()
	const [link] = await db<
		{ id: number; crmId: string }[]
	>`select id, crm_id from sync_link where connection_id = ${connectionId} and ma_id = ${String(made?.id)}`
	return { id: made?.id ?? 0, linkId: link?.id ?? 0, crmId: link?.crmId ?? '' }
}
type Guest = Awaited<ReturnType<typeof comes>>
const edit = (guest: Guest, values: Record<string, string | null>) => void standIn.turn({ edit: { object: 'Lead', id: guest.crmId, values } })
const say = async ({ id }: Guest, title: string) => void (await db`update ma_prospect set title = ${title} where id = ${id}`)
const both = async ({ id, crmId }: Guest) => ({
	crm: (await org.readByIds('Lead', [crmId], ['Title']))[0]?.values['Title'],
	ma: (await db`select title from ma_prospect where id = ${id}`)[0]?.['title'],
})
const titleOf = async ({ linkId }: Guest) => {
	const page = await openWhy(db, ada, { linkId, ownSides })
	const title = page?.fields.find(({ crmField }) => crmField === 'Title')
	if (!page || !title) throw new Error('The link has no title')
	return { ...title, page }
}
const change = (guest: Guest, wish: Parameters<typeof changeLink>[2]['wish']) => changeLink(db, ada, { linkId: guest.linkId, wish, ownSides, ...done() })
const groups = async () => (await errorRoom(stage, connectionId)).groups

test('the why page shows what was seen last of the other side, and when, without asking it', async () => {
	const guest = await comes('Buyer')
	const seenAt = clock()
	standIn.faults.failCalls = 1
	expect(await titleOf(guest)).toMatchObject({ crm: 'Buyer', ma: 'Buyer', seenAt: { ma: null }, page: { outside: 'crm', isRead: { ma: true } } })
	expect(standIn.faults.failCalls, 'nobody was asked').toBe(1)
	standIn.mend()
	edit(guest, { Title: 'Founder' })
	await settle()
	const { crm, seenAt: seen } = await titleOf(guest)
	expect([crm, (seen.crm?.getTime() ?? 0) > seenAt.getTime()]).toEqual(['Founder', true])
})

test('(A4) what was written over there goes back through the worker, stays through the next rounds, and gives way to an edit on either side', async () => {
	for (const who of ['there', 'here'] as const) {
		const guest = await comes('Buyer')
		await say(guest, 'Chef')
		await settle()
		const { standing } = await titleOf(guest)
		expect(standing).toMatchObject({ wrote: 'crm', crmValue: 'Buyer', value: 'Chef' })
		expect(await change(guest, { act: 'revert', id: standing?.id ?? 0 })).toEqual({ ok: true })
		expect((await titleOf(guest)).ordered, 'on its way').toMatchObject({ side: 'crm', value: 'Buyer' })
		await settle()
		expect(await both(guest)).toEqual({ crm: 'Buyer', ma: 'Chef' })
		expect(await titleOf(guest)).toMatchObject({
			ordered: null,
			crm: 'Buyer',
			standing: { rule: 'reverted', wrote: 'crm', cause: 'revert', actor: `user:${userId}` },
		})
		expect((await titleOf(guest)).pinnedAt).not.toBe(null)
		await change(guest, { act: 'resync' })
		await settle()
		expect(await both(guest)).toEqual({ crm: 'Buyer', ma: 'Chef' })
		if (who === 'there') edit(guest, { Title: 'Owner' })
		else await say(guest, 'Owner')
		await settle()
		expect(await both(guest)).toEqual({ crm: 'Owner', ma: 'Owner' })
		expect((await titleOf(guest)).pinnedAt).toBe(null)
	}
	expect(await unfinished(stage)).toBe(0)
})

test('(A4) a field that is pinned while both differ stays, and an edit there takes the pin off', async () => {
	const guest = await comes('Buyer')
	const { key } = await titleOf(guest)
	edit(guest, { Title: 'Chef' })
	await change(guest, { act: 'pin', key })
	await settle()
	expect(await both(guest)).toEqual({ crm: 'Chef', ma: 'Buyer' })
	edit(guest, { Phone: '+41 1' })
	await settle()
	expect(await both(guest)).toEqual({ crm: 'Chef', ma: 'Buyer' })
	edit(guest, { Title: 'Owner' })
	await settle()
	expect(await both(guest)).toEqual({ crm: 'Owner', ma: 'Owner' })
	expect(await titleOf(guest)).toMatchObject({ pinnedAt: null, ordered: null })
})

test('what was ordered and whose answer was lost is looked for before anything is sent again, while nobody answers too, and is done with once it is seen', async () => {
	const guests = [await comes('Buyer'), await comes('Buyer')]
	wait(60_000)
	const from = clock().toISOString()
	for (const guest of guests) await say(guest, 'Spoilt')
	await settle()
	const begun = await startList(db, ada, { connectionId, wish: { kind: 'undo', subject: { from, to: clock().toISOString() } }, ...done() })
	const runId = begun?.ok ? begun.runId : 0
	await settle()
	const lines = async () => await db`select to_value, state, reason from sync_run_line where run_id = ${runId} and field = 'Title' order by link_id`
	const sent: unknown[] = []
	const port: SidePort = {
		...org,
		write: async (rows) => {
			sent.push(...rows.map(({ values }) => values))
			return await org.write(rows)
		},
	}
	standIn.turn({ loseAnswers: 1 })
	await changeList(db, ada, { connectionId, runId, act: 'apply', ...done() })
	for (const _round of ['the list', 'what it orders']) await once({ outside: () => port })
	const line = { toValue: 'Buyer', state: 'open', reason: null }
	expect([sent, await lines()]).toEqual([
		[{ Title: 'Buyer' }, { Title: 'Buyer' }],
		[line, line],
	])
	expect((await Promise.all(guests.map(titleOf))).map(({ ordered }) => ordered)).toMatchObject([{ value: 'Buyer' }, { value: 'Buyer' }])
	expect((await db`select 1 from sync_write where state = 'unknown'`).length).toBe(2)
	// Nobody answers what stands there: then nothing is sent either, however often it is tried.
	standIn.turn({ failCalls: 1000 })
	for (const _round of [1, 2, 3, 4]) await settle({ outside: () => port })
	expect([sent.length, await lines()]).toEqual([2, [line, line]])
	standIn.mend()
	for (const _round of [1, 2, 3, 4]) await settle({ outside: () => port })
	expect([sent.length, await lines()]).toEqual([2, [1, 2].map(() => ({ ...line, state: 'done' }))])
	expect(await Promise.all(guests.map(both))).toEqual(guests.map(() => ({ crm: 'Buyer', ma: 'Spoilt' })))
	expect((await Promise.all(guests.map(titleOf))).map(({ ordered, pinnedAt }) => [ordered, pinnedAt !== null])).toEqual(guests.map(() => [null, true]))
	expect(await unfinished(stage)).toBe(0)
})

test('a revert whose answer is lost is neither lost nor made twice; one that is refused says why and is done with', async () => {
	const guest = await comes('Buyer')
	await say(guest, 'Chef')
	await settle()
	await change(guest, { act: 'revert', id: (await titleOf(guest)).standing?.id ?? 0 })
	standIn.faults.loseAnswers = 1
	await settle()
	await settle()
	expect(await both(guest)).toEqual({ crm: 'Buyer', ma: 'Chef' })
	expect(await titleOf(guest)).toMatchObject({ ordered: null })
	expect((await titleOf(guest)).pinnedAt).not.toBe(null)
	const other = await comes('Buyer')
	await say(other, 'Chef')
	await settle()
	standIn.turn({ refuse: { id: other.crmId, code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'No buyers here', fields: ['Title'] } })
	await change(other, { act: 'revert', id: (await titleOf(other)).standing?.id ?? 0 })
	await settle()
	const shown = await titleOf(other)
	expect(shown).toMatchObject({ ordered: null, pinnedAt: null, crm: 'Chef', page: { errors: [{ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }] } })
	expect(shown.earlier[0]).toMatchObject({ note: 'refused', rule: 'reverted', value: 'Buyer' })
	standIn.turn({ accept: { id: other.crmId } })
	await change(other, { act: 'resync' })
	await settle()
	expect(await groups()).toEqual([])
	expect(await unfinished(stage)).toBe(0)
})

test('(B8) a value that came from there is mended, or blanked, there, and then flows', async () => {
	await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type, length) values (${sellerId}, 'prospect', 'town', '{"en":"Town"}', 'text', 5)`
	await db`insert into sync_field_map (object_map_id, crm_field, ma_field, behaviour, blank) select id, 'City', 'custom.town', 'most_recent', 'clear' from sync_object_map where connection_id = ${connectionId}`
	const guests = [await comes(), await comes()]
	const cities = async () =>
		await Promise.all(
			guests.map(async ({ id, crmId }) => [
				(await org.readByIds('Lead', [crmId], ['City']))[0]?.values['City'],
				(await db`select custom ->> 'town' as town from ma_prospect where id = ${id}`)[0]?.['town'],
			]),
		)
	for (const [place, remedy] of ([{ act: 'edit', value: 'Bern' }, { act: 'blank' }] as const).entries()) {
		for (const guest of guests) edit(guest, { City: `Far away ${place}` })
		await settle()
		const [group, ...others] = await groups()
		expect([group, others]).toMatchObject([{ code: 'STRING_TOO_LONG', side: 'ma', field: 'custom.town', value: `Far away ${place}`, count: 2 }, []])
		expect(await press(stage, connectionId, group?.key ?? '', remedy)).toMatchObject({ ok: true, total: 2 })
		await settle()
		expect(await groups()).toEqual([])
		const value = remedy.act === 'edit' ? 'Bern' : null
		expect(await cities()).toEqual([
			[value, value],
			[value, value],
		])
	}
	expect(await unfinished(stage)).toBe(0)
})

test('section (e): a bad hour is undone there too, record by record, and what changed since is left alone by name', async () => {
	const guests = [await comes('Buyer'), await comes('Buyer'), await comes('Buyer')]
	wait(60_000)
	const from = clock().toISOString()
	for (const guest of guests) await say(guest, 'Spoilt')
	await settle()
	const [, changed] = guests
	const begun = await startList(db, ada, { connectionId, wish: { kind: 'undo', subject: { from, to: clock().toISOString() } }, ...done() })
	const runId = begun?.ok ? begun.runId : 0
	await settle()
	const lines = async () => await db`select from_value, to_value, state, reason from sync_run_line where run_id = ${runId} and field = 'Title' order by link_id`
	expect(await lines()).toEqual(guests.map(() => ({ fromValue: 'Spoilt', toValue: 'Buyer', state: 'open', reason: null })))
	if (changed) edit(changed, { Title: 'Owner' })
	expect(await changeList(db, ada, { connectionId, runId, act: 'apply', ...done() })).toEqual({ ok: true })
	await settle()
	expect(await lines()).toEqual([
		{ fromValue: 'Spoilt', toValue: 'Buyer', state: 'done', reason: null },
		{ fromValue: 'Spoilt', toValue: 'Buyer', state: 'refused', reason: 'CHANGED_SINCE' },
		{ fromValue: 'Spoilt', toValue: 'Buyer', state: 'done', reason: null },
	])
	expect(await Promise.all(guests.map(async (guest) => (await both(guest)).crm))).toEqual(['Buyer', 'Owner', 'Buyer'])
	expect(await db`select stage from sync_run where id = ${runId}`).toEqual([{ stage: 'done' }])
	expect(await unfinished(stage)).toBe(0)
})
