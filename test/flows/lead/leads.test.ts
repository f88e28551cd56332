import { expect, test } from 'vitest'
import { openCart } from '../../../app/flows/cart/open-cart.ts'
import { changeFields } from '../../../app/flows/crm/change-fields.ts'
import { acceptLeadQuote } from '../../../app/flows/lead/accept-lead-quote.ts'
import { changeLead } from '../../../app/flows/lead/change-lead.ts'
import { convertLead } from '../../../app/flows/lead/convert-lead.ts'
import { createLead } from '../../../app/flows/lead/create-lead.ts'
import { openLead, openLeads, openPipeline } from '../../../app/flows/lead/open-leads.ts'
import { openQuoteLink } from '../../../app/flows/lead/open-quote-link.ts'
import { prepareQuote } from '../../../app/flows/lead/prepare-quote.ts'
import { counterQuote } from '../../../app/flows/quote/counter-quote.ts'
import { offerQuote } from '../../../app/flows/quote/offer-quote.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { unseal } from '../../../app/platform/sealing.server.ts'
import { absentShopper } from '../../../app/platform/session.server.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { ask, testHouse } from '../../support/house.ts'
import { makeStaff, morning } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 20 })
const at = morning
const secret = 'of the shop'
const requestId = 'r'
const shipTo = { line1: '12 Mill Road', line2: '', city: 'Fargo', region: 'ND', postalCode: '58102', country: 'US' }

async function staffOf(company: Company, name: string): Promise<StaffMember> {
	const userId = await makeStaff(db, company, ['rep'], name)
	await db`update crm_user set max_discount_percent = 15 where id = ${userId}`
	return { kind: 'staff', userId, name, email: '', locale: 'en', roles: ['rep'], seller: company.shopper.seller, sessionHash: '', actingFor: null }
}

const wishOf = (email: string, company = 'Valley City Commons') => ({
	...{ firstName: 'Signe', lastName: 'Aldridge', company, email, phone: '', title: 'Owner', source: 'fair', locale: 'fr-CA', note: '' },
})
async function leadOf(natalie: StaffMember, email: string, company?: string): Promise<number> {
	const made = await createLead(db, natalie, { wish: wishOf(email, company), requestId, at })
	if (!made.ok) throw new Error(JSON.stringify(made))
	return made.id
}

const row = (sku: string, quantity: string) => ({ sku, quantity, unit: '', shipTo: '', requestedOn: '' })
/** A lead with an offer that was mailed: ten of the bean at 17.50; answers the token of the mail. */
async function offered(company: Company, natalie: StaffMember, id: number): Promise<{ number: string; token: string }> {
	const made = await prepareQuote(db, natalie, { id, typed: [row(company.skus.bean, '10')], groupId: company.groupId, note: null, requestId, at })
	if (!made?.ok) throw new Error(JSON.stringify(made))
	const lines = [{ position: 1, quantity: '10', price: '17.50' }]
	const said = await offerQuote(db, natalie, { number: made.number, seenVersion: 1, note: null, at, lines, validOn: '2026-03-09', requestId, secret })
	if (!said?.ok) throw new Error(JSON.stringify(said))
	const [event] = await db<
		{ sealed: string }[]
	>`select payload ->> 'sealed' as sealed from outbox_event where topic = 'quote.offered' and payload ->> 'number' = ${made.number}`
	return { number: made.number, token: unseal(event?.sealed ?? '', { purpose: 'quote-link', secrets: [secret] }) ?? '' }
}
const accept = (token: string, when = at) =>
	acceptLeadQuote(db, { token, seenVersion: 2, shipTo, returnTo: '/cart', secret, locale: 'en', requestId, at: when })
const codesOf = (answer: { ok: boolean } | null) => (answer && 'refusals' in answer ? (answer.refusals as { code: string }[]).map(({ code }) => code) : answer)
const accountsOf = async (email: string) =>
	(await db<{ status: string }[]>`select a.status from contact c join account a on a.id = c.account_id where c.email = ${email}`).map(({ status }) => status)

