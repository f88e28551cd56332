import { describe, expect, test } from 'vitest'
import type { FormDesign } from '../../../app/engine/marketing/form.ts'
import { planSegment, readSegment } from '../../../app/engine/marketing/segment.ts'
import { changeForm, createForm } from '../../../app/flows/capture/change-form.ts'
import { changePage, createPage } from '../../../app/flows/capture/change-page.ts'
import { createRedirect, openRedirects } from '../../../app/flows/capture/change-redirect.ts'
import { followRedirect } from '../../../app/flows/capture/follow-redirect.ts'
import { noteVisit } from '../../../app/flows/capture/note-visit.ts'
import { openLandingPage } from '../../../app/flows/capture/open-pages.ts'
import { type FormSent, submitForm } from '../../../app/flows/capture/submit-form.ts'
import { openFileLink, takeFile } from '../../../app/flows/capture/take-file.ts'
import { changeFile, uploadFile } from '../../../app/flows/capture/upload-file.ts'
import { openWays } from '../../../app/flows/crm/open-ways.ts'
import { loadFormMail } from '../../../app/flows/mail/load-form-mail.ts'
import { openProspects } from '../../../app/flows/marketing/open-prospects.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { sign } from '../../../app/platform/signing.server.ts'
import { readProspectFilter } from '../../../app/ui/people/read-people-form.ts'
import { findProspects } from '../../../db/queries/segment.ts'
import { makeFargo, makeProspect } from '../../support/fargo.ts'
import { files } from '../../support/house.ts'
import { expectStatements, statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const fargo = await makeFargo(db)
const stranger = await makeFargo(db, 'Lakeside Roasters')
const at = new Date('2026-03-02T18:00:00Z')
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
const requestId = 'r'
const staffOf = (sellerId: number, userId: number): StaffMember => ({
	...{ kind: 'staff', userId, name: 'Maya Lin', email: 'maya@capricorn.test', locale: 'en', roles: ['marketer'], sessionHash: 'x', actingFor: null },
	seller: {
		...{ id: sellerId, code: 'c', name: 'Capricorn Coffee', timeZone: 'America/Chicago', rounding: 'half_away', currency: 'USD', country: 'US' },
		pricesIncludeTax: false,
	},
})
const maya = staffOf(fargo.sellerId, fargo.natalieId)
const words = (text: string) => ({ en: text })
const field = (key: string, given: object = {}) => ({
	...{ key, kind: 'text' as const, label: words(key), isRequired: false, isHidden: false, initial: '', choices: [], write: 'always' as const },
	...given,
})
const design: FormDesign = {
	...{ title: words('Taste with us'), lead: {}, submit: {}, thanksTitle: {}, thanksText: {}, redirectTo: '', fileBy: 'mail', origins: [] },
	fields: [field('email', { kind: 'email', isRequired: true }), field('firstName'), field('company', { write: 'if_blank' }), field('answer.cups')],
	topics: [{ topic: 'promotion', label: words('Send me news') }],
}
const published = async (slug: string, given: Partial<FormDesign> = {}, actions: unknown[] = []) => {
	const made = await createForm(db, maya, { name: slug, slug, design: { ...design, ...given }, requestId, at })
	if (!made.ok) throw new Error(JSON.stringify(made))
	const [row] = await db<{ campaignId: number }[]>`select campaign_id from ma_form where id = ${made.id}`
	const wish = { name: slug, slug, campaignId: row?.campaignId ?? 0, design: { ...design, ...given }, actions, fileId: null }
	const saved = await changeForm(db, maya, { id: made.id, change: { act: 'publish', wish, version: 1 }, requestId, at })
	if (!saved?.ok) throw new Error(JSON.stringify(saved))
	return made.id
}
let keys = 0
const typed = (values: Record<string, string>) => new Map(Object.entries(values))
const send = (slug: string, values: Record<string, string>, given: Partial<FormSent> = {}) => {
	keys += 1
	const sent = {
		typed: typed(values),
		sure: null,
		key: `key-${keys}`,
		visitorId: null,
		newVisitorId: crypto.randomUUID(),
		locale: 'en',
		origin: '/f',
		isTrial: false,
		at,
	}
	return submitForm(db, { slug }, { ...sent, ...given })
}
const prospectOf = async (email: string) => (await db`select * from ma_prospect where lower(email) = ${email}`)[0]
const ledger = (email: string) => db`
	select y.kind, y.score, y.facts ->> 'path' as path from ma_activity y join ma_prospect p on p.id = y.prospect_id where lower(p.email) = ${email} order by y.occurred_at, y.id`
const look = (visitorId: string, path: string, given: object = {}) =>
	noteVisit(db, { visitorId, newVisitorId: crypto.randomUUID(), path, contactId: null, clickId: null, at, ...given })

describe('a form that is sent', () => {
	test('makes her known: once for its key, with its score, its consents and its campaign', async () => {
		const formId = await published('taste')
		const values = { email: ' Nina@Harbor.example ', firstName: 'Nina', 'answer.cups': '300', 'topic:promotion': 'yes' }
		const first = await send('taste', values, { key: 'one' })
		const again = await send('taste', { ...values, firstName: 'Somebody else' }, { key: 'one', at: later(1) })
		expect([first?.kind, again?.kind]).toEqual(['sent', 'sent'])
		const nina = await prospectOf('nina@harbor.example')
		const [form] = await db`select campaign_id from ma_form where id = ${formId}`
		expect(nina).toMatchObject({ firstName: 'Nina', score: 50, sourceCampaignId: form?.['campaignId'], optedOut: false })
		expect(await ledger('nina@harbor.example')).toEqual([{ kind: 'form.succeeded', score: 50, path: null }])
		expect(await db`select kind, topic, source, evidence ->> 'text' as text from ma_consent where prospect_id = ${nina?.['id']}`).toEqual([
			{ kind: 'opt_in', topic: 'promotion', source: 'form:taste', text: 'Send me news' },
		])
		expect(await db`select values from ma_form_submission where form_id = ${formId}`).toEqual([
			{ values: { email: 'nina@harbor.example', firstName: 'Nina', 'answer.cups': '300' } },
		])
		expect(await db`select topic from outbox_event where subject = ${`prospect:${nina?.['id']}`}`).toEqual([{ topic: 'form.submitted' }])
	})

	test('fills fields of the house’s own by their types, and a question asks for them; what does not fit is refused at its field', async () => {
		await db`
			insert into crm_custom_def (seller_entity_id, object, name, labels, type, precision, scale, choices) values (${fargo.sellerId}, 'prospect', 'cups', '{"en":"Cups a day"}', 'number', 4, 0, null),
				(${fargo.sellerId}, 'prospect', 'brews', '{"en":"Brews with"}', 'multipicklist', null, null, array['Espresso','Filter'])`
		const fields = [field('email', { kind: 'email', isRequired: true }), field('custom.cups', { label: {} }), field('custom.brews', { write: 'if_blank' })]
		const formId = await published('own-fields', { fields })
		const [stored] = await db<{ fields: { kind: string; label: object }[] }[]>`select design -> 'fields' as fields from ma_form where id = ${formId}`
		expect(stored?.fields.map(({ kind }) => kind)).toEqual(['email', 'number', 'choices'])
		expect(stored?.fields[1]?.label).toEqual({ en: 'Cups a day' })
		const refused = await send('own-fields', { email: 'iva@kava.example', 'custom.cups': '12345' })
		expect(refused).toMatchObject({ kind: 'refused', refusals: [{ code: 'NUMBER_OUTSIDE_VALID_RANGE', facts: { field: 'custom.cups' } }] })
		expect(await prospectOf('iva@kava.example')).toBeUndefined()
		await send('own-fields', { email: 'iva@kava.example', 'custom.cups': '300', 'custom.brews': 'Filter\nEspresso' })
		await send('own-fields', { email: 'iva@kava.example', 'custom.cups': '310', 'custom.brews': 'Espresso' })
		await db`delete from ma_touch`
		await db`update ma_prospect set custom = jsonb_set(custom, '{cups}', '"320"') where email = 'iva@kava.example'`
		const iva = await prospectOf('iva@kava.example')
		expect(iva?.['custom']).toEqual({ cups: '320', brews: ['Filter', 'Espresso'] })
		expect((await db`select 1 from ma_touch where prospect_id = ${iva?.['id']}`).length).toBeGreaterThan(0)
		const asked = readSegment({
			all: [
				{ field: 'custom.cups:number', op: 'gte', value: 310 },
				{ field: 'custom.brews:choices', op: 'eq', value: 'filter' },
			],
		})
		const found = asked.ok ? await findProspects(db, { plan: planSegment(asked.predicate), scope: { sellerEntityId: fargo.sellerId }, at }) : []
		expect(found).toEqual([iva?.['id']])
		// In the list: the field is shown, and asked for by its kind.
		const listed = async (given: Record<string, string>, who = maya) => {
			const page = await openProspects(db, who, readProspectFilter(new URLSearchParams(given)), 'en', at)
			return page.refusals.length > 0 ? page.refusals.map(({ code }) => code) : page.prospects.map(({ id, own }) => [id, own])
		}
		expect(await listed({ own: 'cups', is: '320' })).toEqual([[iva?.['id'], '320']])
		expect(await listed({ own: 'cups', is: '321' })).toEqual([])
		expect(await listed({ own: 'brews', is: 'Filter' })).toEqual([[iva?.['id'], ['Filter', 'Espresso']]])
		expect(await listed({ own: 'cups', is: 'many' })).toEqual(['INVALID_TYPE_ON_FIELD_IN_RECORD'])
		expect((await listed({ own: 'cups' })).length).toBeGreaterThan(1)
		// Of another house it is no field at all.
		expect((await listed({ own: 'cups', is: 'many' }, staffOf(stranger.sellerId, 0))).flat()).not.toContain('INVALID_TYPE_ON_FIELD_IN_RECORD')
		// What a form does may set one, if the value is of its kind.
		const does = (value: string, field = 'custom.cups') => ({ ...design, fields, actions: [{ kind: 'field', field, value }] })
		const save = async (value: string, field?: string) => {
			const [now] = await db<{ version: number; campaignId: number }[]>`select version, campaign_id from ma_form where id = ${formId}`
			const { actions, ...asked } = does(value, field)
			const wish = { name: 'own-fields', slug: 'own-fields', campaignId: now?.campaignId ?? 0, design: asked, actions, fileId: null }
			const saved = await changeForm(db, maya, { id: formId, change: { act: 'save', wish, version: now?.version ?? 0 }, requestId, at })
			return saved?.ok ? 'saved' : saved?.refusals.map(({ code, line }) => [code, line])
		}
		expect(await save('12345')).toEqual([['NUMBER_OUTSIDE_VALID_RANGE', 1]])
		expect(await save('Turkish', 'custom.brews')).toEqual([['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 1]])
		expect(await save('7', 'custom.nothing')).toEqual([['ACTION_INCOMPLETE', 1]])
		expect(await save('77')).toBe('saved')
		await send('own-fields', { email: 'iva@kava.example', 'custom.cups': '9' })
		expect((await prospectOf('iva@kava.example'))?.['custom']).toMatchObject({ cups: '77', brews: ['Filter', 'Espresso'] })
		expect(await save('Espresso', 'custom.brews')).toBe('saved')
		await send('own-fields', { email: 'iva@kava.example', 'custom.cups': '9' })
		expect((await prospectOf('iva@kava.example'))?.['custom']).toMatchObject({ cups: '9', brews: ['Espresso'] })
		expect(await save('', 'custom.brews')).toBe('saved')
		await send('own-fields', { email: 'iva@kava.example', 'custom.cups': '9' })
		expect((await prospectOf('iva@kava.example'))?.['custom']).toEqual({ cups: '9' })
		expect(await save('8')).toBe('saved')
		await db`update crm_custom_def set is_active = false where object = 'prospect' and name = 'cups'`
		// A rule from before: of a field that the house has no more nothing is written, and nothing breaks.
		await send('own-fields', { email: 'iva@kava.example' })
		expect((await prospectOf('iva@kava.example'))?.['custom']).toEqual({ cups: '9' })
		const [form] = await db<{ version: number; campaignId: number }[]>`select version, campaign_id from ma_form where id = ${formId}`
		const wish = { name: 'own-fields', slug: 'own-fields', campaignId: form?.campaignId ?? 0, design: { ...design, fields }, actions: [], fileId: null }
		const again = await changeForm(db, maya, { id: formId, change: { act: 'save', wish, version: form?.version ?? 0 }, requestId, at })
		expect(again).toMatchObject({ ok: false, refusals: expect.arrayContaining([{ code: 'FORM_FIELD_UNKNOWN', line: 2, facts: { field: 'cups' } }]) })
	})

	test('finds who is known: by her address, then as the contact or the lead that she is', async () => {
		await send('taste', { email: 'luka@fargo-coffeehaus.test', firstName: 'Luka' })
		const luka = await prospectOf('luka@fargo-coffeehaus.test')
		expect(luka).toMatchObject({ contactId: fargo.lukaId })
		// The contact has another address by now: it is still his prospect.
		await db`update contact set email = 'luka.novak@fargo.test' where id = ${fargo.lukaId}`
		await send('taste', { email: 'luka.novak@fargo.test', firstName: 'Luka N.' })
		expect(await db`select id, first_name from ma_prospect where contact_id = ${fargo.lukaId}`).toEqual([{ id: luka?.['id'], firstName: 'Luka N.' }])
		expect(await prospectOf('luka.novak@fargo.test')).toBeUndefined()
		const [lead] =
			await db`insert into crm_lead (seller_entity_id, last_name, company, email) values (${fargo.sellerId}, 'Ito', 'Kissa', 'Ito@kissa.test') returning id`
		await send('taste', { email: 'ito@kissa.test' })
		expect(await prospectOf('ito@kissa.test')).toMatchObject({ leadId: lead?.['id'] })
		// A person of another house with the same address is somebody else.
		const [far] =
			await db`insert into contact (account_id, first_name, last_name, email) values (${stranger.accountId}, 'Far', 'Away', 'far@away.test') returning id`
		await send('taste', { email: 'far@away.test' })
		expect(await prospectOf('far@away.test')).toMatchObject({ contactId: null, sellerEntityId: fargo.sellerId })
		expect(far?.['id']).toBeGreaterThan(0)
	})

	test('replaces what it may, and fills what was blank', async () => {
		await send('taste', { email: 'ana@x.example', firstName: 'Ana', company: 'Pier' })
		await send('taste', { email: 'ana@x.example', firstName: 'Anna', company: 'Ward' })
		await send('taste', { email: 'ana@x.example', company: 'Ward' })
		expect(await prospectOf('ana@x.example')).toMatchObject({ firstName: 'Anna', company: 'Pier' })
	})

	test('twenty at once with one new address make one prospect', async () => {
		await Promise.all(Array.from({ length: 20 }, () => send('taste', { email: 'rush@x.example', firstName: 'Rush' })))
		expect(await db`select count(*)::int as people, sum(score)::int as score from ma_prospect where email = 'rush@x.example'`).toEqual([
			{ people: 1, score: 1000 },
		])
	})

	test('does what the form asks, once', async () => {
		await published('act', {}, [
			{ kind: 'tag_add', tag: 'tasting' },
			{ kind: 'score', points: 7 },
		])
		await send('act', { email: 'tag@x.example' }, { key: 'act' })
		await send('act', { email: 'tag@x.example' }, { key: 'act' })
		const person = await prospectOf('tag@x.example')
		expect(person).toMatchObject({ score: 57 })
		expect(await db`select t.name from ma_prospect_tag p join ma_tag t on t.id = p.tag_id where p.prospect_id = ${person?.['id']}`).toEqual([
			{ name: 'tasting' },
		])
	})

	test('refused, counts against whoever is known at the browser, once, and makes nobody', async () => {
		const visitorId = crypto.randomUUID()
		await send('taste', { email: 'ben@x.example' }, { visitorId })
		for (const key of ['bad', 'bad', 'worse'])
			expect(await send('taste', { email: 'ben' }, { visitorId, key, at: later(1) })).toMatchObject({ kind: 'refused' })
		expect(await prospectOf('ben@x.example')).toMatchObject({ score: 40 })
		const before = await db`select count(*) from ma_prospect`
		await send('taste', { email: 'nobody' })
		expect(await db`select count(*) from ma_prospect`).toEqual(before)
	})

	test('of a draft, of nobody, from a site it does not name, or tried by the house: nothing is kept', async () => {
		const made = await createForm(db, maya, { name: 'Hidden', slug: 'hidden', design, requestId, at })
		expect(made.ok).toBe(true)
		const before = await db`select count(*) from ma_prospect`
		expect(await send('hidden', { email: 'a@x.example' })).toBeNull()
		expect(await send('no-such', { email: 'a@x.example' })).toBeNull()
		expect(await send('taste', { email: 'a@x.example' }, { from: 'https://elsewhere.example' })).toMatchObject({ kind: 'foreign' })
		expect(await send('taste', { email: 'a@x.example' }, { isTrial: true })).toMatchObject({ kind: 'sent', submissionId: null })
		expect(await db`select count(*) from ma_prospect`).toEqual(before)
	})

	test('costs the same whatever she did before', async () => {
		const [few, many] = [crypto.randomUUID(), crypto.randomUUID()]
		await look(few, '/catalog')
		for (let page = 0; page < 9; page++) await look(many, `/catalog/${page}`)
		await expectStatements(db, 18, () => send('taste', { email: 'few@x.example' }, { visitorId: few, at: later(1) }))
		await expectStatements(db, 18, () => send('taste', { email: 'many@x.example' }, { visitorId: many, at: later(1) }))
	})
})

describe('visits', () => {
	test('three visits, then a form: one timeline, the visits first, scored when she is known', async () => {
		const visitorId = crypto.randomUUID()
		for (const [minute, path] of [
			[0, '/'],
			[1, '/catalog'],
			[2, '/f/taste'],
		] as const)
			await look(visitorId, path, { at: later(minute) })
		expect(await db`select sum(score)::int as score from ma_activity where visitor_id = ${visitorId}`).toEqual([{ score: 0 }])
		await send('taste', { email: 'mara@x.example' }, { visitorId, at: later(3) })
		expect(await ledger('mara@x.example')).toEqual([
			{ kind: 'visitor.session', score: 3, path: null },
			{ kind: 'page.viewed', score: 1, path: '/' },
			{ kind: 'page.viewed', score: 1, path: '/catalog' },
			{ kind: 'page.viewed', score: 1, path: '/f/taste' },
			{ kind: 'form.succeeded', score: 50, path: null },
		])
		expect(await prospectOf('mara@x.example')).toMatchObject({ score: 56 })
		// What she looks at from now on is hers at once; the same page within half an hour is the same look, and after half an hour away it is another session.
		await look(visitorId, '/catalog/cups', { at: later(40) })
		await look(visitorId, '/catalog/cups', { at: later(41) })
		expect(await prospectOf('mara@x.example')).toMatchObject({ score: 60 })
	})

	test('a hundred pages of one day, looked at before and after she was known, are ten points', async () => {
		const visitorId = crypto.randomUUID()
		for (let page = 0; page < 8; page++) await look(visitorId, `/catalog/${page}`)
		await send('taste', { email: 'keen@x.example' }, { visitorId, at: later(1) })
		for (let page = 8; page < 16; page++) await look(visitorId, `/catalog/${page}`, { at: later(2) })
		expect(await prospectOf('keen@x.example'), 'of one session').toMatchObject({ score: 63 })
	})

	test('the first landing page is where she comes from', async () => {
		const [campaign] = await db`insert into ma_campaign (seller_entity_id, name) values (${fargo.sellerId}, 'Trade fair') returning id`
		await published('fair')
		await db`update ma_form set campaign_id = ${campaign?.['id']} where slug = 'fair'`
		const visitorId = crypto.randomUUID()
		await look(visitorId, '/f/fair')
		await send('taste', { email: 'fair@x.example' }, { visitorId, at: later(1) })
		expect(await prospectOf('fair@x.example')).toMatchObject({ sourceCampaignId: campaign?.['id'] })
	})

	test('are those of the seller at whose page a browser was first seen; one that becomes somebody’s is at hers', async () => {
		const [mine, theirs, known] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
		await published('ours')
		await look(mine, '/f/ours')
		const atTheirs = staffOf(stranger.sellerId, stranger.natalieId)
		const made = await createRedirect(db, atTheirs, { wish: { name: 'Lake', slug: 'lake', target: '/catalog' }, requestId, at })
		if (!made.ok) throw new Error(JSON.stringify(made))
		const clickId = (await db`insert into ma_redirect_click (redirect_id, clicked_at) select id, ${at} from ma_redirect where slug = 'lake' returning id`)[0]?.[
			'id'
		]
		await look(theirs, '/catalog', { clickId })
		await look(theirs, '/f/ours', { at: later(31) })
		await look(known, '/catalog')
		const [noor] = await db<
			{ id: number }[]
		>`insert into contact (account_id, first_name, last_name, email) values (${stranger.accountId}, 'Noor', 'Aziz', 'noor@lake.test') returning id`
		await look(known, '/catalog', { contactId: noor?.id, at: later(31) })
		const sellerOf = async (id: string) => (await db`select seller_entity_id as id from ma_visitor where id = ${id}`)[0]?.['id']
		expect([await sellerOf(mine), await sellerOf(theirs), await sellerOf(known)]).toEqual([fargo.sellerId, stranger.sellerId, stranger.sellerId])
		// Each seller's funnel has its own strangers, and no other's.
		const strangers = async (sellerId: number) => {
			const { all } = await openWays(db, staffOf(sellerId, 0), { by: 'source', months: 12 }, at)
			return (all[0]?.count ?? 0) - (all[1]?.count ?? 0)
		}
		const counted = await db`select seller_entity_id as id, count(*)::int as n from ma_visitor where prospect_id is null group by 1 order by 1`
		expect(counted.map(({ id }) => id)).toEqual([fargo.sellerId, stranger.sellerId])
		for (const { id, n } of counted) expect(await strangers(id)).toBe(n)
	})
	test('another person at the same browser is another visitor, and gets nothing of the first one’s', async () => {
		const visitorId = crypto.randomUUID()
		await look(visitorId, '/catalog')
		await send('taste', { email: 'one@x.example' }, { visitorId, at: later(1) })
		const second = await send('taste', { email: 'two@x.example' }, { visitorId, at: later(2) })
		expect(second).toMatchObject({ kind: 'sent', visitorId: expect.not.stringMatching(visitorId) })
		expect(await ledger('two@x.example')).toEqual([{ kind: 'form.succeeded', score: 50, path: null }])
		expect(await prospectOf('one@x.example')).toMatchObject({ score: 54 })
	})

	test('signing in makes her known; her looks at products are counted elsewhere', async () => {
		const [contact] =
			await db`insert into contact (account_id, first_name, last_name, email) values (${fargo.accountId}, 'Ivo', 'Novak', 'ivo@fargo.test') returning id`
		const visitorId = crypto.randomUUID()
		await look(visitorId, '/catalog')
		await look(visitorId, '/products/new-roast', { at: later(1) })
		await look(visitorId, '/', { at: later(2), contactId: contact?.['id'] })
		await look(visitorId, '/products/new-roast', { at: later(50), contactId: contact?.['id'] })
		expect(await ledger('ivo@fargo.test')).toEqual([
			{ kind: 'visitor.session', score: 3, path: null },
			{ kind: 'page.viewed', score: 1, path: '/catalog' },
			{ kind: 'page.viewed', score: 1, path: '/products/new-roast' },
			{ kind: 'page.viewed', score: 1, path: '/' },
			{ kind: 'visitor.session', score: 3, path: null },
		])
	})
})

describe('a file behind a form', () => {
	const secrets = ['a secret that is only ever used in tests']
	const pdf = { name: 'guide.pdf', bytes: new Blob(['%PDF-1.7 guide']).stream() as unknown as AsyncIterable<Uint8Array> }
	const linkTo = (grantId: number, expiresAt = later(60 * 24 * 300)) => sign({ g: grantId }, { purpose: 'gated-file', secrets, expiresAt })
	const asked = async (slug: string, email: string) => {
		const answer = await send(slug, { email })
		return answer?.kind === 'sent' ? (answer.grantId ?? 0) : 0
	}
	const take = (token: string, when = at) => takeFile(db, { token, secrets, at: when }, { visitor: null, isCounted: true })

	test('opens by its own link, counts once for it, and not when it is read only', async () => {
		const stored = await uploadFile(db, files, maya, { name: 'Guide', title: words('The guide'), given: pdf, requestId, at })
		if (!stored.ok) throw new Error(JSON.stringify(stored))
		await published('guide')
		await db`update ma_form set file_id = ${stored.id} where slug = 'guide'`
		const grantId = await asked('guide', 'gina@x.example')
		const token = linkTo(grantId)
		expect(await openFileLink(db, { token, secrets, at })).toMatchObject({ name: 'Guide' })
		expect(await prospectOf('gina@x.example')).toMatchObject({ score: 50 })
		for (const minute of [1, 2]) expect(await take(token, later(minute))).toMatchObject({ file: { fileName: 'guide.pdf' } })
		expect(await prospectOf('gina@x.example')).toMatchObject({ score: 53 })
		expect(await db`select opens from ma_file_grant where id = ${grantId}`).toEqual([{ opens: 2 }])
		const second = linkTo(await asked('guide', 'gina@x.example'))
		await take(second)
		expect(await prospectOf('gina@x.example')).toMatchObject({ score: 106 })
	})

	test('forged, of another purpose, expired, taken back or put aside: the same nothing', async () => {
		const [file] = await db<{ id: number }[]>`select id from ma_file where name = 'Guide'`
		const grantId = await asked('guide', 'hugo@x.example')
		const token = linkTo(grantId)
		for (const bad of ['x', `${token}x`, sign({ g: grantId }, { purpose: 'document', secrets, expiresAt: later(60) }), linkTo(999_999)])
			expect(await take(bad)).toBeNull()
		expect(await take(token, later(60 * 24 * 14 + 1))).toBeNull()
		expect(await take(linkTo(grantId, later(1)), later(2))).toBeNull()
		const change = (act: object, staff = maya) => changeFile(db, staff, { id: file?.id ?? 0, change: act as never, requestId, at })
		expect(await change({ act: 'revoke', grantIds: [grantId] }, staffOf(stranger.sellerId, stranger.natalieId))).toBeNull()
		expect(await take(token)).not.toBeNull()
		await change({ act: 'archive' })
		expect(await take(token)).toBeNull()
		await change({ act: 'restore' })
		await change({ act: 'revoke', grantIds: [grantId] })
		expect(await take(token)).toBeNull()
	})

	test('is mailed to the address that was typed, in its language, until its day', async () => {
		await asked('guide', 'ines@x.example')
		const [event] = await db<
			{ id: string; payload: Record<string, unknown>; occurredAt: Date }[]
		>`select * from outbox_event where payload ->> 'email' = 'ines@x.example' order by id desc limit 1`
		const format = { money: () => '', day: (day: string) => day, quantity: () => '', place: () => '' }
		const desk = { db, publicUrl: 'http://shop.test', secrets, at, format } as never
		const written = await loadFormMail(desk, { ...event, payload: { ...event?.payload, locale: 'cs' } } as never)
		expect(written?.mail).toMatchObject({ to: { email: 'ines@x.example' }, locale: 'cs', content: { subject: 'Váš odkaz na The guide' } })
		const url = written?.mail.content.blocks.flatMap((block) => ('url' in block ? [block.url] : []))[0] ?? ''
		expect(await openFileLink(db, { token: url.split('/d/')[1] ?? '', secrets, at })).not.toBeNull()
	})
})

describe('a redirect', () => {
	test('counts a scanner as a click and a person as a follower, once, and scores her', async () => {
		const made = await createRedirect(db, maya, { wish: { name: 'Poster', slug: 'poster', target: '/catalog' }, requestId, at })
		expect(made.ok).toBe(true)
		const [one, two] = await Promise.all([1, 2].map(() => followRedirect(db, { slug: 'poster', isCounted: true, at })))
		await followRedirect(db, { slug: 'poster', isCounted: false, at })
		const visitorId = crypto.randomUUID()
		for (const minute of [1, 45]) await look(visitorId, '/catalog', { clickId: one?.clickId, at: later(minute) })
		// Too old to be the same person's.
		await look(visitorId, '/catalog', { clickId: two?.clickId, at: later(60 * 25) })
		await send('taste', { email: 'paula@x.example' }, { visitorId, at: later(60 * 26) })
		const kinds = (await ledger('paula@x.example')).map(({ kind, score }) => `${kind} ${score}`)
		expect(kinds.filter((kind) => kind.startsWith('redirect'))).toEqual(['redirect.clicked 3'])
		const { redirects } = await openRedirects(db, maya, { text: 'poster', status: null, campaignId: null, after: null, limit: 10 })
		expect(redirects).toMatchObject([{ clicks: 2, confirmed: 1 }])
		expect(await followRedirect(db, { slug: 'nowhere', isCounted: true, at })).toBeNull()
	})

	test('leads nowhere strange, and two houses never share an address', async () => {
		const make = async (target: string, slug: string, staff = maya) => {
			const made = await createRedirect(db, staff, { wish: { name: slug, slug, target }, requestId, at })
			return made.ok ? 'made' : made.refusals.map(({ code }) => code).join()
		}
		expect(await make('javascript:alert(1)', 'bad')).toBe('FORM_REDIRECT')
		expect(await make('//evil.example', 'bad')).toBe('FORM_REDIRECT')
		expect(await make('/catalog', 'poster', staffOf(stranger.sellerId, stranger.natalieId))).toBe('ASSET_TAKEN')
	})
})

describe('a landing page', () => {
	test('is open once it is published and whole; its preview and its rooms write nothing', async () => {
		const page = { title: {}, lead: {}, picture: 'roastery', blocks: [{ kind: 'points' as const, heading: {}, text: words('Fresh\n\nNear') }] }
		const made = await createPage(db, maya, { name: 'Open house', slug: 'open-house', design: page, requestId, at })
		if (!made.ok) throw new Error(JSON.stringify(made))
		const [row] = await db<{ campaignId: number }[]>`select campaign_id from ma_page where id = ${made.id}`
		const change = (design: object, act: 'save' | 'publish', version: number) => {
			const wish = { name: 'Open house', slug: 'open-house', campaignId: row?.campaignId ?? 0, design: { ...page, ...design }, formId: null }
			return changePage(db, maya, { id: made.id, change: { act, wish, version }, requestId, at })
		}
		expect(await openLandingPage(db, { slug: 'open-house' }, 'en')).toBeNull()
		expect(await change({}, 'publish', 1)).toMatchObject({ refusals: [{ code: 'PAGE_TITLE_MISSING' }] })
		expect(await change({ title: words('Come and taste') }, 'publish', 1)).toMatchObject({ ok: true })
		const { statements } = await statementsOf(db, () => openLandingPage(db, { id: made.id, sellerId: fargo.sellerId }, 'cs'))
		expect(statements.filter((text) => /insert|update|delete/i.test(text))).toEqual([])
		expect(await openLandingPage(db, { slug: 'open-house' }, 'cs')).toMatchObject({
			view: { title: 'Come and taste', picture: '/images/roastery.svg', blocks: [{ lines: ['Fresh', 'Near'] }] },
		})
		expect(await openLandingPage(db, { id: made.id, sellerId: stranger.sellerId }, 'en')).toBeNull()
	})
})

describe('a form in its room', () => {
	test('of another house is not there; a version that is not the newest is refused; a form in front of people stays whole', async () => {
		const id = await published('room')
		const [row] = await db<{ campaignId: number }[]>`select campaign_id from ma_form where id = ${id}`
		const wish = { name: 'room', slug: 'room', campaignId: row?.campaignId ?? 0, design, actions: [], fileId: null }
		const change = (over: object, version = 2, staff = maya) =>
			changeForm(db, staff, { id, change: { act: 'save', wish: { ...wish, ...over }, version }, requestId, at })
		expect(await change({}, 2, staffOf(stranger.sellerId, stranger.natalieId))).toBeNull()
		const codes = async (over: object, version = 2) => {
			const answer = await change(over, version)
			return answer?.ok === false ? answer.refusals.map(({ code }) => code) : answer?.ok
		}
		expect(await codes({}, 1)).toEqual(['ASSET_CHANGED'])
		expect(await codes({ design: { ...design, fields: [] } })).toEqual(['FORM_EMAIL_MISSING'])
		expect(await codes({ campaignId: stranger.maCampaignId })).toEqual(['ASSET_CHOICE'])
		expect(await codes({ slug: 'taste' })).toEqual(['ASSET_TAKEN'])
		expect(await codes({ slug: 'A b', name: '' })).toEqual(['ASSET_NAME_MISSING', 'ASSET_SLUG'])
		expect(await codes({ actions: [{ kind: 'dance' }] })).toEqual(['ACTION_UNKNOWN'])
		expect(await codes({ actions: [{ kind: 'assign', to: { kind: 'user', id: stranger.natalieId } }] })).toEqual(['ACTION_INCOMPLETE'])
		expect(await codes({ name: 'Room 2' })).toBe(true)
		expect(await db`select name, version from ma_form where id = ${id}`).toEqual([{ name: 'Room 2', version: 3 }])
	})

	test('(A37) a storefront has one campaign of its own, and no asset is without one', async () => {
		expect(await db`select count(*)::int as of_its_own from ma_campaign where seller_entity_id = ${fargo.sellerId} and is_default`).toEqual([{ ofItsOwn: 1 }])
		await expect(db`insert into ma_form (seller_entity_id, name, slug, design) values (${fargo.sellerId}, 'x', 'x-x', '{}')`).rejects.toThrow(/campaign_id/)
		await expect(db`insert into ma_page (seller_entity_id, name, slug, design) values (${fargo.sellerId}, 'x', 'x-x', '{}')`).rejects.toThrow(/"campaign_id"/)
		await expect(db`insert into ma_file (seller_entity_id, name, file_key, file_name, bytes) values (${fargo.sellerId}, 'x', 'k', 'x.pdf', 1)`).rejects.toThrow(
			/"campaign_id"/,
		)
		await expect(db`insert into ma_send (seller_entity_id, name, content) values (${fargo.sellerId}, 'x', '{}')`).rejects.toThrow(/"campaign_id"/)
		expect(await makeProspect(db, stranger, [])).toBeGreaterThan(0)
	})
})
