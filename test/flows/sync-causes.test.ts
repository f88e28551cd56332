import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { embeddedMarketing } from '../../app/connectors/marketing/embedded/embedded-marketing.server.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { submitForm } from '../../app/flows/capture/submit-form.ts'
import { changeCampaign, saveCampaign } from '../../app/flows/crm/change-campaign.ts'
import { advanceImports } from '../../app/flows/exchange/advance-imports.ts'
import { stageImport } from '../../app/flows/exchange/stage-import.ts'
import { steerImport } from '../../app/flows/exchange/steer-import.ts'
import { convertLead } from '../../app/flows/lead/convert-lead.ts'
import { changePerson } from '../../app/flows/marketing/change-person.ts'
import { withdrawConsent } from '../../app/flows/marketing/withdraw-consent.ts'
import { mergePeople } from '../../app/flows/merge/merge-people.ts'
import { changeLink } from '../../app/flows/sync/change-link.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { resyncRecords } from '../../app/flows/sync/resync-records.ts'
import { changeScope, type ScopeAct } from '../../app/flows/sync-setup/change-scope.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { sign } from '../../app/platform/signing.server.ts'
import { withTransaction } from '../../db/client.server.ts'
import { ensureDefaultCampaign } from '../../db/queries/form.ts'
import { makeCapture } from '../support/capture.ts'
import { makeCompany } from '../support/company.ts'
import { deliver, toCrm, toMarketing, write } from '../support/deliver.ts'
import { bytesOf, testFiles } from '../support/files.ts'
import { makeStaff } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

// A29: what leads to a sync says why, through the flow that a person or a machine really uses; one cause, one job.
const { db } = await testDb()
const company = await makeCompany(db, 'onyx')
const { sellerId, accountId, contactId, shopper } = company
const at = new Date('2026-03-02T09:00:00Z')
const secrets = ['a secret that is only ever used in tests']
const work = { db, clock: () => at, random: () => 0, outside: () => null }
const one = (rows: readonly Record<string, unknown>[]) => rows[0]?.['id'] as number
let turn = 0
const requestId = () => `r${turn++}`

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}

await db`update contact set email = 'luka@onyx.test' where id = ${contactId}`
await ensureDefaultCampaign(db as never, sellerId, at)
await makeCapture(db, company)
await openHouseConnections(db, at)
const yuki: StaffMember = {
	...{
		kind: 'staff',
		userId: await makeStaff(db, company, ['marketer', 'administrator'], 'Yuki'),
		name: 'Yuki',
		email: '',
		locale: 'en',
		roles: ['marketer', 'administrator'],
	},
	...{ seller: shopper.seller, sessionHash: '', actingFor: null },
}
const { files } = testFiles()
const seller = { ...shopper.seller, code: String((await db`select code from seller_entity where id = ${sellerId}`)[0]?.['code']) }

/** A file of members, tried and brought in by the worker. */
async function bringIn(text: string): Promise<void> {
	const by = { ...yuki, seller } as StaffMember
	const work = async () => {
		while ((await advanceImports({ db, files, at })) > 0);
	}
	const staged = await stageImport(db, files, by, { fileName: 'fair.csv', bytes: bytesOf(text), kind: 'campaign-members', room: 'marketing', at })
	if (!staged.ok) throw new Error(JSON.stringify(staged))
	await work()
	await steerImport(db, by, { runId: staged.runId, act: 'start', at, requestId: requestId(), room: 'marketing' })
	await work()
}