test('(A49) quoted in two steps at her group’s prices and taken by her link: account, contact, opportunity, cart and a code, once', async () => {
	const company = await makeCompany(db, 'linden')
	const natalie = await staffOf(company, 'Natalie')
	const id = await leadOf(natalie, 'signe@linden.test')
	const { number, token } = await offered(company, natalie, id)
	const opened = await openLead(db, natalie, id, at)
	expect(opened?.lead).toMatchObject({ status: 'working', quotes: [{ number, state: 'offered', totalMinor: 17_500 }] })
	const [list] = await db`select list_price::text as price from quote_line l join quote q on q.id = l.quote_id where q.number = ${number} and l.version = 1`
	expect(list).toEqual({ price: '18.000000' })
	// Nobody signs in there, and nothing but the link opens it.
	expect(await accountsOf('signe@linden.test')).toEqual(['prospect'])
	expect(await db`select 1 from login where email = 'signe@linden.test'`).toEqual([])
	expect(await db`select 1 from quote_link where token_hash = ${token}`).toEqual([])

	const [one, two] = await Promise.all([accept(token), accept(token)])
	expect(one).toEqual({ ok: true, accountId: expect.any(Number), email: 'signe@linden.test' })
	expect(two).toEqual(one)
	const [account] = await db`
		select a.status, a.standing, a.onboarding_step, a.owner_user_id, (select count(*)::int from login l where l.account_id = a.id) as logins, (select city from location where account_id = a.id) as city
		from account a join contact c on c.account_id = a.id where c.email = 'signe@linden.test'`
	expect(account).toEqual({ status: 'active', standing: 'new', onboardingStep: 'card_only', ownerUserId: natalie.userId, logins: 1, city: 'Fargo' })
	const won =
		await db`select w.stage, w.is_won, w.amount_minor, w.order_id = q.order_id as is_hers from crm_opportunity w join quote q on q.opportunity_id = w.id where q.number = ${number}`
	expect(won).toEqual([{ stage: 'closed_won', isWon: true, amountMinor: 17_500, isHers: true }])
	expect(await db`select r.role, r.is_primary from crm_opp_contact_role r join contact c on c.id = r.contact_id where c.email = 'signe@linden.test'`).toEqual([
		{ role: 'Buyer', isPrimary: true },
	])
	const told =
		await db`select topic from outbox_event e join account a on a.id = e.account_id join contact c on c.account_id = a.id where c.email = 'signe@linden.test' order by topic`
	expect(told.map(({ topic }) => topic)).toEqual(['lead.converted', 'quote.accepted', 'quote.offered', 'quote.prepared', 'sign_in_code.requested'])
	expect((await openLead(db, natalie, id, at))?.lead).toMatchObject({ status: 'converted', accountName: 'Valley City Commons' })
	const [person] = await db<{ accountId: number; id: number }[]>`select account_id, id from contact where email = 'signe@linden.test'`
	const shopper = person && (await absentShopper(db, { accountId: person.accountId, contactId: person.id }))
	const cart = shopper && (await openCart(asShopper(db, shopper), shopper, { locale: 'en', at }))?.cart
	expect(cart).toMatchObject({ lines: [{ sku: company.skus.bean, netMinor: 17_500 }] })
})

test('a rep and the lead at once are one account; the rep alone leaves the quote to be accepted', async () => {
	const company = await makeCompany(db, 'willow')
	const natalie = await staffOf(company, 'Natalie')
	const id = await leadOf(natalie, 'signe@willow.test')
	const { token } = await offered(company, natalie, id)
	const byHand = () => convertLead(db, natalie, { id, to: 'new', accountId: null, shipTo, requestId, at })
	const answers = await Promise.all([byHand(), accept(token), byHand(), accept(token)])
	expect(answers.map((answer) => answer?.ok)).toEqual([true, true, true, true])
	expect(new Set(answers.map((answer) => (answer?.ok ? answer.accountId : null))).size).toBe(1)
	expect(await accountsOf('signe@willow.test')).toEqual(['active'])
	expect(
		await db`select count(*)::int as opportunities from crm_opportunity o join contact c on c.account_id = o.account_id where c.email = 'signe@willow.test'`,
	).toEqual([{ opportunities: 1 }])
	expect(await db`select count(*)::int as told from outbox_event where topic = 'lead.converted' and payload ->> 'leadId' = ${String(id)}`).toEqual([
		{ told: 1 },
	])

	const other = await leadOf(natalie, 'ola@willow.test', 'Ola & Sons')
	await offered(company, natalie, other)
	expect((await convertLead(db, natalie, { id: other, to: 'new', accountId: null, shipTo, requestId, at }))?.ok).toBe(true)
	expect((await openPipeline(db, natalie)).map(({ name, stage, amountMinor }) => [name, stage, amountMinor])).toEqual([['Ola & Sons', 'negotiation', 17_500]])
})

