import { expect, test } from 'vitest'
import { firstMaps } from '../../app/connectors/salesforce/first-maps.ts'
import type { SidePort } from '../../app/connectors/sync/contract.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { changeFields } from '../../app/flows/crm/change-fields.ts'
import { changeRecord, openRecord } from '../../app/flows/crm/change-record.ts'
import { openAccount } from '../../app/flows/desk/open-account.ts'
import { loadMerged } from '../../app/flows/mail/load-merged.ts'
import { advanceRuns } from '../../app/flows/marketing/advance-runs.ts'
import { changeList } from '../../app/flows/marketing/change-list.ts'
import { openPerson } from '../../app/flows/marketing/open-person.ts'
import { workTouched } from '../../app/flows/marketing/work-touched.ts'
import { erasePerson } from '../../app/flows/sync/erase-person.ts'
import { forgetDecisions } from '../../app/flows/sync/forget-decisions.ts'
import { readMirrors } from '../../app/flows/sync/read-mirrors.ts'
import { startComparisons } from '../../app/flows/sync-list/start-list.ts'
import { changeMirrors, type MirrorEdit } from '../../app/flows/sync-setup/change-mirrors.ts'
import { changeObjects } from '../../app/flows/sync-setup/change-objects.ts'
import { openMapping } from '../../app/flows/sync-setup/open-mapping.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { fixedT } from '../../app/platform/i18n.server.ts'
import { predicateOf, type QuestionRow } from '../../app/ui/automation/read-automation-form.ts'
import { decimalText } from '../../app/ui/format/number.ts'
import { readConnection } from '../../db/queries/sync-connection.ts'
import { connect, lineOf, outsideStage } from '../support/outside-stage.ts'
import { statementsOf } from '../support/statement-counter.ts'

/** Another system's own objects, read here and never written (sync-core.md A22, A42). */
const stage = await outsideStage('mirrored')
const { db, sellerId, staff, standIn, org, settle, wait, clock, done } = stage
standIn.turn({
	addObject: {
		...{ name: 'Machine__c', label: 'Machine', prefix: 'a00' },
		lines:
			'Name string(80) ! "Machine Name"\nAccount__c reference(Account) "Account"\nSerial__c string(40) "Serial"\nInstalled__c date "Installed"\nWorth__c currency(18,2) "Worth"',
	},
})
standIn.turn({
	addObject: {
		...{ name: 'Course__c', label: 'Course', prefix: 'a01' },
		lines: 'Name string(80) ! "Course"\nContact__c reference(Contact) @ "Contact"\nLead__c reference(Lead) "Lead"\nNote__c string(80) "Note"',
	},
})
standIn.turn({ addObject: { name: 'Depot__c', label: 'Depot', prefix: 'a02', lines: 'Name string(80) ! "Depot"\nCampaign__c reference(Campaign) "Campaign"' } })

const accountMap = {
	...firstMaps.find(({ crmObject }) => crmObject === 'Account'),
	fields: [lineOf('Name', 'name'), lineOf('AccountNumber', 'number')],
} as (typeof firstMaps)[number]
const personOf = (crmObject: string) => ({
	crmObject,
	maObject: 'prospect',
	rank: 1,
	createsCrm: 'gate' as const,
	createsMa: 'never' as const,
	fields: [lineOf('Email', 'email'), lineOf('LastName', 'last_name')],
})
const connectionId = await connect(stage, [accountMap, personOf('Contact'), personOf('Lead')])
await db`update sync_connection set name = 'Capricorn org' where id = ${connectionId}`

const change = (edit: MirrorEdit, port: SidePort | null = org) => changeMirrors(db, staff, { connectionId, edit, sides: () => port, ...done() })
const codes = async (changing: ReturnType<typeof change>) => {
	const changed = await changing
	return changed && !changed.ok ? changed.refusals.map(({ code }) => code) : []
}
const machines = { act: 'mirror', object: 'Machine__c', parentField: 'Account__c', fields: ['Serial__c', 'Installed__c', 'Worth__c'] } as const

