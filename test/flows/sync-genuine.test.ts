import { beforeEach, expect, test } from 'vitest'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import { changeUsers } from '../../app/flows/sync-setup/change-users.ts'
import { withTransaction } from '../../db/client.server.ts'
import { connectFirst, errorRoom, outsideStage, press, unfinished } from '../support/outside-stage.ts'
import { makeStaff } from '../support/staff.ts'

// proof.md, "Stand-ins refuse": what an org refuses by its own rules, provoked through Kontor's flows: its code, what the room offers, and that this clears it.
const stage = await outsideStage('zircon', { startsAt: Date.now() + 3_600_000 })
const { db, sellerId, userId, staff: ada, standIn, org, clock, once, settle, done } = stage
for (const line of ['Campaign__c reference(Campaign) "Campaign"', 'Member__c string(20) ^ "Member"']) standIn.turn({ addField: { object: 'Lead', line } })
const connectionId = await connectFirst(stage)
for (const name of ['tier', 'campaign', 'member'])
	await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type, length) values (${sellerId}, 'prospect', ${name}, '{"en":"Own"}', 'text', 40)`
await db`insert into sync_field_map (object_map_id, crm_field, ma_field, behaviour, blank)
	select id, f.crm, f.ma, 'most_recent', 'clear' from sync_object_map, (values ('Tier__c', 'custom.tier'), ('Campaign__c', 'custom.campaign'), ('Member__c', 'custom.member')) f(crm, ma) where connection_id = ${connectionId} and crm_object = 'Lead'`

let lot = 0
type Guest = { id: number; email: string; crmId: string }
async function appears(more: { mail?: string; custom?: Record<string, string> } = {}): Promise<{ id: number; email: string }> {
	const email = more.mail ?? `guest${lot++}@zircon.test`
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, custom, assigned_user_id, assigned_at)
		values (${sellerId}, ${email}, 'Ana', 'Silva', 'Bar Silva', ${db.json(more.custom ?? {})}, ${userId}, ${clock()}) returning id`
	return { id: made?.id ?? 0, email }
}
const crmIdOf = async (id: number) =>
	(await db<{ crmId: string }[]>`select crm_id from sync_link where connection_id = ${connectionId} and ma_id = ${String(id)} and state = 'active'`)[0]
		?.crmId ?? ''
async function comes(): Promise<Guest> {
	const guest = await appears()
	await settle()
	return { ...guest, crmId: await crmIdOf(guest.id) }
}
const retitle = ({ id }: { id: number }, title: string) => db`update ma_prospect set title = ${title} where id = ${id}`
const leadsOf = (email: string) =>
	[...(standIn.org.rows.get('Lead')?.values() ?? [])].filter(({ values, deletedAt }) => values['Email'] === email && !deletedAt)