test('what a lead says in the house’s own fields goes where the administrator said, into a new account and into one that knows already', async () => {
	const company = await makeCompany(db, 'sumac')
	const natalie = await staffOf(company, 'Natalie')
	const ada: StaffMember = { ...natalie, roles: ['administrator'] }
	const def = { labels: { en: 'Seats' }, length: null, choices: null, precision: 4, scale: 0, type: 'number' as const, isRequired: false, isActive: true }
	const add = (object: string, name: string, becomes = {}) =>
		changeFields(db, ada, { edit: { act: 'field', id: null, object, def: { ...def, name }, becomes }, requestId, at })
	expect(codesOf(await add('lead', 'seats', { account: 'seats' }))).toEqual(['LEAD_FIELD_UNFIT'])
	await add('account', 'seats')
	await add('contact', 'cups')
	expect(await add('lead', 'seats', { account: 'seats' })).toEqual({ ok: true })
	expect(await add('lead', 'cups', { contact: 'cups' })).toEqual({ ok: true })
	const convert = async (email: string, into: number | null) => {
		const id = await leadOf(natalie, email)
		await db`update crm_lead set custom = '{"seats":"40","cups":"300"}' where id = ${id}`
		const made = await convertLead(db, natalie, { id, to: into === null ? 'new' : 'into', accountId: into, shipTo, requestId, at })
		if (!made?.ok) throw new Error(JSON.stringify(made))
		return (
			await db`select a.custom as account, c.custom as contact from account a join contact c on c.account_id = a.id where a.id = ${made.accountId} and c.id = ${made.contactId}`
		)[0]
	}
	expect(await convert('signe@sumac.test', null)).toEqual({ account: { seats: '40' }, contact: { cups: '300' } })
	await db`update account set custom = '{"seats":"12"}' where id = ${company.accountId}`
	expect(await convert('ola@sumac.test', company.accountId)).toEqual({ account: { seats: '12' }, contact: { cups: '300' } })
})