type House = { accountId: number; contactId: number; prospectId: number; theirs: string }
/** A coffee house that both sides know, with one buyer, who is a prospect. `isLinked`: the connection has met it. */
async function makeHouse(name: string, isLinked = true): Promise<House> {
	const theirs = (standIn.turn({ put: { object: 'Account', values: { Name: name } } }) as { put: { id: string } }).put.id
	const [row] = await db<Omit<House, 'theirs'>[]>`
		with house as (insert into account (seller_entity_id, number, name, currency, owner_user_id) values (${sellerId}, ${name}, ${name}, 'USD', ${stage.userId}) returning id),
			buyer as (insert into contact (account_id, first_name, last_name, email) select id, ${name}, ${name}, ${`${name}@own.test`} from house returning account_id, id),
			prospect as (insert into ma_prospect (seller_entity_id, email, contact_id) select ${sellerId}, ${`${name}@own.test`}, id from buyer returning id)
		select b.account_id, b.id as contact_id, p.id as prospect_id from buyer b, prospect p`
	if (!row) throw new Error('not made')
	if (isLinked) await link('account', row.accountId, 'Account', theirs)
	return { ...row, theirs }
}
const link = async (maObject: string, id: number, crmObject: string, theirs: string) =>
	await db`insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id)
		select ${connectionId}, m.id, ${crmObject}, ${theirs}, ${maObject}, ${String(id)} from sync_object_map m where m.connection_id = ${connectionId} and m.crm_object = ${crmObject}`
