import { beforeEach, expect, test } from 'vitest'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import type { SyncValue } from '../../app/engine/sync/types.ts'
import { letDeletion } from '../../app/flows/deletion/let-deletion.ts'
import { undoDeletion } from '../../app/flows/deletion/undo-deletion.ts'
import type { NewObjectMap } from '../../db/queries/sync-connection.ts'
import { connect, lineOf, outsideStage, unfinished } from '../support/outside-stage.ts'

const stage = await outsideStage('onyx')
const { db, sellerId, staff: ada, standIn, org, orgBy, clock, wait, once, settle } = stage

const line = (crmField: string, maField: string, behaviour: NewObjectMap['fields'][number]['behaviour'], fallback: string | null = null) =>
	lineOf(crmField, maField, { behaviour, fallback, blank: 'fill' })
const person = [
	line('Email', 'email', 'most_recent'),
	line('FirstName', 'first_name', 'most_recent'),
	line('LastName', 'last_name', 'most_recent', 'Unknown'),
	line('Title', 'title', 'most_recent'),
	line('Phone', 'phone', 'most_recent'),
]
const connectionId = await connect(stage, [
	{ crmObject: 'Contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never', fields: person },
	{
		...{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never' },
		fields: [...person, line('Company', 'company', 'crm_to_ma', 'Unknown')],
	},
])

let lot = 0
async function comes(more: { title?: string } = {}): Promise<{ id: number; email: string }> {
	const email = `guest${lot++}@onyx.test`
	const [made] = await db<
		{ id: number }[]
	>`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, title) values (${sellerId}, ${email}, 'Ana', 'Silva', 'Bar Silva', ${more.title ?? null}) returning id`
	return { id: made?.id ?? 0, email }
}
const takes = async (id: number) => {
	const [user] = await db<
		{ id: number }[]
	>`insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${sellerId}, 'N', 'O', ${`u${id}@onyx.test`}, '{rep}') returning id`
	await db`update ma_prospect set assigned_user_id = ${user?.id ?? 0}, assigned_at = ${clock()} where id = ${id}`
}
const there = async (object: string, email: string) => await org.findMatches(object, [email], ['FirstName', 'LastName', 'Title', 'Email', 'Phone'])
const here = async (id: number) => (await db<Record<string, SyncValue>[]>`select email, first_name, title, phone from ma_prospect where id = ${id}`)[0]
const edit = (object: string, id: string, values: Record<string, string | null>) => void standIn.turn({ edit: { object, id, values } })
const errors = async () => await db`select object, field, code, closed_for from sync_error where connection_id = ${connectionId} order by id`
beforeEach(async () => {
	await settle()
	await db`delete from sync_error`
	await db`delete from sync_write`
})

test('a prospect whom somebody took is one lead in the org, and changes go both ways', async () => {
	const { id, email } = await comes()
	await settle()
	expect(await there('Lead', email)).toEqual([])
	await takes(id)
	await settle()
	const [lead, ...others] = await there('Lead', email)
	expect(others).toEqual([])
	expect(lead?.values).toMatchObject({ FirstName: 'Ana', LastName: 'Silva' })
	edit('Lead', lead?.id ?? '', { Title: 'Chef' })
	await settle()
	expect(await here(id)).toMatchObject({ title: 'Chef' })
	await db`update ma_prospect set phone = '+1 701 5' where id = ${id}`
	await settle()
	expect((await there('Lead', email))[0]?.values).toMatchObject({ Title: 'Chef', Phone: '+1 701 5' })
	expect(await unfinished(stage)).toBe(0)
})

test('an answer that is lost after the commit makes neither a second lead nor a second write', async () => {
	const { id, email } = await comes()
	await takes(id)
	standIn.faults.loseAnswers = 1
	await settle()
	await settle()
	expect(await there('Lead', email)).toHaveLength(1)
	await db`update ma_prospect set title = 'Owner' where id = ${id}`
	standIn.faults.loseAnswers = 1
	await settle()
	await settle()
	expect((await there('Lead', email))[0]?.values).toMatchObject({ Title: 'Owner' })
	const journal = await db`select value from sync_decision where crm_field = 'Title' and value = '"Owner"'`
	expect(journal, 'one line in the journal, though nobody saw the answer').toHaveLength(1)
	expect(await unfinished(stage)).toBe(0)
})

test('what the org refuses stays behind alone, says why, and flows when it is mended', async () => {
	const { id, email } = await comes()
	await takes(id)
	await settle()
	await db`update ma_prospect set first_name = ${'M'.repeat(41)}, title = 'Buyer' where id = ${id}`
	await settle()
	expect((await there('Lead', email))[0]?.values).toMatchObject({ FirstName: 'Ana', Title: 'Buyer' })
	expect(await errors()).toEqual([{ object: 'Lead', field: 'FirstName', code: 'STRING_TOO_LONG', closedFor: null }])
	await db`update ma_prospect set first_name = 'Anabel' where id = ${id}`
	await settle()
	expect((await there('Lead', email))[0]?.values).toMatchObject({ FirstName: 'Anabel' })
	expect(await errors()).toMatchObject([{ closedFor: 'mended' }])
})

test('(A30) a lead that the org converts takes its link to the contact, with no error and nobody asked', async () => {
	const { id, email } = await comes()
	await takes(id)
	await settle()
	const [lead] = await there('Lead', email)
	standIn.turn({ convert: { id: lead?.id ?? '' } })
	await db`update ma_prospect set title = 'Partner' where id = ${id}`
	await settle()
	expect(await db`select crm_object, state from sync_link where ma_id = ${String(id)} and connection_id = ${connectionId}`).toEqual([
		{ crmObject: 'Contact', state: 'active' },
	])
	expect((await there('Contact', email))[0]?.values).toMatchObject({ Title: 'Partner' })
	expect((await errors()).filter(({ closedFor }) => closedFor === null)).toEqual([])
})

test('(A30) a lead that the org converts between our reading and our writing is the contact in the same round, and nobody sees an error', async () => {
	const { id, email } = await comes()
	await takes(id)
	await settle()
	const [lead] = await there('Lead', email)
	await db`update ma_prospect set title = 'Partner' where id = ${id}`
	let answers: unknown[] = []
	const late: SidePort = {
		...org,
		write: async (rows) => {
			if (answers.length === 0) standIn.turn({ convert: { id: lead?.id ?? '' } })
			const written = await org.write(rows)
			answers = [...answers, ...written.map((one) => (one.ok ? one.ok : one.failure.code))]
			return written
		},
	}
	await settle({ outside: () => late })
	expect(answers, 'the org did refuse it once').toEqual(['CANNOT_UPDATE_CONVERTED_LEAD', true])
	expect(await db`select crm_object, state from sync_link where ma_id = ${String(id)} and connection_id = ${connectionId}`).toEqual([
		{ crmObject: 'Contact', state: 'active' },
	])
	expect((await there('Contact', email))[0]?.values).toMatchObject({ Title: 'Partner' })
	expect(await errors(), 'not even one that was closed').toEqual([])
	expect(await unfinished(stage)).toBe(0)
})

test('(B8) a lead that is called converted twice, and is read as none, waits for a change, shown; the change closes it', async () => {
	const { id, email } = await comes()
	await takes(id)
	await settle()
	const [lead] = await there('Lead', email)
	standIn.turn({ refuse: { id: lead?.id ?? '', code: 'CANNOT_UPDATE_CONVERTED_LEAD', message: 'cannot reference converted lead' } })
	await db`update ma_prospect set title = 'Partner' where id = ${id}`
	await settle()
	expect(await db`select class, code, closed_for from sync_error where connection_id = ${connectionId}`).toEqual([
		{ class: 'lifecycle', code: 'CANNOT_UPDATE_CONVERTED_LEAD', closedFor: null },
	])
	expect(await db`select 1 from sync_job`, 'nothing is tried for ever').toHaveLength(0)
	standIn.turn({ accept: { id: lead?.id ?? '' } })
	await db`update ma_prospect set title = 'Founder' where id = ${id}`
	await settle()
	expect((await there('Lead', email))[0]?.values).toMatchObject({ Title: 'Founder' })
	expect(await errors()).toMatchObject([{ closedFor: 'mended' }])
	expect(await unfinished(stage)).toBe(0)
})

test('a record deleted in the org leaves its prospect at rest; an org that is busy or gone for a while loses nothing', async () => {
	const [gone, kept] = [await comes(), await comes()]
	for (const { id } of [gone, kept]) await takes(id)
	await settle()
	const [lead] = await there('Lead', gone.email)
	standIn.turn({ remove: { object: 'Lead', id: lead?.id ?? '' } })
	standIn.faults.failCalls = 2
	await db`update ma_prospect set title = 'Night' where id = ${kept.id}`
	await settle()
	await settle()
	expect(await db`select state, state_reason from sync_link where ma_id = ${String(gone.id)} and connection_id = ${connectionId}`).toEqual([
		{ state: 'archived', stateReason: 'CRM_DELETED' },
	])
	expect((await there('Lead', kept.email))[0]?.values).toMatchObject({ Title: 'Night' })
	expect(await unfinished(stage)).toBe(0)
})

test('(B11) a mass delete in the org stops before prospects rest; taken back, whoever the org restored is linked again and the others are made anew', async () => {
	// What went before is an event of its own.
	wait(20 * 60_000)
	const many: { id: number; email: string }[] = []
	for (let at = 0; at < 24; at++) many.push(await comes())
	for (const { id } of many) await takes(id)
	await settle()
	const ids = await Promise.all(many.map(async ({ email }) => (await there('Lead', email))[0]?.id ?? ''))
	const mine = db`connection_id = ${connectionId} and ma_id = any(${many.map(({ id }) => String(id))})`
	for (const id of ids) standIn.turn({ remove: { object: 'Lead', id } })
	await settle()
	await settle()
	const [asked] = await db<{ id: number; state: string; gone: number }[]>`
		select d.id, d.state, (select count(*)::int from deletion_record k where k.deletion_id = d.id and k.state = 'gone' and k.object = 'Lead' and k.record_id = any(${ids})) as gone from deletion d where d.connection_id = ${connectionId} order by d.id desc limit 1`
	expect(asked).toMatchObject({ state: 'asked', gone: 24 })
	expect(await db`select state, count(*)::int as count from sync_link where ${mine} group by 1`).toEqual([{ state: 'active', count: 24 }])
	// An edit meanwhile makes nobody anew over there.
	await db`update ma_prospect set title = 'Night' where id = ${many[0]?.id ?? 0}`
	await settle()
	expect(await there('Lead', many[0]?.email ?? '')).toEqual([])
	expect(await letDeletion(db, ada, { id: asked?.id ?? 0, requestId: 'r', at: clock() })).toEqual({ ok: true })
	await settle()
	expect(await db`select state, state_reason, count(*)::int as count from sync_link where ${mine} group by 1, 2`).toEqual([
		{ state: 'archived', stateReason: 'CRM_DELETED', count: 24 },
	])
	// The org takes one out of its bin by itself: her link is as it was.
	standIn.turn({ undelete: { object: 'Lead', id: ids[1] ?? '' } })
	await settle()
	await settle()
	expect(await db`select crm_id, state from sync_link where connection_id = ${connectionId} and ma_id = ${String(many[1]?.id)}`).toEqual([
		{ crmId: ids[1], state: 'active' },
	])
	expect(await undoDeletion(db, ada, { id: asked?.id ?? 0, requestId: 'r', at: clock() })).toEqual({ ok: true, restored: 23, refused: 0 })
	await settle()
	expect(await db`select state, count(*)::int as count from sync_link where ${mine} group by 1`).toEqual([{ state: 'active', count: 24 }])
	for (const { email } of many) expect((await there('Lead', email)).length).toBe(1)
	expect((await there('Lead', many[1]?.email ?? ''))[0]?.id).toBe(ids[1])
	expect(await unfinished(stage)).toBe(0)
})

test('(B11) what the org merged is one prospect too; where only the loser was known, her prospect is the winner’s', async () => {
	const [winner, loser, lone] = [await comes(), await comes(), await comes()]
	for (const { id } of [winner, loser, lone]) await takes(id)
	await settle()
	const [first, second, third] = await Promise.all([winner, loser, lone].map(async ({ email }) => (await there('Lead', email))[0]?.id ?? ''))
	const { put: made } = standIn.turn({ put: { object: 'Lead', values: { LastName: 'Silva', Company: 'Bar Silva', Email: 'ana@silva.test' } } }) as {
		put: { id: string }
	}
	standIn.turn({ merge: { object: 'Lead', winner: first ?? '', losers: [second ?? ''] } })
	standIn.turn({ merge: { object: 'Lead', winner: made.id, losers: [third ?? ''] } })
	await settle()
	await settle()
	expect(await db`select id, merged_into_id from ma_prospect where id in (${winner.id}, ${loser.id}, ${lone.id}) order by id`).toEqual([
		{ id: winner.id, mergedIntoId: null },
		{ id: loser.id, mergedIntoId: winner.id },
		{ id: lone.id, mergedIntoId: null },
	])
	const links =
		await db`select ma_id, crm_id, state, state_reason from sync_link where connection_id = ${connectionId} and ma_id = any(${[winner, loser, lone].map(({ id }) => String(id))}) order by ma_id::bigint`
	expect(links).toEqual([
		{ maId: String(winner.id), crmId: first, state: 'active', stateReason: null },
		{ maId: String(loser.id), crmId: second, state: 'archived', stateReason: 'MERGED' },
		{ maId: String(lone.id), crmId: made.id, state: 'active', stateReason: null },
	])
	expect(await unfinished(stage)).toBe(0)
})

test('a key that is no longer good suspends the connection, and nothing is lost', async () => {
	const { id, email } = await comes()
	await takes(id)
	await settle()
	const wrong = orgBy('another')
	await db`update ma_prospect set title = 'Later' where id = ${id}`
	await once({ outside: () => wrong })
	expect(await db`select state, suspended_for from sync_connection where id = ${connectionId}`).toMatchObject([{ state: 'suspended' }])
	await db`update sync_connection set state = 'running', suspended_for = null where id = ${connectionId}`
	await settle()
	expect((await there('Lead', email))[0]?.values).toMatchObject({ Title: 'Later' })
})

test('(B8) with the calls of the day used up everything but who waits for an answer rests until they are back, and the time is known', async () => {
	const { id, email } = await comes()
	await takes(id)
	await settle()
	await db`update ma_prospect set title = 'Tomorrow' where id = ${id}`
	standIn.turn({ calls: { used: 15_000, limit: 15_000 } })
	await once()
	const [paused] = await db<{ until: Date }[]>`select live_paused_until as until from sync_connection where id = ${connectionId}`
	const midnight = new Date(Math.ceil(clock().getTime() / 86_400_000) * 86_400_000)
	expect(paused?.until).toEqual(midnight)
	expect(await db`select lane, leased_until from sync_job where connection_id = ${connectionId}`, 'nothing is tried in vain').toEqual([
		{ lane: 2, leasedUntil: null },
	])
	wait(midnight.getTime() - clock().getTime())
	standIn.turn({ calls: { used: 0 } })
	await settle()
	expect((await there('Lead', email))[0]?.values).toMatchObject({ Title: 'Tomorrow' })
	expect(await unfinished(stage)).toBe(0)
})
