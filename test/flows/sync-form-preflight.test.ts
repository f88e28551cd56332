import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { openOutside } from '../../app/connectors/sync/outside/outside.server.ts'
import { openForm } from '../../app/flows/capture/open-forms.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { changeConnection } from '../../app/flows/sync-setup/change-connection.ts'
import { changeMapping } from '../../app/flows/sync-setup/change-mapping.ts'
import { connectSystem } from '../../app/flows/sync-setup/connect-system.ts'
import { openMapping } from '../../app/flows/sync-setup/open-mapping.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { ensureDefaultCampaign } from '../../db/queries/form.ts'
import { makeCapture } from '../support/capture.ts'
import { makeCompany } from '../support/company.ts'
import { testSecrets } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

// A16 to A19 with a CRM that is not ours: the marketer learns at build time what that CRM will refuse, of what it last said of itself.
const { db } = await testDb()
const company = await makeCompany(db, 'opal')
const { sellerId, shopper } = company
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator', 'marketer'] } as unknown as StaffMember
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const keys = { clientId: 'kontor', clientSecret: 'secret-that-nobody-sees' }
const org = await openSalesforceStandIn({ ...keys, now: () => now })
afterAll(() => org.close())
const { systems, sides } = openOutside({ secrets: testSecrets, reachesInside: true })
const work = { db, clock, random: () => 0, outside: sides }
const done = () => ({ requestId: 'test', at: clock() })

await ensureDefaultCampaign(db as never, sellerId, clock())
await makeCapture(db, company)
const [{ id: formId } = { id: 0 }] = await db<{ id: number }[]>`select id from ma_form where seller_entity_id = ${sellerId} and status = 'draft'`
const field = (key: string, kind: string, more: object = {}) => ({
	...{ key, kind, label: { en: key }, isRequired: false, isHidden: false, initial: '', choices: [], write: 'always' },
	...more,
})
const ask = async (...fields: object[]) => {
	await db`update ma_form set design = jsonb_set(design, '{fields}', ${db.json([field('email', 'email', { isRequired: true }), ...fields] as never)}) where id = ${formId}`
	return Object.fromEntries(((await openForm(db, ada, { id: formId, ownSides }))?.warnings ?? []).map(({ field, code, facts }) => [`${field} ${code}`, facts]))
}
async function settle(): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}

test('a form is checked against the other system’s own fields, from the moment it is connected and as they change', async () => {
	for (const line of ['Seats__c int(5) "Seats"', 'Roast__c picklist(Dark;Light) * "Roast"']) org.turn({ addField: { object: 'Lead', line } })
	const name = field('lastName', 'text', { isRequired: true })
	expect(await ask(name)).toEqual({})
	const made = await connectSystem(db, ada, {
		...{ wish: { system: 'salesforce', name: 'Org', key: { origin: org.origin, ...keys, keyField: 'Kontor_Key__c' }, sharePercent: 40 }, systems, ownSides },
		...done(),
	})
	const connectionId = made.ok ? made.id : 0
	const always = { 'email STRING_TOO_LONG': { limit: 80 }, 'lastName STRING_TOO_LONG': { limit: 80 } }
	expect(await ask(name, field('firstName', 'text'), field('answer.why', 'long'))).toEqual({
		...always,
		'firstName STRING_TOO_LONG': { limit: 40 },
		'answer.why FIELD_UNMAPPED': {},
	})
	// Neither the CRM's own words nor its digits are ours.
	await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type, precision, scale, choices) values
		(${sellerId}, 'prospect', 'seats', '{"en":"Seats"}', 'number', 5, 1, null), (${sellerId}, 'prospect', 'roast', '{"en":"Roast"}', 'picklist', null, null, '{dark,light}')`
	const object = (await openMapping(db, ada, { connectionId, ownSides, sides, systems }))?.objects.find(({ crmObject }) => crmObject === 'Lead')
	for (const [crmField, maField] of [
		['Seats__c', 'custom.seats'],
		['Roast__c', 'custom.roast'],
	] as const) {
		const wish = { crmField, maField, behaviour: 'most_recent', blank: 'fill', multi: 'last', overflow: 'error', transform: null, fallback: null } as const
		expect(await changeMapping(db, ada, { connectionId, edit: { objectMapId: object?.id ?? 0, key: null, wish }, ownSides, sides, ...done() })).toMatchObject({
			ok: true,
		})
	}
	const own = [
		field('custom.seats', 'number'),
		field('custom.roast', 'choice', {
			choices: [
				{ value: 'Dark', label: {} },
				{ value: 'medium', label: {} },
			],
		}),
	]
	expect(await ask(name, ...own)).toEqual({
		...always,
		'custom.seats NUMBER_OUTSIDE_VALID_RANGE': { scaleLimit: 0 },
		'custom.roast INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST': { value: 'medium' },
	})
	// What the org adds afterwards is known with the next round of the worker.
	await changeConnection(db, ada, { connectionId, act: 'run', ...done() })
	org.turn({ addField: { object: 'Lead', line: 'Consent_Text__c string(20) ! "Consent text"' } })
	expect(await ask(name)).toEqual(always)
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name) values (${sellerId}, 'ana@opal.test', 'Ana', 'Silva')`
	await settle()
	expect(await ask(name)).toEqual({ ...always, 'Consent_Text__c REQUIRED_FIELD_MISSING': { crmField: 'Consent_Text__c' } })
})
