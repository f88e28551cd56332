import { beforeEach, expect, test } from 'vitest'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import { connect, errorRoom, leadMap, lineOf, outsideStage, press, unfinished } from '../support/outside-stage.ts'

// proof.md, "Stand-ins refuse": what an org refuses by its rights, its limits and its flows, earned and not said: its code, its class, and that what helps there clears it here.
const stage = await outsideStage('jasper')
const { db, sellerId, userId, standIn, org, clock, wait, settle } = stage
standIn.turn({ addField: { object: 'Lead', line: 'Campaign__c reference(Campaign) "Campaign"' } })
await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type, length) values (${sellerId}, 'prospect', 'campaign', '{"en":"Own"}', 'text', 40)`
const connectionId = await connect(stage, [{ ...leadMap, fields: [...leadMap.fields, lineOf('Campaign__c', 'custom.campaign')] }])

let lot = 0
async function comes(): Promise<{ id: number; email: string; crmId: string }> {
	const email = `guest${lot++}@jasper.test`
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, company, assigned_user_id, assigned_at) values (${sellerId}, ${email}, 'Silva', 'Bar Silva', ${userId}, ${clock()}) returning id`
	await settle()
	const [link] = await db<{ crmId: string }[]>`select crm_id from sync_link where connection_id = ${connectionId} and ma_id = ${String(made?.id ?? 0)}`
	return { id: made?.id ?? 0, email, crmId: link?.crmId ?? '' }
}
type Guest = Awaited<ReturnType<typeof comes>>
const retitle = ({ id }: Guest, title: string) => db`update ma_prospect set title = ${title} where id = ${id}`
const there = ({ crmId }: Guest, field: string) => standIn.org.rows.get('Lead')?.get(crmId)?.values[field] ?? null
const put = (object: string, values: Record<string, string>) => (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
/** Something happens there between our reading and our writing. */
const meanwhile = (act: () => unknown) => {
	let isDone = false
	const port: SidePort = {
		...org,
		write: async (rows) => {
			if (!isDone) act()
			isDone = true
			return await org.write(rows)
		},
	}
	return { outside: () => port }
}
const only = async (code: string) => {
	const { groups } = await errorRoom(stage, connectionId)
	expect(groups.map((group) => group.code)).toEqual([code])
	return { key: '', ...groups[0] }
}
const clears = async (group: string) => {
	expect(await press(stage, connectionId, group, { act: 'retry' })).toMatchObject({ ok: true })
	await settle()
	expect([(await errorRoom(stage, connectionId)).groups, await unfinished(stage)]).toEqual([[], 0])
}
beforeEach(async () => {
	await settle()
	expect((await errorRoom(stage, connectionId)).groups).toEqual([])
})

test('MALFORMED_ID: what is no id at all is refused by its field, the rest of the record goes, and an id mends it', async () => {
	const [guest, campaign] = [await comes(), put('Campaign', { Name: 'Fair' })]
	await db`update ma_prospect set title = 'Chef', custom = '{"campaign":"the fair"}' where id = ${guest.id}`
	await settle()
	expect(await only('MALFORMED_ID')).toMatchObject({
		class: 'reference',
		field: 'Campaign__c',
		value: 'the fair',
		message: 'Campaign: id value of incorrect type: the fair',
	})
	expect(there(guest, 'Title')).toBe('Chef')
	await db`update ma_prospect set custom = ${db.json({ campaign })} where id = ${guest.id}`
	await settle()
	expect([(await errorRoom(stage, connectionId)).groups, there(guest, 'Campaign__c'), await unfinished(stage)]).toEqual([[], campaign, 0])
})

test('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: a record that the connected user is not shown may not be named; shown again it may', async () => {
	const [guest, campaign] = [await comes(), put('Campaign', { Name: 'Secret fair' })]
	standIn.turn({ access: { id: campaign, isOn: false } })
	await db`update ma_prospect set custom = ${db.json({ campaign })} where id = ${guest.id}`
	await settle()
	const { key, ...told } = await only('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY')
	expect(told).toMatchObject({ class: 'permission', remedies: ['grant_right', 'change_target'] })
	standIn.turn({ access: { id: campaign, isOn: true } })
	await clears(key)
	expect(there(guest, 'Campaign__c')).toBe(campaign)
})

test('CANNOT_EXECUTE_FLOW_TRIGGER: a flow that fails is told in the org’s words to an administrator, and all goes once it is mended', async () => {
	const guest = await comes()
	standIn.turn({ flow: { object: 'Lead', field: 'Title', is: 'Chef', name: 'Greet the chef' } })
	await retitle(guest, 'Chef')
	await settle()
	const { key, ...told } = await only('CANNOT_EXECUTE_FLOW_TRIGGER')
	expect(told).toMatchObject({
		class: 'remote_config',
		remedies: ['ask_admin', 'retry_now'],
		message: expect.stringContaining('“Greet the chef” process failed'),
	})
	expect((await db`select 1 from crm_task where subject = 'task.sync_refused' and status = 'open'`).length).toBe(1)
	standIn.turn({ dropRules: true })
	await clears(key)
	expect(there(guest, 'Title')).toBe('Chef')
	expect((await db`select 1 from crm_task where subject = 'task.sync_refused' and status = 'open'`).length).toBe(0)
})

test('STORAGE_LIMIT_EXCEEDED: a full org makes nobody anew and changes who is there; with room she is made, once', async () => {
	const known = await comes()
	standIn.turn({ room: { more: 0 } })
	const fresh = await comes()
	await retitle(known, 'Owner')
	await settle()
	const { key, ...told } = await only('STORAGE_LIMIT_EXCEEDED')
	expect(told).toMatchObject({ class: 'remote_config', linked: 0, message: 'storage limit exceeded' })
	expect([fresh.crmId, there(known, 'Title')]).toEqual(['', 'Owner'])
	standIn.turn({ room: { more: null } })
	await clears(key)
	expect((await org.findMatches('Lead', [fresh.email], ['LastName'])).length).toBe(1)
})

test('API_DISABLED_FOR_ORG: an org that lets no program in says so in the room, loses nothing, and all flows once it does', async () => {
	const guest = await comes()
	await retitle(guest, 'Owner')
	await settle(meanwhile(() => standIn.turn({ api: { isOn: false } })))
	const { key, ...told } = await only('API_DISABLED_FOR_ORG')
	expect(told).toMatchObject({ class: 'remote_config', message: 'The REST API is not enabled for this Organization.', linked: 1 })
	standIn.turn({ api: { isOn: true } })
	await clears(key)
	expect(there(guest, 'Title')).toBe('Owner')
})

test('INVALID_FIELD: a field that was taken away while it was being written stays behind alone, and goes once it is there again', async () => {
	const guest = await comes()
	await db`update ma_prospect set title = 'Baker', phone = '+1 701 4' where id = ${guest.id}`
	await settle(meanwhile(() => standIn.turn({ dropField: { object: 'Lead', name: 'Title' } })))
	const { groups } = await errorRoom(stage, connectionId)
	expect(groups.map(({ code, class: kind, field }) => [code, kind, field])).toEqual([['INVALID_FIELD', 'engine', 'Title']])
	expect(there(guest, 'Phone')).toBe('+1 701 4')
	standIn.turn({ addField: { object: 'Lead', line: 'Title string(128) "Title"' } })
	await clears(groups[0]?.key ?? '')
	expect(there(guest, 'Title')).toBe('Baker')
})

test('REQUEST_LIMIT_EXCEEDED: the day that others used up is waited for, with its time shown, nothing is asked meanwhile, and then all goes', async () => {
	const guest = await comes()
	await retitle(guest, 'Founder')
	const { limit } = standIn.org.calls
	await settle(meanwhile(() => standIn.turn({ calls: { used: limit } })))
	const midnight = new Date((Math.floor(clock().getTime() / 86_400_000) + 1) * 86_400_000)
	expect(await db`select waits_for, due_at from sync_job where connection_id = ${connectionId}`).toEqual([
		{ waitsFor: 'REQUEST_LIMIT_EXCEEDED', dueAt: midnight },
	])
	expect(await db`select state, live_paused_until from sync_connection where id = ${connectionId}`).toEqual([{ state: 'running', livePausedUntil: midnight }])
	expect((await errorRoom(stage, connectionId)).groups, 'nobody has to do anything').toEqual([])
	for (const _round of [1, 2]) await settle()
	expect(there(guest, 'Title')).toBe(null)
	standIn.turn({ calls: { used: 0 } })
	wait(midnight.getTime() - clock().getTime())
	await settle()
	expect([there(guest, 'Title'), await unfinished(stage)]).toEqual(['Founder', 0])
})
