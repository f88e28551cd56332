import { expect, test } from 'vitest'
import type { RemedyAct } from '../../app/engine/sync/plan-remedy.ts'
import { connect, errorRoom, leadMap, outsideStage, press } from '../support/outside-stage.ts'

// B8: each remedy that is about a record and its link, and not about a value, is driven by the press that the error room has for it.
// An hour ahead of the database, by whose clock our own side's edits are told: an edit there is the later one.
const stage = await outsideStage('jasper', { startsAt: Date.now() + 3_600_000 })
const { db, sellerId, userId, standIn, org, clock, settle } = stage
const connectionId = await connect(stage, [leadMap])

let lot = 0
async function comes(title: string | null = null) {
	const email = `guest${lot++}@jasper.test`
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, company, title, assigned_user_id, assigned_at) values (${sellerId}, ${email}, 'Silva', 'Bar Silva', ${title}, ${userId}, ${clock()}) returning id`
	await settle()
	const [link] = await db<
		{ id: number; crmId: string }[]
	>`select id, crm_id from sync_link where connection_id = ${connectionId} and ma_id = ${String(made?.id)}`
	return { id: made?.id ?? 0, linkId: link?.id ?? 0, crmId: link?.crmId ?? '' }
}
type Guest = Awaited<ReturnType<typeof comes>>
const say = async ({ id }: Guest, title: string) => void (await db`update ma_prospect set title = ${title} where id = ${id}`)
const both = async ({ id, crmId }: Guest) => ({
	crm: (await org.readByIds('Lead', [crmId], ['Title']))[0]?.values['Title'],
	ma: (await db`select title from ma_prospect where id = ${id}`)[0]?.['title'],
})

const errorsPage = async () => await errorRoom(stage, connectionId)
const only = async (code: string) => {
	const { groups, records, candidates } = await errorsPage()
	expect(groups.map((group) => group.code)).toEqual([code])
	return { group: groups[0]?.key ?? '', remedies: groups[0]?.remedies ?? [], records, candidates }
}
const mend = (group: string, remedy: RemedyAct) => press(stage, connectionId, group, remedy)
const crmIdOf = async ({ id }: Guest) =>
	(await db<{ crmId: string; state: string }[]>`select crm_id, state from sync_link where connection_id = ${connectionId} and ma_id = ${String(id)}`).map(
		({ crmId, state }) => [crmId, state],
	)
const put = (values: Record<string, string>) => (standIn.turn({ put: { object: 'Lead', values } }) as { put: { id: string } }).put.id

test('LOOP_DETECTED: the field is let travel again from the error room, and the error is gone', async () => {
	const guest = await comes('Buyer')
	await db`update sync_link set frozen = (select jsonb_build_object(f.id::text, now()) from sync_field_map f join sync_object_map m on m.id = f.object_map_id where m.connection_id = ${connectionId} and f.crm_field = 'Title') where id = ${guest.linkId}`
	await say(guest, 'Chef')
	await settle()
	const { group, remedies } = await only('LOOP_DETECTED')
	expect(remedies).toContain('unfreeze')
	expect(await both(guest)).toEqual({ crm: 'Buyer', ma: 'Chef' })
	expect(await mend(group, { act: 'unfreeze' })).toMatchObject({ ok: true, total: 1 })
	await settle()
	expect((await errorsPage()).groups).toEqual([])
	expect(await both(guest)).toEqual({ crm: 'Chef', ma: 'Chef' })
})

test('NOT_FOUND: left at rest nothing goes any more; met anew, whoever stands in its place is linked', async () => {
	const [resting, anew] = [await comes('Buyer'), await comes('Buyer')]
	for (const guest of [resting, anew]) standIn.turn({ refuse: { id: guest.crmId, code: 'NOT_FOUND', message: `No ${guest.crmId}` } })
	await say(resting, 'Chef')
	await settle()
	const first = await only('NOT_FOUND')
	expect(first.remedies).toEqual(['archive', 'restore', 'allow_recreate'])
	expect(await mend(first.group, { act: 'rest' })).toMatchObject({ ok: true })
	standIn.turn({ accept: { id: resting.crmId } })
	await say(resting, 'Owner')
	await settle()
	expect((await errorsPage()).groups).toEqual([])
	expect(await crmIdOf(resting)).toEqual([[resting.crmId, 'never']])
	expect((await both(resting)).crm).toBe('Buyer')
	await say(anew, 'Chef')
	await settle()
	const { group } = await only('NOT_FOUND')
	const email = `guest${lot - 1}@jasper.test`
	standIn.turn({ remove: { object: 'Lead', id: anew.crmId } })
	const there = put({ LastName: 'Silva', Company: 'Bar Silva', Email: email })
	expect(await mend(group, { act: 'again' })).toMatchObject({ ok: true })
	await settle()
	expect((await errorsPage()).groups).toEqual([])
	expect(await crmIdOf(anew)).toEqual([[there, 'active']])
	expect((await org.readByIds('Lead', [there], ['Title']))[0]?.values['Title']).toBe('Chef')
})

test('DUPLICATES_DETECTED: who may be meant is listed; the duplicate is allowed once, or another is said to be meant', async () => {
	const [allowed, linked, taken] = [await comes('Buyer'), await comes('Buyer'), await comes('Buyer')]
	const twinOf = async ({ id }: Guest) =>
		put({ LastName: 'Silva', Company: 'Bar Silva', Email: String((await db`select email from ma_prospect where id = ${id}`)[0]?.['email']), Title: 'Twin' })
	const refuse = ({ crmId }: Guest) => standIn.turn({ refuse: { id: crmId, code: 'DUPLICATES_DETECTED', message: `Use one of these records? ${crmId}` } })
	const twin = await twinOf(allowed)
	refuse(allowed)
	await say(allowed, 'Chef')
	await settle()
	const first = await only('DUPLICATES_DETECTED')
	expect([first.remedies, first.records[0]?.candidates]).toEqual([['link_candidate', 'allow_duplicate', 'merge'], [`Lead:${twin}`]])
	expect(await mend(first.group, { act: 'retry' })).toMatchObject({ ok: true })
	await settle()
	await only('DUPLICATES_DETECTED')
	expect(await mend(first.group, { act: 'allow_duplicate' })).toMatchObject({ ok: true })
	await settle()
	expect((await errorsPage()).groups).toEqual([])
	expect((await both(allowed)).crm).toBe('Chef')
	standIn.turn({ accept: { id: allowed.crmId } })

	const meant = await twinOf(linked)
	refuse(linked)
	await say(linked, 'Chef')
	await settle()
	const { group, records } = await only('DUPLICATES_DETECTED')
	const [error, candidate] = [records[0]?.id ?? 0, `Lead:${meant}`]
	await db`update sync_link set crm_id = ${meant} where id = ${taken.linkId}`
	expect((await errorsPage()).candidates).toEqual([
		{ key: candidate, object: 'Lead', id: meant, name: `Silva · guest${lot - 1}@jasper.test`, linkId: taken.linkId },
	])
	expect(await mend(group, { act: 'link', error, candidate })).toMatchObject({ ok: false, refusals: [{ code: 'SYNC_CANDIDATE_TAKEN' }] })
	await db`update sync_link set crm_id = ${taken.crmId} where id = ${taken.linkId}`
	expect(await mend(group, { act: 'link', error, candidate: `Lead:${twin}` })).toMatchObject({ ok: false, refusals: [{ code: 'SYNC_CANDIDATE_UNKNOWN' }] })
	expect(await mend(group, { act: 'link', error, candidate })).toMatchObject({ ok: true })
	await settle()
	expect((await errorsPage()).groups).toEqual([])
	expect(await crmIdOf(linked)).toEqual([[meant, 'active']])
	expect(await crmIdOf(taken)).toEqual([[taken.crmId, 'active']])
})

test('DUPLICATE_MATCH: of two there who share an address the other is said to be meant; who is meant is linked, the first is free, and nothing is asked again', async () => {
	const email = `guest${lot++}@jasper.test`
	const [first, second] = [0, 1].map(() => put({ LastName: 'Silva', Company: 'Bar Silva', Email: email, Title: 'Chef' }))
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, company, assigned_user_id, assigned_at) values (${sellerId}, ${email}, 'Silva', 'Bar Silva', ${userId}, ${clock()}) returning id`
	const guest = { id: made?.id ?? 0, linkId: 0, crmId: '' }
	await settle()
	const linked = async () => (await crmIdOf(guest))[0]?.[0] ?? ''
	const taken = await linked()
	const other = taken === first ? (second ?? '') : (first ?? '')
	const { group, remedies, records } = await only('DUPLICATE_MATCH')
	expect([remedies, records[0]?.candidates.toSorted()]).toEqual([['link_candidate', 'merge'], [`Lead:${first}`, `Lead:${second}`].toSorted()])
	expect(await mend(group, { act: 'retry' })).toMatchObject({ ok: true })
	await settle()
	await only('DUPLICATE_MATCH')
	const error = records[0]?.id ?? 0
	expect(await mend(group, { act: 'link', error, candidate: `Lead:${other}` })).toMatchObject({ ok: true })
	await settle()
	expect([await crmIdOf(guest), (await errorsPage()).groups]).toEqual([[[other, 'active']], []])
	await say({ ...guest, crmId: other }, 'Owner')
	await settle()
	expect((await org.readByIds('Lead', [taken, other], ['Title'])).map(({ id, values }) => [id === other, values['Title']]).toSorted()).toEqual([
		[false, 'Chef'],
		[true, 'Owner'],
	])
	expect((await errorsPage()).groups).toEqual([])
})