const there = ({ email }: { email: string }, field: string) => leadsOf(email)[0]?.values[field] ?? null
const put = (object: string, values: Record<string, string>) => (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
/** What somebody there does between our reading and our writing. */
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
const room = async () => await errorRoom(stage, connectionId)
const only = async (code: string) => {
	const { groups, records } = await room()
	expect(groups.map((group) => group.code)).toEqual([code])
	return { group: groups[0]?.key ?? '', ...groups[0], records }
}
const clears = async (group: string, remedy: Parameters<typeof press>[3]) => {
	expect(await press(stage, connectionId, group, remedy)).toMatchObject({ ok: true })
	await settle()
	await settle()
	expect((await room()).groups).toEqual([])
	expect(await unfinished(stage)).toBe(0)
}
beforeEach(async () => {
	await settle()
	standIn.mend()
	expect((await room()).groups).toEqual([])
})

test('a rule against duplicates: she who was put in meanwhile is said to be her, or is merged away there, and there is one lead', async () => {
	standIn.turn({ duplicateRule: { object: 'Lead', isOn: true } })
	const twinOf = (email: string) => put('Lead', { FirstName: 'Ana', LastName: 'Silva', Company: 'Bar Silva', Email: email, Title: 'Chef' })
	for (const way of ['link', 'allow', 'removed'] as const) {
		const guest = await appears()
		let twin = ''
		await settle(
			meanwhile(() => {
				twin = twinOf(guest.email)
			}),
		)
		const { group, remedies, linked, message, records } = await only('DUPLICATES_DETECTED')
		expect({ remedies, linked, message }).toEqual({ remedies: ['link_candidate', 'allow_duplicate', 'merge'], linked: 0, message: 'Use one of these records?' })
		expect(records.map(({ candidates }) => candidates)).toEqual([[`Lead:${twin}`]])
		if (way === 'link') await clears(group, { act: 'link', error: records[0]?.id ?? 0, candidate: `Lead:${twin}` })
		if (way === 'allow') await clears(group, { act: 'allow_duplicate' })
		if (way === 'removed') {
			standIn.turn({ remove: { object: 'Lead', id: twin } })
			await clears(group, { act: 'retry' })
		}
		const [lead, ...more] = leadsOf(guest.email)
		expect([lead?.id === twin, more], way).toEqual([way !== 'removed', []])
		expect(await crmIdOf(guest.id)).toBe(lead?.id)
	}
	standIn.turn({ duplicateRule: { object: 'Lead', isOn: false } })
})

test('a value that only one may have: who has it is named out of the org’s own words, for one who is new and one who is known, and is said to be her', async () => {
	const holders = ['M-1', 'M-2'].map((Member__c) => put('Lead', { LastName: 'Silva', Company: 'Bar Silva', Email: `${Member__c}@elsewhere.test`, Member__c }))
	const fresh = await appears({ custom: { member: 'm-1' } })
	const known = await comes()
	await db`update ma_prospect set title = 'Chef', custom = '{"member":"M-2"}' where id = ${known.id}`
	await settle()
	const { groups, records } = await room()
	expect(groups.map(({ code, remedies, linked }) => [code, remedies, linked])).toEqual(
		expect.arrayContaining([0, 1].map((linked) => ['DUPLICATE_VALUE', ['link_candidate', 'merge'], linked])),
	)
	expect(groups.length).toBe(2)
	for (const [guest, holder] of [
		[fresh, holders[0]],
		[known, holders[1]],
	] as const) {
		const error = records.find(({ candidates }) => candidates[0] === `Lead:${holder}`)
		const group = groups.find(({ linked }) => linked === (guest === known ? 1 : 0))?.key ?? ''
		expect(await press(stage, connectionId, group, { act: 'link', error: error?.id ?? 0, candidate: `Lead:${holder}` })).toMatchObject({ ok: true })
		await settle()
		expect(await crmIdOf(guest.id)).toBe(holder)
		expect(standIn.org.rows.get('Lead')?.get(holder ?? '')?.values['Title'] ?? null).toBe(guest === known ? 'Chef' : null)
	}
	expect([(await room()).groups, await unfinished(stage)]).toEqual([[], 0])
})

test('rows that somebody else has locked go again by themselves; seen meanwhile, gone afterwards', async () => {
	const guests = [await comes(), await comes()]
	for (const guest of guests) await retitle(guest, 'Chef')
	standIn.turn({ lockRows: 4 })
	await once()
	expect(await only('UNABLE_TO_LOCK_ROW')).toMatchObject({ class: 'transient', retry: 'auto', count: 2, remedies: ['retry_now'] })
	await settle()
	expect((await room()).groups).toEqual([])
	expect(guests.map((guest) => there(guest, 'Title'))).toEqual(['Chef', 'Chef'])
	expect(await unfinished(stage)).toBe(0)
})

test('two calls of ours that hold one account at once leave no error and no contact behind', async () => {
	const [account] = await db<{ id: number }[]>`
		insert into account (seller_entity_id, number, name, currency, owner_user_id) values (${sellerId}, 'Z-1', 'Zircon Bars', 'USD', ${userId}) returning id`
	await settle()
	standIn.turn({ lockContention: true, answerDelayMs: 20 })
	const asked: string[] = []
	const heard: SidePort = {
		...org,
		write: async (rows) => {
			const written = await org.write(rows)
			asked.push(...written.map((one) => (one.ok ? 'landed' : one.failure.code)))
			return written
		},
	}
	await db`
		with c as (insert into contact (account_id, first_name, last_name, email) select ${account?.id ?? 0}, 'Ana', 'Silva', 'many' || n || '@zircon.test' from generate_series(1, 300) n returning id, email)
		insert into ma_prospect (seller_entity_id, email, last_name, contact_id, assigned_user_id, assigned_at) select ${sellerId}, email, 'Silva', id, ${userId}, ${clock()} from c`
	await settle({ outside: () => heard })
	expect(new Set(asked)).toEqual(new Set(['landed']))
	const contacts = [...(standIn.org.rows.get('Contact')?.values() ?? [])].filter(({ values }) => String(values['Email']).startsWith('many'))
	expect([contacts.length, new Set(contacts.map(({ values }) => values['AccountId'])).size]).toEqual([300, 1])
})

test('too many calls, now or at once: nothing is lost, nobody is asked, and the time that the org said is kept', async () => {
	const guest = await comes()
	for (const [fault, title] of [
		['limitCalls', 'Chef'],
		['busyCalls', 'Owner'],
		['failCalls', 'Founder'],
	] as const) {
		await retitle(guest, title)
		stage.wait(61_000)
		// The feeds ask first: they hear it too.
		standIn.turn({ [fault]: 50 })
		const at = clock()
		await once()
		const [job] = await db<{ waitsFor: string; dueAt: Date }[]>`select waits_for, due_at from sync_job`
		expect(job?.waitsFor, fault).toBe(fault === 'failCalls' ? 'SERVER_UNAVAILABLE' : 'RATE_LIMITS')
		if (fault === 'limitCalls') expect((job?.dueAt.getTime() ?? 0) - at.getTime() - 61_000).toBe(2000)
		standIn.mend()
		await settle()
		expect([there(guest, 'Title'), (await room()).groups, await unfinished(stage)]).toEqual([title, [], 0])
	}
})

test('an owner who left: nobody is made hers; she comes back there, or another is said to be who she is', async () => {
	const users = [...(standIn.org.rows.get('User')?.values() ?? [])]
	const left = users.find(({ values }) => values['IsActive'] === false)?.id ?? ''
	const { userId: bea } = await makeStaff(db, sellerId, { firstName: 'Bea', lastName: 'Berg', roles: ['rep'] })
	const next = put('User', { Name: 'Bea Berg', Username: 'bea@capricorn.example', Email: 'bea@capricorn.example' })
	standIn.turn({ employ: { id: next, isActive: true } })
	for (const [id, isActive] of [
		[left, false],
		[next, true],
	] as const)
		await db`insert into sync_user_map (connection_id, outside_id, name, email, is_active, is_manual, seen_at) values (${connectionId}, ${id}, 'Bea', 'b@b.test', ${isActive}, true, ${clock()})`
	const isShe = async (outsideId: string, who: number | null) => {
		const edit = { act: 'match' as const, outsideId, userId: who }
		expect(await changeUsers(db, ada, { connectionId, edit, sides: () => org, ...done() })).toEqual({ ok: true })
	}
	for (const way of ['back', 'another'] as const) {
		if (way === 'another') standIn.turn({ employ: { id: left, isActive: false } })
		await isShe(next, null)
		await isShe(left, bea)
		const guest = await appears()
		await db`update ma_prospect set assigned_user_id = ${bea} where id = ${guest.id}`
		await settle()
		const told = (await room()).groups.filter(({ object }) => object !== 'User')
		expect(told).toMatchObject([{ code: 'INACTIVE_OWNER_OR_USER', class: 'permission', remedies: ['route_to_queue', 'set_fallback_owner'], linked: 0 }])
		expect(leadsOf(guest.email)).toEqual([])
		if (way === 'back') standIn.turn({ employ: { id: left, isActive: true } })
		else {
			await isShe(left, null)
			await isShe(next, bea)
		}
		expect(await press(stage, connectionId, told[0]?.key ?? '', { act: 'retry' })).toMatchObject({ ok: true })
		await settle()
		await settle()
		expect((await room()).groups.filter(({ code }) => code === told[0]?.code)).toEqual([])
		expect(there(guest, 'OwnerId')).toBe(way === 'back' ? left : next)
		standIn.turn({ edit: { object: 'Lead', id: leadsOf(guest.email)[0]?.id ?? '', values: { OwnerId: standIn.org.colleague } } })
		await settle()
	}
	await db`update sync_error set closed_at = ${clock()} where object = 'User'`
})

test('an object that the connected user may only read: shown as a right, and gone once it is given', async () => {
	const guest = await comes()
	standIn.turn({ readOnly: { object: 'Lead', isOn: true } })
	await retitle(guest, 'Chef')
	const fresh = await appears()
	await settle()
	const { groups } = await room()
	expect(groups.map(({ code, class: kind, remedies }) => [code, kind, remedies[0]])).toEqual(
		expect.arrayContaining([['INSUFFICIENT_ACCESS_OR_READONLY', 'permission', 'grant_right']]),
	)
	standIn.turn({ readOnly: { object: 'Lead', isOn: false } })
	for (const { key } of groups) expect(await press(stage, connectionId, key, { act: 'retry' })).toMatchObject({ ok: true })
	await settle()
	expect([(await room()).groups, there(guest, 'Title'), leadsOf(fresh.email).length, await unfinished(stage)]).toEqual([[], 'Chef', 1, 0])
})

test('a field that we may not write any more, and one that became of another kind: told before a call, and by the org where it happened meanwhile; gone once it is as it was', async () => {
	const becomes = (line: string) => standIn.turn({ addField: { object: 'Lead', line } })
	for (const [line, code, was] of [
		['Title string(128) - "Title"', 'INVALID_FIELD_FOR_INSERT_UPDATE', 'Title string(128) "Title"'],
		['Title double(4,0) "Title"', 'JSON_PARSER_ERROR', 'Title string(128) "Title"'],
	] as const) {
		const guest = await comes()
		await retitle(guest, 'Chef')
		await settle(meanwhile(() => becomes(line)))
		const told = await only(code)
		expect(told).toMatchObject({ linked: 1, remedies: code === 'JSON_PARSER_ERROR' ? ['add_transform', 'change_target'] : ['grant_right', 'change_target'] })
		becomes(was)
		await clears(told.group, { act: 'retry' })
		expect(there(guest, 'Title')).toBe('Chef')
		// Known from the description, nobody is asked. What becomes of a text in a field of numbers no org keeps.
		if (code === 'JSON_PARSER_ERROR') continue
		becomes(line)
		await retitle(guest, 'Owner')
		await settle()
		const known = await only(code)
		expect(known).toMatchObject({ field: 'Title', message: null })
		becomes(was)
		await clears(known.group, { act: 'retry' })
		expect(there(guest, 'Title')).toBe('Owner')
	}
})

test('a reference that leads nowhere, to another object, to what is deleted: each by its code, and the right one mends it', async () => {
	const [campaign, gone] = [put('Campaign', { Name: 'Fair' }), put('Campaign', { Name: 'Old fair' })]
	standIn.turn({ remove: { object: 'Campaign', id: gone } })
	const account = put('Account', { Name: 'Zircon' })
	for (const [wrong, code] of [
		[account, 'FIELD_INTEGRITY_EXCEPTION'],
		['7015g000zzzzzzzAAA', 'INVALID_CROSS_REFERENCE_KEY'],
		[gone, 'ENTITY_IS_DELETED'],
	] as const) {
		const guest = await comes()
		await db`update ma_prospect set title = ${code}, custom = custom || ${db.json({ campaign: wrong })} where id = ${guest.id}`
		await settle()
		const { group, remedies } = await only(code)
		expect(remedies).toContain(code === 'ENTITY_IS_DELETED' ? 'restore' : 'relink')
		if (code === 'ENTITY_IS_DELETED') {
			standIn.turn({ undelete: { object: 'Campaign', id: gone } })
			await clears(group, { act: 'retry' })
			expect(there(guest, 'Campaign__c')).toBe(gone)
		} else {
			await db`update ma_prospect set custom = custom || ${db.json({ campaign })} where id = ${guest.id}`
			await settle()
			expect((await room()).groups).toEqual([])
			expect(there(guest, 'Campaign__c')).toBe(campaign)
		}
		expect(there(guest, 'Title')).toBe(code)
	}
})

test('a word that is not on the org’s list: told before a call where we know the list, and by the org where it changed meanwhile; mapped, added there or blanked', async () => {
	const calls = () => standIn.org.calls.used
	const tier = async ({ id }: Guest, word: string | null) => await db`update ma_prospect set custom = custom || ${db.json({ tier: word })} where id = ${id}`
	const list = (words: string) => standIn.turn({ addField: { object: 'Lead', line: `Tier__c picklist(${words}) * "Tier"` } })
	for (const way of ['mapped', 'added', 'blanked'] as const) {
		const guest = await comes()
		const before = calls()
		await tier(guest, `${way}-before`)
		await settle()
		const known = await only('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST')
		expect(known).toMatchObject({ field: 'Tier__c', value: `${way}-before`, remedies: ['map_value', 'add_value', 'blank_value'] })
		expect(calls()).toBeGreaterThan(before)
		await clears(known.group, { act: 'blank' })
		await tier(guest, 'Gold')
		await settle(meanwhile(() => list('Silver;Bronze')))
		const told = await only('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST')
		expect(told).toMatchObject({ field: 'Tier__c', value: 'Gold', message: 'Tier: bad value for restricted picklist field: Gold' })
		if (way === 'mapped') await clears(told.group, { act: 'map', value: 'Silver' })
		if (way === 'added') list('Gold;Silver;Bronze')
		if (way !== 'mapped') await clears(told.group, way === 'added' ? { act: 'retry' } : { act: 'blank' })
		expect(there(guest, 'Tier__c')).toBe({ mapped: 'Silver', added: 'Gold', blanked: null }[way])
		list('Gold;Silver;Bronze')
		await withTransaction(db, (tx) => tx`update sync_field_map set transform = null where crm_field = 'Tier__c'`)
		await settle()
	}
})

test('what an org shows later than it stamps it is found all the same, and once', async () => {
	const guest = await comes()
	standIn.turn({ lateSeconds: 150 })
	standIn.turn({ edit: { object: 'Lead', id: guest.crmId, values: { Title: 'Chef' } } })
	const here = async () => (await db`select title from ma_prospect where id = ${guest.id}`)[0]?.['title']
	await settle()
	expect(await here()).toBe(null)
	await settle()
	expect(await here()).toBe(null)
	await settle()
	expect(await here()).toBe('Chef')
	standIn.mend()
	await settle()
	expect(
		await db`select count(*)::int as count from sync_decision where ma_field = 'title' and value = '"Chef"' and link_id = (select id from sync_link where ma_id = ${String(guest.id)})`,
	).toEqual([{ count: 1 }])
})
