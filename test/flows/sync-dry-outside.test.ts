import { expect, test } from 'vitest'
import { openOwnSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { openRuns } from '../../app/flows/sync/open-runs.ts'
import { changeConnection } from '../../app/flows/sync-setup/change-connection.ts'
import { changeScope } from '../../app/flows/sync-setup/change-scope.ts'
import { differences, dryLists, fieldOf, madeIn, plain, refusedIn, updatesIn } from '../support/dry-list.ts'
import { connectFirst, outsideStage } from '../support/outside-stage.ts'

/** A dry run between the house and an org says what the run then does (sync-core.md section e, A12). */
const stage = await outsideStage('quartz')
const { db, sellerId, userId, standIn, work, staff, settle, wait, done } = stage
wait(61_000)
const connectionId = await connectFirst(stage)
await db`update sync_connection set state = 'paused', started_at = null, canary_stage = 0 where id = ${connectionId}`
let writes = 0
const changed = standIn.org.changed
standIn.org.changed = (...args) => {
	writes++
	changed(...args)
}

const { dry, cells, refused, links } = dryLists({
	...{ db, staff, connectionId, work, done, outside: 'crm' },
	theirs: (object) => [...(standIn.org.rows.get(object)?.values() ?? [])].filter(({ deletedAt }) => deletedAt === null),
})

const put = (object: string, values: Record<string, string | boolean | null>) => (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
const edit = (object: string, id: string, values: Record<string, string | boolean | null>) =>
	expect((standIn.turn({ edit: { object, id, values } }) as { edit: { ok: boolean } }).edit).toMatchObject({ ok: true })
type More = { title?: string; phone?: string; first?: string; owner?: number | null; contact?: number | null; optedOut?: boolean; company?: string | null }
async function prospect(name: string, { title, phone, first = 'Ana', owner = null, contact = null, optedOut = false, company = 'Bar Silva' }: More = {}) {
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, title, phone, assigned_user_id, assigned_at, contact_id, opted_out)
		values (${sellerId}, ${`${name}@quartz.test`}, ${first}, ${name}, ${company}, ${title ?? null}, ${phone ?? null}, ${owner}, ${owner ? stage.clock() : null}, ${contact}, ${optedOut}) returning id`
	return made?.id ?? 0
}
async function account(name: string, people: readonly string[]): Promise<{ id: number; people: number[] }> {
	const [made] = await db<
		{ id: number }[]
	>`insert into account (seller_entity_id, number, name, currency, owner_user_id) values (${sellerId}, ${name}, ${name}, 'USD', ${userId}) returning id`
	const id = made?.id ?? 0
	const contacts = await db<
		{ id: number; email: string }[]
	>`insert into contact (account_id, first_name, last_name, email) select ${id}, 'Mina', p, p || '@quartz.test' from unnest(${[...people]}::text[]) p returning id, email`
	const ids: number[] = []
	for (const contact of contacts) ids.push(await prospect(contact.email.split('@')[0] ?? '', { first: 'Mina', owner: userId, contact: contact.id }))
	return { id, people: ids }
}

/** All of it at once, past the ramp: one of these people is refused a field, and the ramp would stop there. */
async function goesOn(): Promise<void> {
	await changeConnection(db, staff, { connectionId, act: 'run', ...done() })
	await db`update sync_connection set state = 'running', canary_stage = 3 where id = ${connectionId}`
	await settle()
	await settle()
}
const pause = () => changeConnection(db, staff, { connectionId, act: 'pause', ...done() })

/** Who is in the mix, and what becomes of her. */
const mix = {
	/** Nobody there, taken by somebody here: a lead. */ lead: 0,
	/** Nobody there, and nobody's: left alone. */ alone: 0,
	/** A contact there, values on both sides. */ met: 0,
	/** Two contacts there. */ unsure: 0,
	/** Her first name is too long for the org. */ long: 0,
	/** She said no to mails. */ out: 0,
	/** The filter does not want her. */ filtered: 0,
}

test('(e, A12) on a fresh connection: companies, their people and what is sold to them, leads, meetings, refusals, and nothing is written or linked', async () => {
	const roasters = await account('Quartz Roasters', ['mina', 'eleanor'])
	const [deal] = await db<
		{ id: number }[]
	>`insert into crm_opportunity (account_id, name, currency, amount_minor, close_on, stage, owner_user_id) values (${roasters.id}, 'Machines', 'USD', 120000, '2026-09-30', 'proposal', ${userId}) returning id`
	await db`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) select ${roasters.id}, ${deal?.id ?? 0}, contact_id, 'buyer' from ma_prospect where id = ${roasters.people[0] ?? 0}`
	mix.lead = await prospect('lead', { owner: userId, title: 'Owner' })
	mix.alone = await prospect('alone')
	mix.met = await prospect('met', { title: 'Barista', phone: '+1 701 1' })
	put('Contact', { LastName: 'met', FirstName: 'Anna', Email: 'met@quartz.test', Title: null })
	mix.unsure = await prospect('unsure')
	put('Contact', { LastName: 'unsure', Email: 'unsure@quartz.test', Phone: '+1 701 2' })
	put('Contact', { LastName: 'unsure', Email: 'unsure@quartz.test', Phone: '+1 701 3' })
	mix.long = await prospect('long', { owner: userId, first: 'A'.repeat(41) })
	mix.out = await prospect('out', { optedOut: true })
	put('Lead', { LastName: 'out', Email: 'out@quartz.test', Company: 'Bar', HasOptedOutOfEmail: false })
	mix.filtered = await prospect('filtered')
	put('Contact', { LastName: 'filtered', Email: 'filtered@quartz.test', Title: 'Competitor' })
	await db`update sync_object_map set filter = ${db.json({ not: { field: 'Title', op: 'eq', value: 'Competitor' } } as never)} where connection_id = ${connectionId} and crm_object = 'Contact'`
	const [before, calls] = [await cells(), standIn.org.calls.used]
	writes = 0
	const { run, lines } = await dry()
	expect(run.stage).toBe('listed')
	expect(standIn.org.calls.used).toBeGreaterThan(calls)
	expect(writes).toBe(0)
	expect(await cells()).toEqual(before)
	expect(await links()).toEqual([])
	expect(await refused()).toEqual([])
	expect((await db`select 1 from sync_write`).length + (await db`select 1 from sync_job`).length + (await db`select 1 from sync_decision`).length).toBe(0)

	await goesOn()
	const { updated, made } = differences(before, await cells())
	// What the org says in a new lead of its own accord is on the list as its own, and with what comes of it here.
	const theirs = lines.filter(({ rule }) => rule === 'theirs')
	expect(theirs.map(({ object, peerId, field, toValue }) => [object, peerId, field, toValue]).sort()).toEqual(
		[mix.lead, mix.long].map((id) => ['Lead', String(id), 'Status', 'Open - Not Contacted']),
	)
	expect(updatesIn(lines)).toEqual(updated)
	expect(updated).toEqual(expect.arrayContaining([mix.lead, mix.long].map((id) => `ma:prospect:${id}:lead_status  → "open"`)))
	const linkOf = new Map((await links()).map((link) => [`crm:${link.crmObject}:${link.crmId}`, `crm:${link.crmObject} for ${link.maObject}:${link.maId}`]))
	expect([...madeIn(lines).keys()].sort()).toEqual([...made.keys()].map((key) => linkOf.get(key)).sort())
	for (const [record, values] of made) {
		const said = new Map((madeIn(lines).get(linkOf.get(record) ?? '') ?? []).map(({ field, toValue }) => [field, toValue]))
		for (const [key, value] of values)
			if (!/Id$/.test(fieldOf(key)) || fieldOf(key) === 'OwnerId') expect(plain(said.get(fieldOf(key))), key).toBe(plain(value))
			else expect(said.has(fieldOf(key)), key).toBe(true)
	}
	const withPeers = (await refused()).map((said) =>
		said.replace(/^crm (\w+) (\w+)/, (whole, object, id) =>
			made.has(`crm:${object}:${id}`) ? (linkOf.get(`crm:${object}:${id}`) ?? '').replace(':', ' ') : whole,
		),
	)
	expect(refusedIn(lines).sort()).toEqual(withPeers.sort())
	const [met, rests] = [lines.filter(({ rule }) => rule === 'met'), lines.filter(({ rule }) => rule === 'rests')]
	const fresh = new Set(made.keys())
	const now = await links()
	const linked = now.filter(({ crmObject, crmId }) => !fresh.has(`crm:${crmObject}:${crmId}`))
	expect(met.map(({ object, recordId, peerId }) => `${object} ${recordId} ${peerId}`).sort()).toEqual(
		linked.flatMap(({ crmObject, crmId, maId, state }) => (state === 'active' ? [`${crmObject} ${crmId} ${maId}`] : [])).sort(),
	)
	expect(rests.map(({ recordId, reason }) => `${recordId} ${reason}`)).toEqual(
		linked.flatMap(({ crmId, state, stateReason }) => (state === 'archived' ? [`${crmId} ${stateReason}`] : [])),
	)
})

test('(e) of linked people: edits of both sides, one against the other, a word on mails, and who leaves or comes back by a filter that is tried', async () => {
	await settle()
	await pause()
	wait(61_000)
	const began = stage.clock()
	const crmIds = new Map((await links()).map(({ maObject, maId, crmId }) => [`${maObject}:${maId}`, crmId]))
	const there = (id: number) => crmIds.get(`prospect:${id}`) ?? ''
	await db`update ma_prospect set title = 'Head of coffee', phone = '+1 701 9' where id = ${mix.met}`
	edit('Contact', there(mix.met), { Phone: '+1 701 8' })
	edit('Lead', there(mix.lead), { HasOptedOutOfEmail: true, Title: 'Founder' })
	await db`update ma_prospect set first_name = ${'B'.repeat(42)}, last_name = 'Longest' where id = ${mix.long}`
	await db`update account set name = 'Quartz & Sons' where name = 'Quartz Roasters'`
	const before = await cells()
	writes = 0
	const { run, lines } = await dry()
	const [map] = await db<{ id: number }[]>`select id from sync_object_map where connection_id = ${connectionId} and crm_object = 'Contact'`
	const objectMapId = map?.id ?? 0
	const tried = await dry({ filter: { objectMapId, filter: { field: 'LastName', op: 'eq', value: 'met' } } })
	const all = await dry({ filter: { objectMapId, filter: null } })
	expect([writes, run.stage]).toEqual([0, 'listed'])
	expect(await cells()).toEqual(before)
	const contacts = (await links()).flatMap(({ crmObject, crmId, state }) => (crmObject === 'Contact' && state === 'active' ? [crmId] : []))
	expect(
		tried.lines
			.filter(({ rule }) => rule === 'rests')
			.map(({ recordId }) => recordId)
			.sort(),
	).toEqual(contacts.filter((id) => id !== there(mix.met)).sort())
	expect(all.lines.filter(({ rule }) => rule === 'returns').map(({ recordId }) => recordId)).toEqual([there(mix.filtered)])
	expect([tried.run.looked, all.run.looked]).toEqual([contacts.length + 1, contacts.length + 1])
	await goesOn()
	const { updated, made } = differences(before, await cells())
	expect([...made.keys()]).toEqual([])
	expect(updatesIn(lines)).toEqual(updated)
	expect(updated.length).toBeGreaterThan(5)
	expect(refusedIn(lines).sort()).toEqual((await refused(began)).sort())
})

test('(A26) a back-fill with an org makes those whom its dry run listed, behind what is urgent, and nobody else', async () => {
	await settle()
	const scope = { createsCrm: 'gate' as const, createsMa: 'never' as const, policies: { crm: {}, ma: {} } }
	const [map] = await db<{ id: number }[]>`select id from sync_object_map where connection_id = ${connectionId} and crm_object = 'Lead'`
	const objectMapId = map?.id ?? 0
	const there = put('Lead', { LastName: 'Before', Company: 'Bar', Email: 'before@quartz.test' })
	put('Lead', { LastName: 'Twin', Company: 'Bar', Email: 'before@quartz.test' })
	put('Lead', { LastName: 'Mailless', Company: 'Bar', Email: null })
	put('Lead', { LastName: 'Competitor', Company: 'Rival', Email: 'rival@quartz.test' })
	await settle()
	const wish = { act: 'filter' as const, filter: { field: 'Company', op: 'ne', value: 'Rival' } as never }
	const change = (given: Parameters<typeof changeScope>[2]['wish']) =>
		changeScope(db, staff, { connectionId, objectMapId, wish: given, ownSides: openOwnSides, ...done() })
	expect(await change({ act: 'who', scope })).toMatchObject({ ok: true })
	expect(await change(wish)).toMatchObject({ ok: true })
	await settle()
	const mails = async () =>
		(await db<{ email: string }[]>`select email from ma_prospect where email in ('before@quartz.test', 'rival@quartz.test')`).map(({ email }) => email)
	expect(await mails()).toEqual([])
	const { lines, run } = await dry({ backfill: { objectMapId } })
	expect([...madeIn(lines).keys()]).toEqual([`ma:prospect for Lead:${there}`])
	expect(run.records).toContainEqual({ rule: 'made', count: 1 })
	expect(refusedIn(lines)).toEqual([expect.stringMatching(/^crm Lead \w+ {2}NO_EMAIL$/)])
	expect(await mails()).toEqual([])
	const begun = await change({ act: 'backfill' })
	expect(begun).toMatchObject({ ok: true })
	expect((await openRuns(db, staff, connectionId, { kind: 'backfill', after: null, limit: 1 }))?.runs[0]).toMatchObject({ stage: 'listing', looked: 0 })
	await settle()
	expect(await mails()).toEqual(['before@quartz.test'])
	expect((await openRuns(db, staff, connectionId, { kind: 'backfill', after: null, limit: 1 }))?.runs[0]).toMatchObject({ stage: 'done', waiting: 0, total: 3 })
})