const prospectId = one(
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) values (${sellerId}, 'luka@onyx.test', 'Luka', 'Novak', ${contactId}) returning id`,
)
const connectionId = one(await db`select id from sync_connection where seller_entity_id = ${sellerId}`)
const campaignWish = (name: string) => ({
	code: 'FAIR',
	name,
	kind: 'event',
	status: 'planned' as const,
	budgetedCost: '',
	actualCost: '',
	expectedRevenue: '',
	startsOn: '',
	endsOn: '',
	parentId: null,
})
const made = await saveCampaign(db, yuki, { id: null, wish: campaignWish('Fair'), typed: {}, requestId: requestId(), at })
const campaignId = made?.ok ? made.id : 0
await db`insert into ma_campaign (seller_entity_id, name, crm_campaign_id) values (${sellerId}, 'Fair', ${campaignId})`
await settle()

/** The one job of Luka after his marks were read, and what else there is to do. */
async function jobs(): Promise<{ his: string[][]; causes: string[][] }> {
	while ((await drainMarks(db, at)) > 0);
	const rows = await db<{ causes: string[]; linkId: number | null; mine: boolean }[]>`
		select j.causes, j.link_id, exists (select from sync_link l where l.id = j.link_id and l.ma_id = ${String(prospectId)} and l.ma_object = 'prospect') as mine from sync_job j order by j.id`
	return { his: rows.filter(({ mine }) => mine).map(({ causes }) => causes), causes: rows.map(({ causes }) => causes) }
}
beforeEach(settle)

const person = (edit: Parameters<typeof changePerson>[2]['edit']) => changePerson(db, yuki, { id: prospectId, edit, requestId: requestId(), at })
const members = (edit: Parameters<typeof changeCampaign>[2]['edit']) => changeCampaign(db, yuki, { id: campaignId, edit, requestId: requestId(), at })
const memberId = async () => one(await db`select id from crm_campaign_member where campaign_id = ${campaignId} and contact_id = ${contactId}`)
const happened = async (topic: 'order.placed' | 'cart.created' | 'quote.requested' | 'invoice.paid', subject: string) => {
	await write(db, { topic, subject, accountId, contactId, payload: {}, occurredAt: at })
	await deliver(db, 'crm', toCrm, at)
	await deliver(db, 'ma', toMarketing, at)
}
const linkId = async () => one(await db`select id from sync_link where ma_id = ${String(prospectId)} and ma_object = 'prospect'`)
const filtered = async (filter: Extract<ScopeAct, { act: 'filter' }>['filter']) => {
	const objectMapId = one(await db`select id from sync_object_map where connection_id = ${connectionId} and crm_object = 'contact'`)
	return await changeScope(db, yuki, { connectionId, objectMapId, wish: { act: 'filter', filter }, ownSides, requestId: requestId(), at })
}
const wish = { email: 'luka@onyx.test', firstName: 'Luka', lastName: 'Novak', company: '', title: '', phone: '', locale: 'en' }

test.each<[string, string, () => Promise<unknown>]>([
	[
		'form',
		'a form is sent',
		() =>
			submitForm(
				db,
				{ slug: `taste-${sellerId}` },
				{
					typed: new Map([['email', 'luka@onyx.test']]),
					sure: null,
					key: requestId(),
					visitorId: null,
					newVisitorId: crypto.randomUUID(),
					locale: 'en',
					origin: '/f',
					isTrial: false,
					at,
				},
			),
	],
	[
		'consent',
		'somebody unsubscribes',
		() => withdrawConsent(db, { token: sign({ p: prospectId }, { purpose: 'preference-centre', secrets, expiresAt: new Date('2027-01-01') }), secrets, at }),
	],
	['edit', 'a field is edited', () => person({ act: 'edit', wish: { ...wish, title: 'Head of coffee' } })],
	['assignment', 'she is assigned', () => person({ act: 'assign', to: { kind: 'user', id: yuki.userId } })],
	['campaign_member', 'she is added to a campaign', () => members({ act: 'add', emails: ['luka@onyx.test'], status: 'Sent' })],
	['member_status', 'her status in a campaign changes', async () => members({ act: 'move', memberId: await memberId(), status: 'Responded' })],
	['import', 'a file puts her elsewhere', () => bringIn('campaign,email,status\nFAIR,luka@onyx.test,Opened\n')],
	['resync', 'somebody asks for it', () => resyncRecords(db, yuki, { connectionId, filter: { state: 'active' } as never, requestId: requestId(), at })],
	[
		'manual',
		'somebody asks for her record alone',
		async () => changeLink(db, yuki, { linkId: await linkId(), wish: { act: 'resync' }, ownSides, requestId: requestId(), at }),
	],
	['filter', 'who goes over is chosen anew', () => filtered({ all: [{ field: 'title', op: 'ne', value: 'guest' }] })],
	['cart', 'a cart is begun', () => happened('cart.created', 'cart:901')],
	['quote', 'a quote is asked for', () => happened('quote.requested', 'quote:901')],
	['invoice', 'an invoice is paid', () => happened('invoice.paid', 'invoice:901')],
	['order', 'an order is placed', () => happened('order.placed', 'order:901')],
])('(A29) %s: %s, and one job carries it', async (cause, _what, act) => {
	await act()
	expect((await jobs()).his).toEqual([[cause]])
	await settle()
	expect(await jobs()).toEqual({ his: [], causes: [] })
})

test('(A29) campaign: what a campaign is called changes, and one job carries it', async () => {
	await saveCampaign(db, yuki, { id: campaignId, wish: campaignWish('Coffee fair'), typed: {}, requestId: requestId(), at })
	expect((await jobs()).causes).toEqual([['campaign']])
})

test('(A29) merge: two of one person become one, and one job of hers carries it', async () => {
	const twice = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, phone) values (${sellerId}, null, 'Luka', 'Novak', '+1 701') returning id`
	await settle()
	const merged = await mergePeople(db, yuki, {
		object: 'prospect',
		winnerId: prospectId,
		loserId: one(twice),
		chosen: { phone: 'loser' },
		requestId: requestId(),
		at,
	})
	expect(merged).toMatchObject({ ok: true })
	expect((await jobs()).his).toEqual([['merge']])
	await settle()
	expect(await jobs()).toEqual({ his: [], causes: [] })
})

