import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import type { WishedSettings } from '../../app/flows/sync-setup/change-settings.ts'
import { changeSettings } from '../../app/flows/sync-setup/change-settings.ts'
import { openSettings } from '../../app/flows/sync-setup/open-settings.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { deliver, toCrm, toMarketing, write } from '../support/deliver.ts'
import { connect, connectFirst, leadMap, lineOf, outsideStage, unfinished } from '../support/outside-stage.ts'
import { statementsOf } from '../support/statement-counter.ts'

const contactMap = {
	...{ crmObject: 'Contact', maObject: 'prospect', rank: 1, createsCrm: 'never' as const, createsMa: 'never' as const },
	fields: [lineOf('Email', 'email'), lineOf('LastName', 'last_name'), lineOf('Title', 'title'), lineOf('Phone', 'phone')],
}
const usual: WishedSettings = { tieWinner: 'crm', createOn: [], errorPercent: '2', mails: 'one' }

type Stage = Awaited<ReturnType<typeof outsideStage>>
const settle = (stage: Stage, connectionId: number, more: Partial<WishedSettings>) =>
	changeSettings(stage.db, stage.staff, { connectionId, wish: { ...usual, ...more }, ...stage.done() })

let lot = 0
/** A buyer of the stage's company, whom sales over there does not know. */
async function buyer({ db, accountId }: Stage): Promise<{ contactId: number; email: string }> {
	const email = `buyer${lot++}@garnet.test`
	const [made] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email, role) values (${accountId}, 'Mina', 'Park', ${email}, 'buyer') returning id`
	return { contactId: made?.id ?? 0, email }
}
async function orders(stage: Stage, contactId: number, topic: 'order.placed' | 'order.shipped' = 'order.placed'): Promise<void> {
	const { db, accountId, clock } = stage
	await write(db, { topic, subject: `order:${lot++}`, accountId, contactId, payload: {}, occurredAt: clock() })
	await deliver(db, 'crm', toCrm, clock())
	await deliver(db, 'ma', toMarketing, clock())
}
const there = async ({ org }: Stage, object: string, email: string) =>
	(await org.findMatches(object, [email], ['Email', 'Title', 'LastName'])).map(({ id }) => id)
const tells = async ({ db }: Stage, connectionId: number) =>
	await db`select object, code from sync_error where connection_id = ${connectionId} and closed_at is null order by id`

const stage = await outsideStage('garnet')
const companies = await outsideStage('topaz')
const { db } = stage
const connectionId = await connect(stage, [contactMap, leadMap])
beforeEach(async () => {
	await stage.settle()
})

test('(A23) without the setting an order makes nobody in sales', async () => {
	const mina = await buyer(stage)
	await orders(stage, mina.contactId)
	await stage.settle()
	expect(await there(stage, 'Lead', mina.email)).toEqual([])
	expect(await db`select 1 from sync_link where connection_id = ${connectionId}`).toEqual([])
})

test('(A23) with it an order makes exactly one lead, five workers at once or not; what was before it opens nothing', async () => {
	const [before, after] = [await buyer(stage), await buyer(stage)]
	await orders(stage, before.contactId)
	await stage.settle()
	expect(await settle(stage, connectionId, { createOn: ['order.placed'] })).toEqual({ ok: true })
	stage.wait(1000)
	await db`update ma_prospect set title = 'Owner' where contact_id = ${before.contactId}`
	await orders(stage, after.contactId)
	stage.wait(61_000)
	await drainMarks(db, stage.clock())
	await Promise.all(Array.from({ length: 5 }, () => workSync(stage.work)))
	await stage.settle()
	expect(await there(stage, 'Lead', before.email)).toEqual([])
	expect(await there(stage, 'Lead', after.email)).toHaveLength(1)
	await orders(stage, after.contactId)
	await stage.settle()
	expect(await there(stage, 'Lead', after.email), 'a second order').toHaveLength(1)
	expect(await unfinished(stage)).toBe(0)
})

test('(A23) who is a contact there already is linked to it, and no lead is made beside', async () => {
	const mina = await buyer(stage)
	const { put } = stage.standIn.turn({ put: { object: 'Contact', values: { LastName: 'Park', Email: mina.email } } }) as { put: { id: string } }
	await orders(stage, mina.contactId)
	await stage.settle()
	expect(await there(stage, 'Lead', mina.email)).toEqual([])
	expect(await there(stage, 'Contact', mina.email)).toEqual([put.id])
	expect(await db`select 1 from sync_link where connection_id = ${connectionId} and crm_id = ${put.id} and state = 'active'`).toHaveLength(1)
})

test('(A23) another event than the chosen one opens nothing, and a refused lead is made once its cause is mended, whatever the cause of that is', async () => {
	const [one, two] = [await buyer(stage), await buyer(stage)]
	await orders(stage, one.contactId, 'order.shipped')
	await orders(stage, two.contactId)
	await db`update ma_prospect set company = null where contact_id = ${two.contactId}`
	await stage.settle()
	expect(await there(stage, 'Lead', one.email)).toEqual([])
	expect(await there(stage, 'Lead', two.email)).toEqual([])
	await db`update ma_prospect set company = 'Bar Park' where contact_id = ${two.contactId}`
	await stage.settle()
	expect(await there(stage, 'Lead', two.email)).toHaveLength(1)
	expect(await tells(stage, connectionId)).toEqual([])
})

test('(A23) the same statements for three orders and for thirty', async () => {
	const round = async (count: number) => {
		const people = await Promise.all(Array.from({ length: count }, () => buyer(stage)))
		for (const { contactId } of people) await orders(stage, contactId)
		stage.wait(61_000)
		await drainMarks(db, stage.clock())
		const sent = (await statementsOf(db, () => workSync(stage.work))).statements.length
		expect(await there(stage, 'Lead', people[0]?.email ?? '')).toHaveLength(1)
		await stage.settle()
		return sent
	}
	const three = await round(3)
	expect(await round(30)).toBe(three)
})

test('(A23) taken away, the next order makes nobody; an unknown event or a wrong share changes nothing', async () => {
	expect(await settle(stage, connectionId, { createOn: ['order.dreamt'], errorPercent: 'much' })).toMatchObject({
		...{ ok: false, refusals: [{ code: 'SYNC_ERROR_SHARE', facts: { given: 'much' } }, { code: 'SYNC_EVENT_UNKNOWN' }] },
	})
	expect(Object.keys((await openSettings(db, stage.staff, { connectionId, at: stage.clock() }))?.createOn ?? {})).toEqual(['order.placed'])
	await settle(stage, connectionId, {})
	const mina = await buyer(stage)
	await orders(stage, mina.contactId)
	await stage.settle()
	expect(await there(stage, 'Lead', mina.email)).toEqual([])
	const lines = await db`select action, after -> 'createOn' as events from audit_entry where subject = ${`sync_connection:${connectionId}`} order by id`
	expect(lines.map(({ action }) => action)).toEqual(['sync.settings', 'sync.settings'])
})

test('(A23) another house’s connection answers like none', async () => {
	const other = { ...stage.staff, seller: { ...stage.staff.seller, id: 0 } } as StaffMember
	expect(await openSettings(db, other, { connectionId, at: stage.clock() })).toBeNull()
	expect(await changeSettings(db, other, { connectionId, wish: usual, ...stage.done() })).toBeNull()
})

test('(A23) an order takes the buyer over as a contact of her company, which nobody owned', async () => {
	const stage = companies
	const { db } = stage
	const connectionId = await connectFirst(stage)
	await stage.settle()
	const mina = await buyer(stage)
	await settle(stage, connectionId, { createOn: ['order.placed'] })
	stage.wait(1000)
	await orders(stage, mina.contactId)
	await stage.settle()
	await stage.settle()
	expect(await there(stage, 'Lead', mina.email)).toEqual([])
	expect(await there(stage, 'Contact', mina.email)).toHaveLength(1)
	expect(await db`select ma_object from sync_link where connection_id = ${connectionId} and ma_object = 'account' and state = 'active'`).toHaveLength(1)
	// Whom the org gave them to, as it does where nobody says, has no counterpart here.
	expect(new Set((await tells(stage, connectionId)).map(({ code }) => code))).toEqual(new Set(['OWNER_UNMAPPED']))
	expect(await unfinished(stage)).toBe(0)
})
