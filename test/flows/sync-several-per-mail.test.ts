import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openAccountEngagement } from '../../app/connectors/account-engagement/account-engagement.server.ts'
import { openAccountEngagementStandIn } from '../../app/connectors/account-engagement/stand-in/open-stand-in.server.ts'
import type { MailMode } from '../../app/engine/sync/decide-settings.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { changeSettings } from '../../app/flows/sync-setup/change-settings.ts'
import { openSettings } from '../../app/flows/sync-setup/open-settings.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { lineOf } from '../support/outside-stage.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

// A unit may hold several prospects of one address; each record of sales belongs to one of them at most (B4).
const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'flint')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-unit', businessUnitId: '0Uv5g0000000001AAA' }
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const unit = await openAccountEngagementStandIn({ ...keys, now: () => now })
afterAll(() => unit.close())
const port = openAccountEngagement({
	...{ origin: unit.origin, businessUnitId: keys.businessUnitId, timeoutMs: 5000, now: () => now },
	key: { origin: unit.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
})
async function settle(): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync({ db, clock, random: () => 0, outside: () => port })) > 0; rounds++)
		if (rounds > 50) throw new Error('It never comes to rest')
}
const fields = [lineOf('email', 'email'), lineOf('first_name', 'firstName'), lineOf('last_name', 'lastName'), lineOf('title', 'jobTitle')]
const [connectionId = 0] = await withTransaction(db, (tx) =>
	insertConnections(tx, {
		...{ sellerEntityIds: [sellerId], name: 'unit', crmSystem: 'embedded_crm', maSystem: 'account_engagement', state: 'running', at: clock() },
		objects: [
			{ crmObject: 'contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never', fields },
			{
				crmObject: 'lead',
				maObject: 'prospect',
				rank: 1,
				createsCrm: 'always',
				createsMa: 'never',
				fields: [...fields, lineOf('company', 'company', { fallback: 'Unknown' })],
			},
		],
	}),
)
await settle()

/** Two people of one address in the unit, and a contact here that has it. */
async function twoOf(email: string): Promise<{ contactId: number }> {
	const [contact] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'Mina', 'Park', ${email}) returning id`
	for (const firstName of ['Mina', 'Noa']) {
		const token = await fetch(`${unit.origin}/services/oauth2/token`, {
			method: 'POST',
			body: new URLSearchParams({ grant_type: 'client_credentials', client_id: keys.clientId, client_secret: keys.clientSecret }),
		}).then(async (answer) => ((await answer.json()) as { access_token: string }).access_token)
		const made = await fetch(`${unit.origin}/api/v5/objects/prospects`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'pardot-business-unit-id': keys.businessUnitId, 'content-type': 'application/json' },
			body: JSON.stringify({ email, firstName, lastName: 'Park' }),
		})
		expect(made.status).toBe(201)
	}
	return { contactId: contact?.id ?? 0 }
}
const linksOf = async (email: string) =>
	await db<{ crmObject: string; crmId: string }[]>`
		select l.crm_object, l.crm_id from sync_link l where l.connection_id = ${connectionId} and l.state = 'active'
			and (l.crm_object = 'contact' and exists (select from contact c where c.id::text = l.crm_id and c.email = ${email})
				or l.crm_object = 'lead' and exists (select from crm_lead c where c.id::text = l.crm_id and c.email = ${email})) order by l.crm_object, l.id`
const told = async () => (await db`select code from sync_error where connection_id = ${connectionId} and closed_at is null`).map(({ code }) => code)
const set = (mails: MailMode) =>
	changeSettings(db, ada, { connectionId, wish: { tieWinner: 'crm', createOn: ['order.placed'], errorPercent: '2', mails }, requestId: 'test', at: clock() })

test('(B4) as it is usual the first meets the contact, and the second is told as a possible duplicate', async () => {
	const { contactId } = await twoOf('one@flint.test')
	await settle()
	expect(await linksOf('one@flint.test')).toEqual([{ crmObject: 'contact', crmId: String(contactId) }])
	expect(await told()).toEqual(['DUPLICATE_MATCH'])
	await db`delete from sync_error`
})

test('(B4) where several people share an address the first meets the contact, and the next gets a record of her own', async () => {
	expect(await set('fallback')).toEqual({ ok: true })
	const { contactId } = await twoOf('fallback@flint.test')
	await settle()
	expect(await told()).toEqual([])
	expect(await linksOf('fallback@flint.test')).toMatchObject([{ crmObject: 'contact', crmId: String(contactId) }, { crmObject: 'lead' }])
	expect(await told()).toEqual([])
	await settle()
	expect(await linksOf('fallback@flint.test'), 'looked at again').toHaveLength(2)
})

test('(B4) where an address joins nobody each gets a record of her own, and the contact stays free', async () => {
	expect(await set('apart')).toEqual({ ok: true })
	await twoOf('apart@flint.test')
	await settle()
	expect((await linksOf('apart@flint.test')).map(({ crmObject }) => crmObject)).toEqual(['lead', 'lead'])
	expect(await told()).toEqual([])
	expect((await openSettings(db, ada, { connectionId, at: clock() })) ?? {}).toMatchObject({ isOwnMarketing: false, mails: 'apart', createOn: {} })
})