test('(A29) convert: a lead becomes a contact, and one job of hers carries it', async () => {
	const leadId = one(
		await db`insert into crm_lead (seller_entity_id, first_name, last_name, company, email, owner_user_id) values (${sellerId}, 'Rosa', 'Almeida', 'Bramble', 'rosa@onyx.test', ${yuki.userId}) returning id`,
	)
	const rosa = one(
		await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, lead_id) values (${sellerId}, 'rosa@onyx.test', 'Rosa', 'Almeida', ${leadId}) returning id`,
	)
	await settle()
	const shipTo = { line1: '12 Yard Lane', line2: '', city: 'Chicago', region: 'IL', postalCode: '60607', country: 'US' }
	const done = await convertLead(db, yuki, { id: leadId, to: 'new', accountId: null, shipTo, requestId: requestId(), at })
	if (!done?.ok) throw new Error(JSON.stringify(done))
	while ((await drainMarks(db, at)) > 0);
	const causes = (
		await db<
			{ causes: string[] }[]
		>`select distinct j.causes from sync_job j left join sync_link l on l.id = j.link_id where l.ma_id = ${String(rosa)} or j.record_id = ${String(rosa)}`
	).map((row) => row.causes)
	expect(causes).toEqual([['convert']])
})

test('(A29) a mail that is opened, and a sign-in, leave no job', async () => {
	const opened = {
		sourceKey: 'opened:1',
		kind: 'mail.opened',
		cause: 'manual' as const,
		contactId,
		facts: {},
		crmCampaignId: null,
		orderId: null,
		occurredAt: new Date(at.getTime() + 1000),
	}
	await withTransaction(db, (tx) => embeddedMarketing(tx).record([opened]))
	expect(await db`select score from ma_activity where kind = 'mail.opened'`).toEqual([{ score: 0 }])
	await write(db, {
		topic: 'contact.signed_in',
		subject: `contact:${contactId}`,
		accountId,
		contactId,
		payload: { by: 'code' },
		occurredAt: new Date(at.getTime() + 1000),
	})
	await deliver(db, 'ma', toMarketing, new Date(at.getTime() + 2000))
	expect(await jobs()).toEqual({ his: [], causes: [] })
})