const put = (object: string, values: Record<string, string | null>) => (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
const rows = async () =>
	await db<
		{ name: string; custom: object; hangs: boolean }[]
	>`select r.name, r.custom, r.hangs from sync_mirror_row r join sync_mirror m on m.id = r.mirror_id where m.object = 'Machine__c' order by r.name`
const names = async () => (await rows()).map(({ name }) => name)
const mirror = async () =>
	(
		await db<
			{ id: number; stoppedBy: string | null; isPassing: boolean; pass: number }[]
		>`select id, stopped_by, is_passing, pass from sync_mirror where object = 'Machine__c'`
	)[0]
const idOf = async () => (await mirror())?.id ?? 0
const lines = async (name: string) =>
	(await db<{ kind: string }[]>`select kind from sync_mirror_line where coalesce(after, before) ->> 'name' = ${name} order by id`).map(({ kind }) => kind)
const owned = async (prospectId: number) =>
	(await db<{ name: string }[]>`select name from ma_custom_row where prospect_id = ${prospectId} and object = 'machine' order by name`).map(({ name }) => name)

const [luka, mina] = [await makeHouse('luka'), await makeHouse('mina')]

/** As the worker's loop, until nothing is left to look at. */
async function look(): Promise<void> {
	while ((await advanceRuns(db, clock())) > 0);
	for (let rounds = 0; (await workTouched(db, clock())) > 0; rounds++) if (rounds > 20) throw new Error('It never comes to rest')
}
const marketer = { ...staff, roles: ['marketer'] } as StaffMember
const noSystems = { all: [], addressOf: () => null, seal: () => '', unseal: () => null, isPrivateKey: () => false }
const question = (field: string, op: string, value: string, named = ''): QuestionRow => ({ field, op, value, days: '', named })
async function makeSegment(name: string, ...asked: QuestionRow[]): Promise<() => Promise<number[]>> {
	const predicate = predicateOf({ join: 'all', rows: asked })
	if (!predicate.ok) throw new Error(JSON.stringify(predicate))
	const saved = await changeList(db, staff, { id: null, wish: { name, predicate: predicate.value }, ...done() })
	if (!saved?.ok) throw new Error(JSON.stringify(saved))
	return async () => {
		await look()
		return (await db<{ id: number }[]>`select prospect_id as id from ma_list_member where list_id = ${saved.id} order by 1`).map(({ id }) => id)
	}
}

test('(A22) an object is read here by a lookup that leads to what is kept alike, else it is refused by its name; it is one of the house’s at once, and nobody adds to it here', async () => {
	expect(await codes(change({ ...machines, object: 'Nothing__c' }))).toEqual(['SYNC_MIRROR_HIDDEN'])
	expect(await codes(change(machines, null))).toEqual(['SYNC_MIRROR_HIDDEN'])
	expect(await codes(change({ act: 'mirror', object: 'Depot__c', parentField: 'Campaign__c', fields: [] }))).toEqual(['SYNC_MIRROR_NO_PARENT'])
	expect(await codes(change({ ...machines, parentField: 'OwnerId' }))).toEqual(['SYNC_MIRROR_PARENT'])
	expect(await codes(change({ ...machines, fields: ['Colour__c'] }))).toEqual(['SYNC_MIRROR_FIELD'])
	expect(await change(machines)).toMatchObject({ ok: true })
	expect(await codes(change(machines))).toEqual(['SYNC_MIRROR_TAKEN'])
	expect(await db`select code, labels ->> 'en' as label, parent from crm_custom_object where seller_entity_id = ${sellerId}`).toEqual([
		{ code: 'machine', label: 'Machine', parent: 'account' },
	])
	expect(await db`select name, type from crm_custom_def where seller_entity_id = ${sellerId} order by id`).toEqual([
		{ name: 'serial', type: 'text' },
		{ name: 'installed', type: 'date' },
		{ name: 'worth', type: 'number' },
	])
	const def = {
		name: 'colour',
		type: 'text' as const,
		labels: { en: 'Colour' },
		length: null,
		precision: null,
		scale: null,
		choices: null,
		isRequired: false,
		isActive: true,
	}
	expect(await changeFields(db, staff, { edit: { act: 'field', id: null, object: 'machine', def }, ...done() })).toMatchObject({
		ok: false,
		refusals: [{ code: 'CRM_OBJECT_MIRRORED' }],
	})
	const other = { ...staff, seller: { ...staff.seller, id: sellerId + 1000 } }
	expect(await changeMirrors(db, other, { connectionId, edit: { act: 'mirror_out', mirrorId: await idOf() }, sides: () => org, ...done() })).toBeNull()
	expect(await change({ act: 'mirror_again', mirrorId: 999_999 })).toBeNull()
	expect(await db`select after ->> 'code' as code from audit_entry where action = 'sync.mirror'`).toEqual([{ code: 'machine' }])
})

test('(A42) rows come, change, move and go as the org says, each with a line of the journal; the org is asked and never written to', async () => {
	const brewer = put('Machine__c', { Name: 'Brewer', Account__c: luka.theirs, Serial__c: 'S-1', Installed__c: '2026-01-02', Worth__c: '1200.50' })
	put('Machine__c', { Name: 'Grinder', Account__c: mina.theirs, Serial__c: '' })
	await settle()
	expect(await rows()).toEqual([
		{ name: 'Brewer', custom: { serial: 'S-1', installed: '2026-01-02', worth: '1200.5' }, hangs: true },
		{ name: 'Grinder', custom: {}, hangs: true },
	])
	expect([await owned(luka.prospectId), await owned(mina.prospectId)]).toEqual([['Brewer'], ['Grinder']])
	expect(await mirror()).toMatchObject({ isPassing: false, stoppedBy: null })
	await settle()
	expect(await lines('Brewer'), 'read again, and nothing to say').toEqual(['came'])
	standIn.turn({ edit: { object: 'Machine__c', id: brewer, values: { Serial__c: 'S-2', Account__c: mina.theirs } } })
	await settle()
	expect([await owned(luka.prospectId), await owned(mina.prospectId)]).toEqual([[], ['Brewer', 'Grinder']])
	const [line] = await db<{ before: object; after: object }[]>`select before, after from sync_mirror_line where kind = 'changed' order by id desc limit 1`
	expect(line).toMatchObject({ before: { parentId: luka.theirs, custom: { serial: 'S-1' } }, after: { parentId: mina.theirs, custom: { serial: 'S-2' } } })
	standIn.turn({ remove: { object: 'Machine__c', id: brewer } })
	await settle()
	expect([await names(), await lines('Brewer')]).toEqual([['Grinder'], ['came', 'changed', 'went']])
	standIn.turn({ undelete: { object: 'Machine__c', id: brewer } })
	await settle()
	expect(await names()).toEqual(['Brewer', 'Grinder'])
	const modified = [...(standIn.org.rows.get('Machine__c')?.values() ?? [])].map(({ modifiedBy }) => modifiedBy)
	expect(modified.every((by) => by !== standIn.org.user)).toBe(true)
	expect(await db`select 1 from sync_job where object = 'Machine__c'`).toEqual([])
})

test('(B2) a row that shows itself later than its stamp says is not missed, and an older version changes nothing', async () => {
	wait(61_000)
	standIn.turn({ lateSeconds: 200 })
	const id = put('Machine__c', { Name: 'Kettle', Account__c: luka.theirs })
	standIn.turn({ edit: { object: 'Machine__c', id, values: { Serial__c: 'late' } } })
	standIn.mend()
	await settle()
	expect((await rows()).find(({ name }) => name === 'Kettle')?.custom).toEqual({})
	wait(150_000)
	await settle()
	expect((await rows()).find(({ name }) => name === 'Kettle')?.custom).toEqual({ serial: 'late' })
	const older: SidePort = {
		...org,
		readChanged: async (...asked) => {
			const page = await org.readChanged(...asked)
			return {
				...page,
				records: page.records.map((record) => ({ ...record, modifiedAt: '2020-01-01T00:00:00.000Z', values: { ...record.values, Serial__c: 'old' } })),
			}
		},
	}
	await change({ act: 'mirror_again', mirrorId: await idOf() })
	await settle({ outside: () => older })
	expect((await rows()).map(({ custom }) => (custom as { serial?: string }).serial ?? null)).toEqual(['S-2', null, 'late'])
	standIn.turn({ remove: { object: 'Machine__c', id } })
	await settle()
})

test('(A42) a row whose parent is not linked waits and is counted; it hangs once the parent is, and waits again when that rests', async () => {
	const ana = await makeHouse('ana', false)
	put('Machine__c', { Name: 'Roaster', Account__c: ana.theirs })
	put('Machine__c', { Name: 'Loose', Account__c: null })
	const inside = await makeSegment('has a roaster', question('object.machine.name:text', 'eq', 'Roaster'))
	await settle()
	expect([await names(), await owned(ana.prospectId), await inside()]).toEqual([['Brewer', 'Grinder', 'Loose', 'Roaster'], [], []])
	expect((await rows()).filter(({ hangs }) => !hangs).map(({ name }) => name)).toEqual(['Loose', 'Roaster'])
	const room = async () => (await openMapping(db, staff, { connectionId, ownSides, sides: () => org, systems: noSystems, pick: 'Course__c' }))?.mirrorRoom
	expect(await room()).toMatchObject({
		...{
			isPossible: true,
			isRunning: true,
			offered: [{ name: 'Course__c' }, { name: 'Depot__c' }],
			picked: { parents: [{ field: 'Contact__c' }, { field: 'Lead__c' }] },
		},
		mirrors: [
			{
				object: 'Machine__c',
				rows: 4,
				waiting: 2,
				stoppedBy: null,
				lines: expect.arrayContaining([expect.objectContaining({ name: 'Roaster', kind: 'came', differs: [] })]),
			},
		],
	})
	await link('account', ana.accountId, 'Account', ana.theirs)
	await look()
	await settle()
	expect([await owned(ana.prospectId), await inside()]).toEqual([['Roaster'], [ana.prospectId]])
	expect((await room())?.mirrors[0]).toMatchObject({ rows: 4, waiting: 1 })
	expect((await openPerson(db, marketer, ana.prospectId, { at: clock() }))?.hanging).toEqual([
		{ object: 'machine', total: 1, rows: [{ id: expect.any(Number), name: 'Roaster', custom: {} }] },
	])
	expect((await openPerson(db, marketer, luka.prospectId, { at: clock() }))?.hanging).toEqual([])
	await db`update sync_link set state = 'never', state_reason = 'DELETED' where ma_object = 'account' and ma_id = ${String(ana.accountId)}`
	expect(await owned(ana.prospectId)).toEqual([])
	await change({ act: 'mirror_again', mirrorId: await idOf() })
	await settle()
	expect([(await rows()).filter(({ hangs }) => !hangs).map(({ name }) => name), await inside()]).toEqual([['Loose', 'Roaster'], []])
	await db`update sync_link set state = 'active', state_reason = null where ma_object = 'account' and ma_id = ${String(ana.accountId)}`
	await settle()
	expect(await inside()).toEqual([ana.prospectId])
})

test('(A42) a segment of who owns X and not Y follows the org, with conditions on its fields', async () => {
	const inside = await makeSegment(
		'Brewer, no grinder',
		question('object.machine.name:text', 'eq', 'Brewer'),
		question('object.machine.name:text', 'ne', 'Grinder'),
	)
	const early = await makeSegment('Brewer before March', question('object.machine.installed:day', 'lt', '2026-03-01', 'Brewer'))
	expect([await inside(), await early()]).toEqual([[], [mina.prospectId]])
	const [grinder] = [...(standIn.org.rows.get('Machine__c')?.values() ?? [])].filter(({ values }) => values['Name'] === 'Grinder')
	standIn.turn({ edit: { object: 'Machine__c', id: grinder?.id ?? '', values: { Account__c: luka.theirs } } })
	await settle()
	expect(await inside()).toEqual([mina.prospectId])
	expect(await codes(change({ act: 'mirror_out', mirrorId: await idOf() })), 'segments ask for it').toEqual(['SYNC_MIRROR_USED'])
})

test('(A42) a mail tells each reader what hangs off her there, and what it says where there is nothing', async () => {
	const text = {
		subject: 'Your {{machine.name|bar}}',
		preheader: '',
		heading: '',
		body: '{{#machine}}{{name}} {{serial}} {{/machine}}{{^machine}}none{{/machine}}',
		button: '',
	}
	const format = { money: () => '', day: (iso: string) => iso, quantity: () => '', decimal: decimalText, place: () => '' }
	const desk = { db, email: null as never, publicUrl: '', secrets: [], at: clock(), format }
	const told = async (prospectId: number) =>
		await loadMerged(desk, { prospectId, firstName: null, lastName: null, company: null }, text, { t: fixedT('en', 'mail'), locale: 'en' })
	expect(await told(mina.prospectId)).toMatchObject({ subject: 'Your Brewer', body: 'Brewer S-2 ' })
	const [nobody] = await db<{ id: number }[]>`insert into ma_prospect (seller_entity_id, email) values (${sellerId}, 'nobody@own.test') returning id`
	expect(await told(nobody?.id ?? 0)).toMatchObject({ subject: 'Your bar', body: 'none' })
})

test('nobody changes a mirrored row here: not by the desk’s form, not by SQL as the house, and none of the house’s own is put beside it', async () => {
	const rep = { ...staff, roles: ['rep', 'head_office'] } as StaffMember
	const page = await openRecord(db, rep, { object: 'account', id: mina.accountId })
	expect(page?.rows).toMatchObject([{ name: 'Brewer', isMirror: true }])
	expect(page?.objects).toMatchObject([{ code: 'machine', mirror: { name: 'Capricorn org' } }])
	const key = { object: 'account', id: mina.accountId } as const
	const customObjectId = page?.objects[0]?.id ?? 0
	const rowId = page?.rows[0]?.id ?? 0
	expect((await openAccount(db, rep, { accountId: mina.accountId, before: null, locale: 'en', at: clock() }))?.hanging).toEqual([
		{ code: 'machine', labels: { en: 'Machine' }, total: 1, names: ['Brewer'] },
	])
	for (const edit of [
		{ act: 'row', rowId, customObjectId, name: 'Mine', typed: {} },
		{ act: 'row', rowId: null, customObjectId, name: 'Mine', typed: {} },
		{ act: 'remove_row', rowId },
	] as const)
		expect(await changeRecord(db, rep, { key, edit, ...done() })).toMatchObject({
			ok: false,
			refusals: [{ code: 'CRM_ROW_MIRRORED', facts: { connection: 'Capricorn org' } }],
		})
	await expect(db`update sync_mirror_row set name = 'Mine'`).rejects.toThrow(/written by its feed alone/)
	await expect(
		db`insert into sync_mirror_row (mirror_id, their_id, name, modified_at, pass) select id, 'x', 'Mine', now(), 1 from sync_mirror`,
	).rejects.toThrow(/written by its feed alone/)
	await expect(db`insert into crm_custom_row (account_id, custom_object_id, name) values (${mina.accountId}, ${customObjectId}, 'Mine')`).rejects.toThrow(
		/is a mirror/,
	)
	await expect(db`update ma_custom_row set name = 'Mine'`).rejects.toThrow()
})

test('(B15) every night all is read again: what the feeds missed comes, what is gone goes; an expired feed of deletes does the same', async () => {
	const put2 = put('Machine__c', { Name: 'Boiler', Account__c: luka.theirs })
	await settle()
	// Gone without a trace, and one that no feed told of.
	standIn.org.rows.get('Machine__c')?.delete(put2)
	const [row] = [...(standIn.org.rows.get('Machine__c')?.values() ?? [])].filter(({ values }) => values['Name'] === 'Brewer')
	if (row) standIn.org.rows.get('Machine__c')?.set(row.id, { ...row, values: { ...row.values, Serial__c: 'S-9' } })
	await settle()
	expect(await names()).toContain('Boiler')
	await startComparisons(db, clock())
	await settle()
	expect(await names()).not.toContain('Boiler')
	expect((await rows()).find(({ name }) => name === 'Brewer')?.custom).toMatchObject({ serial: 'S-9' })
	expect(await lines('Boiler')).toEqual(['came', 'went'])
	const before = (await mirror())?.pass ?? 0
	const gone = put('Machine__c', { Name: 'Scale', Account__c: luka.theirs })
	await settle()
	wait(20 * 86_400_000)
	standIn.org.rows.get('Machine__c')?.delete(gone)
	await settle()
	await settle()
	expect([(await mirror())?.pass, (await names()).includes('Scale')]).toEqual([before + 1, false])
})

test('an object that is hidden takes nothing away, and goes on where it is shown again; so with the lookup', async () => {
	const before = await names()
	for (const hide of [{ object: 'Machine__c' }, { object: 'Machine__c', field: 'Account__c' }]) {
		standIn.turn({ hide: { ...hide, isOn: true } })
		await change({ act: 'mirror_again', mirrorId: await idOf() })
		// A worker that starts now knows nothing of how the object looked before.
		const fresh = stage.orgBy('secret-of-the-org')
		await settle({ outside: () => fresh })
		expect([await names(), (await mirror())?.stoppedBy]).toEqual([before, 'INVALID_TYPE'])
		await settle()
		expect([await names(), (await mirror())?.stoppedBy]).toEqual([before, 'INVALID_TYPE'])
		standIn.turn({ hide: { ...hide, isOn: false } })
		await settle()
		await settle()
		expect([await names(), await mirror()]).toEqual([before, expect.objectContaining({ stoppedBy: null, isPassing: false })])
	}
	expect(await db`select state from sync_connection where id = ${connectionId}`).toEqual([{ state: 'running' }])
})

test('only a connection that runs reads them: not while it is set up, stands still or is on its ramp, whose end does not wait for them', async () => {
	put('Machine__c', { Name: 'Mill', Account__c: luka.theirs })
	for (const state of ['paused', 'suspended', 'canary']) {
		await db`update sync_connection set state = ${state}, canary_stage = 2 where id = ${connectionId}`
		wait(61_000)
		const connection = await readConnection(db, connectionId)
		if (!connection) throw new Error('gone')
		expect(await readMirrors(db, { connection, outside: 'crm', port: org, clock, everySeconds: 60 })).toBe(0)
	}
	await db`update sync_connection set started_at = ${clock()} where id = ${connectionId}`
	await settle()
	expect(await db`select state from sync_connection where id = ${connectionId}`, 'the ramp ended').toEqual([{ state: 'running' }])
	await settle()
	expect(await names()).toContain('Mill')
})

test('as many statements for 300 rows as for 3', async () => {
	const round = async () => {
		wait(61_000)
		const connection = await readConnection(db, connectionId)
		if (!connection) throw new Error('gone')
		return await statementsOf(db, () => readMirrors(db, { connection, outside: 'crm', port: org, clock, everySeconds: 60 }))
	}
	const some = async (many: number) => {
		for (let at = 0; at < many; at++) put('Machine__c', { Name: `M${many}-${at}`, Account__c: luka.theirs, Serial__c: String(at) })
		return await round()
	}
	const few = await some(3)
	const many = await some(300)
	expect([few.result, many.result]).toEqual([3 + 3, 300 + 300])
	expect(many.statements.length).toBe(few.statements.length)
	const rest = await round()
	expect([rest.result, rest.statements.length]).toEqual([0, few.statements.length])
	for (const row of [...(standIn.org.rows.get('Machine__c')?.values() ?? [])])
		if (/^M\d+-/.test(String(row.values['Name']))) standIn.turn({ remove: { object: 'Machine__c', id: row.id } })
	expect((await round()).statements.length).toBe(few.statements.length)
})

test('(B11) who asks to be forgotten takes along what hangs off her there, and it does not come back; others keep theirs', async () => {
	expect(await change({ act: 'mirror', object: 'Course__c', parentField: 'Contact__c', fields: ['Note__c'] })).toMatchObject({ ok: true })
	const [hers, other] = [put('Contact', { LastName: 'Luka', Email: 'luka@own.test' }), put('Contact', { LastName: 'Mina', Email: 'mina@own.test' })]
	await link('prospect', luka.prospectId, 'Contact', hers)
	await link('prospect', mina.prospectId, 'Contact', other)
	put('Course__c', { Name: 'Latte art', Contact__c: hers, Note__c: 'is afraid of milk' })
	put('Course__c', { Name: 'Cupping', Contact__c: other, Note__c: 'is curious' })
	await settle()
	const courses = async () =>
		(await db<{ name: string }[]>`select r.name from sync_mirror_row r join sync_mirror m on m.id = r.mirror_id where m.object = 'Course__c' order by 1`).map(
			({ name }) => name,
		)
	const page = await openRecord(db, { ...staff, roles: ['head_office'] } as StaffMember, { object: 'contact', id: luka.contactId })
	expect(page?.rows).toMatchObject([{ name: 'Latte art', custom: { note: 'is afraid of milk' }, isMirror: true }])
	expect(await courses()).toEqual(['Cupping', 'Latte art'])
	expect(await erasePerson(db, staff, { prospectId: luka.prospectId, typed: 'luka luka', ...done() })).toMatchObject({ ok: true })
	expect(await courses()).toEqual(['Cupping'])
	expect(await db`select 1 from sync_mirror_line where before::text || after::text like '%milk%'`).toEqual([])
	await change({ act: 'mirror_again', mirrorId: (await db<{ id: number }[]>`select id from sync_mirror where object = 'Course__c'`)[0]?.id ?? 0 })
	await settle()
	expect(await courses()).toEqual(['Cupping'])
})

test('(A22) what hangs on an object keeps it in the connection; an object that nobody asks for is taken out with all that came of it, and the org keeps everything', async () => {
	const maps = await db<{ id: number }[]>`select id from sync_object_map where connection_id = ${connectionId} and crm_object = 'Account'`
	const out = await changeObjects(db, staff, {
		connectionId,
		edit: { act: 'take_out', objectMapId: maps[0]?.id ?? 0 },
		systems: noSystems,
		ownSides,
		sides: () => org,
		...done(),
	})
	expect(out).toMatchObject({ ok: false, refusals: [{ code: 'SYNC_OBJECT_NEEDED', facts: { object: 'Machine__c' } }] })
	await db`delete from ma_list where seller_entity_id = ${sellerId} and predicate::text like '%object.machine%'`
	expect(await change({ act: 'mirror_out', mirrorId: await idOf() })).toMatchObject({ ok: true })
	expect(await db`select code from crm_custom_object where seller_entity_id = ${sellerId}`).toEqual([{ code: 'course' }])
	expect(await db`select 1 from crm_custom_def where object = 'machine'`).toEqual([])
	expect(await db`select 1 from sync_watermark where object = 'Machine__c'`).toEqual([])
	expect([...(standIn.org.rows.get('Machine__c')?.values() ?? [])].some(({ deletedAt }) => deletedAt === null)).toBe(true)
	expect(await change(machines), 'and comes again').toMatchObject({ ok: true })
	await settle()
	expect((await names()).length).toBeGreaterThan(0)
	await forgetDecisions(db, new Date(clock().getTime() + 401 * 86_400_000))
	expect(await db`select 1 from sync_mirror_line`).toEqual([])
})