test('converted without a quote, she sees at least what the signed-out see', async () => {
	const company = await makeCompany(db, 'hawthorn')
	const natalie = await staffOf(company, 'Natalie')
	const sellerEntityId = company.shopper.seller.id
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name, is_guest) values (${sellerEntityId}, 'GUEST', 'Guests', true) returning id`
	const id = await leadOf(natalie, 'signe@hawthorn.test', 'Hawthorn Hall')
	const made = await convertLead(db, natalie, { id, to: 'new', accountId: null, shipTo, requestId, at })
	expect(await db`select policy_id from policy_account where account_id = ${made?.ok ? made.accountId : 0}`).toEqual([{ policyId: policy?.id }])
})

test('who is there already is shown and chosen: her quotes go along, and her link leads there', async () => {
	const company = await makeCompany(db, 'rowan')
	const natalie = await staffOf(company, 'Natalie')
	const id = await leadOf(natalie, 'luka@rowan.test', 'Coffeehaus rowan')
	const { token } = await offered(company, natalie, id)
	expect((await openLead(db, natalie, id, at))?.matches).toMatchObject([{ accountId: company.accountId, isSameEmail: true }])
	const convert = (to: 'new' | 'into', accountId: number | null) => convertLead(db, natalie, { id, to, accountId, shipTo, requestId, at })
	expect(codesOf(await convert('new', null))).toEqual(['LEAD_KNOWN'])
	const elsewhere = await makeCompany(db, 'alder')
	expect(await convert('into', elsewhere.accountId)).toBeNull()
	expect(await convert('into', company.accountId)).toMatchObject({ ok: true, accountId: company.accountId, contactId: company.contactId })
	const quotes =
		await db`select state, account_id = ${company.accountId} as is_hers from quote where lead_id = ${id} or account_id in (select prospect_account_id from crm_lead where id = ${id}) order by id`
	expect(quotes).toEqual([
		{ state: 'withdrawn', isHers: false },
		{ state: 'offered', isHers: true },
	])
	expect(await accept(token)).toMatchObject({ ok: true, accountId: company.accountId })
	expect((await openLead(db, natalie, id, at))?.lead.quotes).toMatchObject([{ state: 'accepted', totalMinor: 17_500 }])
})

test('a link opens one quote until its last day is over; any other answers as if there were none', async () => {
	const company = await makeCompany(db, 'aspen')
	const natalie = await staffOf(company, 'Natalie')
	const id = await leadOf(natalie, 'signe@aspen.test')
	const { number, token } = await offered(company, natalie, id)
	const link = await openQuoteLink(db, token, at)
	expect(link).toMatchObject({ number, isProspect: true, countries: ['US'] })
	if (!link) return
	expect(
		codesOf(await acceptLeadQuote(db, { token, seenVersion: 2, shipTo: { ...shipTo, city: '' }, returnTo: '/', secret, locale: 'en', requestId, at })),
	).toEqual(['LEAD_SHIP_TO'])
	expect(await accountsOf('signe@aspen.test')).toEqual(['prospect'])
	const said = { seenVersion: 2, note: 'Twelve, then', at, lines: [{ position: 1, quantity: '12', price: '16' }] }
	const other = await leadOf(natalie, 'ola@aspen.test', 'Ola & Sons')
	const hers = await offered(company, natalie, other)
	// With her own link she names another lead's quote: it is not there.
	expect(await counterQuote(asShopper(db, link.shopper), link.shopper, { ...said, number: hers.number })).toBeNull()
	expect(await counterQuote(asShopper(db, link.shopper), link.shopper, { ...said, number })).toEqual({ ok: true, version: 3 })
	expect(codesOf(await accept(token))).toEqual(['QUOTE_CHANGED'])
	const over = new Date('2026-03-10T05:00:00Z')
	for (const [wrong, when] of [
		[`${token}x`, at],
		['', at],
		[token, over],
	] as const) {
		expect(await openQuoteLink(db, wrong, when)).toBeNull()
		expect(await accept(wrong, when)).toBeNull()
	}
	await changeLead(db, natalie, { id, edit: { act: 'edit', wish: wishOf('other@aspen.test') }, requestId, at })
	expect(await openQuoteLink(db, token, at)).toBeNull()
})

test('a desk has its own leads and the queue; what cannot be read or bought is refused and leaves nothing', async () => {
	const company = await makeCompany(db, 'hazel')
	const [natalie, ben] = [await staffOf(company, 'Natalie'), await staffOf(company, 'Ben')]
	const id = await leadOf(natalie, 'signe@hazel.test')
	const seen = async (who: StaffMember) =>
		(await openLeads(db, who, { text: null, status: null, rating: null, whose: null, after: null, limit: 1 })).leads.map((lead) => lead.id)
	expect([await seen(natalie), await seen(ben)]).toEqual([[id], []])
	expect(await openLead(db, ben, id, at)).toBeNull()
	expect(await changeLead(db, ben, { id, edit: { act: 'status', status: 'lost' }, requestId, at })).toBeNull()
	expect(codesOf(await changeLead(db, natalie, { id, edit: { act: 'take' }, requestId, at }))).toEqual(['LEAD_TAKEN'])
	await db`update crm_lead set owner_user_id = null where id = ${id}`
	expect(await changeLead(db, ben, { id, edit: { act: 'take' }, requestId, at })).toEqual({ ok: true })
	expect([await seen(natalie), await seen(ben)]).toEqual([[], [id]])
	const prepare = (sku: string, groupId: number | null) => prepareQuote(db, ben, { id, typed: [row(sku, '1')], groupId, note: null, requestId, at })
	expect(codesOf(await prepare('NO-SUCH', company.groupId))).toHaveLength(1)
	// Without a group she sees what the signed-out see, and that is nothing here.
	expect(codesOf(await prepare(company.skus.bean, null))).toHaveLength(1)
	expect(codesOf(await prepare(company.skus.bean, 999_999))).toEqual(['LEAD_GROUP_UNKNOWN'])
	expect(await accountsOf('signe@hazel.test')).toEqual([])
	expect(await prepareQuote(db, natalie, { id, typed: [row(company.skus.bean, '1')], groupId: null, note: null, requestId, at })).toBeNull()
})

test('her page shows the offer without the house’s list, keeps what she typed, and leads to the code when she accepts', async () => {
	const company = await makeCompany(db, 'cedar')
	const natalie = await staffOf(company, 'Natalie')
	const { token } = await offered(company, natalie, await leadOf(natalie, 'signe@cedar.test'))
	const house = testHouse(db)
	const page = await ask(house, `/q/${token}`)
	const text = await page.text()
	expect([page.status, text.includes('$17.50'), text.includes('1 · asked')]).toEqual([200, true, false])
	const place = { line1: '12 Mill Road', city: 'Fargo', region: 'ND', postalCode: '58102', country: 'US' }
	const refused = await ask(house, `/q/${token}`, { form: { intent: 'accept', version: '2', ...place, city: '' } })
	expect([refused.status, (await refused.text()).includes('value="12 Mill Road"')]).toEqual([422, true])
	const accepted = await ask(house, `/q/${token}`, { form: { intent: 'accept', version: '2', ...place } })
	expect(accepted.headers.get('location')).toBe('/sign-in/code?email=signe%40cedar.test&to=%2Fcart')
	expect((await ask(house, `/q/${token}`)).status).toBe(200)

	const other = await offered(company, natalie, await leadOf(natalie, 'ola@cedar.test'))
	const countered = await ask(house, `/q/${other.token}`, { form: { intent: 'counter', version: '2', 'quantity-1': '12', 'price-1': '16' } })
	expect(countered.status).toBe(302)
	expect((await ask(house, '/q/none')).status).toBe(404)
})
