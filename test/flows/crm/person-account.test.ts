import { expect, test } from 'vitest'
import { changeKind } from '../../../app/flows/crm/change-kind.ts'
import { openRecord } from '../../../app/flows/crm/change-record.ts'
import { makePersonAccount } from '../../../app/flows/crm/make-person-account.ts'
import { saveAccounts, saveContacts } from '../../../app/flows/import/save-accounts.ts'
import type { SourceRow } from '../../../app/flows/import/types.ts'
import { convertLead } from '../../../app/flows/lead/convert-lead.ts'
import { createLead } from '../../../app/flows/lead/create-lead.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { readRecords } from '../../../db/queries/record.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { morning as at, makeStaff, placeRows, storyRows } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const requestId = 'r'
const shipTo = { line1: '12 Mill Road', line2: '', city: 'Fargo', region: 'ND', postalCode: '58102', country: 'US' }
const company = await makeCompany(db, 'larch')
const natalie = await staffOf(company)

async function staffOf({ shopper }: Company): Promise<StaffMember> {
	const userId = await makeStaff(db, company, ['rep'])
	return { kind: 'staff', userId, name: 'Natalie', email: '', locale: 'en', roles: ['rep'], seller: shopper.seller, sessionHash: '', actingFor: null }
}
const codesOf = (answer: { ok: boolean } | null) => (answer && 'refusals' in answer ? (answer.refusals as { code: string }[]).map(({ code }) => code) : answer)
const wishOf = (firstName: string) => ({ firstName, lastName: 'Renner', email: `${firstName.toLowerCase()}@renner.test`, phone: '', locale: 'cs' })
async function personOf(firstName: string): Promise<{ accountId: number; contactId: number }> {
	const made = await makePersonAccount(db, natalie, { wish: wishOf(firstName), shipTo, requestId, at })
	if (!made.ok) throw new Error(JSON.stringify(made))
	const [contact] = await db<{ id: number }[]>`select id from contact where account_id = ${made.accountId}`
	return { accountId: made.accountId, contactId: contact?.id ?? 0 }
}
const accountOf = async (accountId: number) =>
	(await db`select name, is_person, status, standing, onboarding_step, terms_days from account where id = ${accountId}`)[0]

test('somebody who buys for herself is one account, one contact and one login, and pays by card', async () => {
	const { accountId, contactId } = await personOf('Tove')
	expect(await accountOf(accountId)).toEqual({
		...{ name: 'Tove Renner', isPerson: true, status: 'active', standing: 'new', onboardingStep: 'card_only', termsDays: 0 },
	})
	expect(await db`select contact_id, email from login where account_id = ${accountId}`).toEqual([{ contactId, email: 'tove@renner.test' }])
	const make = (wish: ReturnType<typeof wishOf>, to = shipTo) => makePersonAccount(db, natalie, { wish, shipTo: to, requestId, at })
	expect(codesOf(await make({ ...wishOf('Tove'), lastName: '', email: 'nobody' }))).toEqual(['PERSON_NAME_MISSING', 'EMAIL_INVALID'])
	expect(codesOf(await make({ ...wishOf('Tove'), lastName: '', email: '' }, { ...shipTo, city: '' }))).toEqual(['PERSON_NAME_MISSING', 'LEAD_EMAIL_MISSING'])
	expect(codesOf(await make(wishOf('Tove')))).toEqual(['LEAD_KNOWN'])
	expect(codesOf(await make(wishOf('Nils'), { ...shipTo, city: '' }))).toEqual(['LEAD_SHIP_TO'])
	expect(await db`select 1 from contact where first_name = 'Nils'`).toEqual([])
})

test('account and contact have one page, with the fields of both', async () => {
	const { accountId, contactId } = await personOf('Ida')
	expect(await openRecord(db, natalie, { object: 'contact', id: contactId })).toMatchObject({ shownAt: accountId })
	expect(await openRecord(db, natalie, { object: 'account', id: accountId })).toMatchObject({ shownAt: null, person: { id: contactId, defs: [] } })
	const [luka] = await readRecords(db, 'contact', [company.contactId])
	await db`update account set owner_user_id = ${natalie.userId} where id = ${company.accountId}`
	expect(await openRecord(db, natalie, { object: 'contact', id: luka?.id ?? 0 })).toMatchObject({ shownAt: null, person: null })
})

test('whoever writes it, a person account keeps one contact, one name and no family', async () => {
	const { accountId, contactId } = await personOf('Berit')
	await db`update contact set last_name = 'Solberg' where id = ${contactId}`
	expect(await accountOf(accountId)).toMatchObject({ name: 'Berit Solberg' })
	const whole = /account\.person/
	await expect(db`insert into contact (account_id, first_name, last_name) values (${accountId}, 'Ola', 'Berg')`).rejects.toThrow(whole)
	await expect(db`update account set name = 'Solberg AS' where id = ${accountId}`).rejects.toThrow(whole)
	await expect(db`update account set parent_id = ${company.accountId} where id = ${accountId}`).rejects.toThrow(/account_person_alone|account\.person/)
	await expect(
		db`insert into account (seller_entity_id, number, name, currency, parent_id) values (${company.sellerId}, 'CHILD', 'Child', 'USD', ${accountId})`,
	).rejects.toThrow(whole)
	await expect(db`update account set is_person = true where id = ${company.accountId}`).rejects.toThrow(whole)
})

test('a lead without a company becomes a person account, and so does whom her rep says it of', async () => {
	const none = { phone: '', title: '', source: '', locale: 'en', note: '' }
	const convert = async (company: string, email: string, asPerson: boolean) => {
		const lead = await createLead(db, natalie, { wish: { ...none, firstName: 'Signe', lastName: 'Aldridge', company, email }, requestId, at })
		if (!lead.ok) throw new Error(JSON.stringify(lead))
		const made = await convertLead(db, natalie, { id: lead.id, to: 'new', asPerson, accountId: null, shipTo, requestId, at })
		if (!made?.ok) throw new Error(JSON.stringify(made))
		const [opportunity] = await db<{ name: string }[]>`select name from crm_opportunity where account_id = ${made.accountId}`
		return { ...(await accountOf(made.accountId)), opportunity: opportunity?.name }
	}
	expect(await convert('', 'signe@one.test', false)).toMatchObject({ name: 'Signe Aldridge', isPerson: true, opportunity: 'Signe Aldridge' })
	expect(await convert('Unknown', 'signe@two.test', true)).toMatchObject({ name: 'Signe Aldridge', isPerson: true })
	expect(await convert('Valley', 'signe@three.test', false)).toMatchObject({ name: 'Valley', isPerson: false })
})

test('nobody else is converted into the account of one person', async () => {
	const { accountId } = await personOf('Maja')
	const wish = { firstName: 'Ola', lastName: 'Berg', company: 'Berg', email: 'ola@berg.test', phone: '', title: '', source: '', locale: 'en', note: '' }
	const lead = await createLead(db, natalie, { wish, requestId, at })
	const into = await convertLead(db, natalie, { id: lead.ok ? lead.id : 0, to: 'into', accountId, shipTo: null, requestId, at })
	expect(codesOf(into)).toEqual(['PERSON_ACCOUNT_ALONE'])
})

test('one person becomes a company with her orders, and back; never while others are there', async () => {
	await db`update account set owner_user_id = ${natalie.userId} where id = ${company.accountId}`
	const change = (wish: { to: 'company'; name: string } | { to: 'person' }) => changeKind(db, natalie, { accountId: company.accountId, wish, requestId, at })
	expect(await change({ to: 'person' })).toEqual({ ok: true })
	expect(await accountOf(company.accountId)).toMatchObject({ name: 'Luka Novak larch', isPerson: true })
	// She orders like anybody else.
	await placeRows(db, company, storyRows(company), 'PO-larch')
	expect(codesOf(await change({ to: 'company', name: '' }))).toEqual(['COMPANY_NAME_MISSING'])
	expect(await change({ to: 'company', name: 'Larch & Sons' })).toEqual({ ok: true })
	expect(await accountOf(company.accountId)).toMatchObject({ name: 'Larch & Sons', isPerson: false })
	await db`insert into contact (account_id, first_name, last_name) values (${company.accountId}, 'Ola', 'Berg')`
	expect(codesOf(await change({ to: 'person' }))).toEqual(['ACCOUNT_PEOPLE'])
	const audited = await db<{ action: string }[]>`select action from audit_entry where account_id = ${company.accountId} and action = 'account.kind_changed'`
	expect(audited).toHaveLength(2)
	const elsewhere = await makeCompany(db, 'cedar')
	expect(await changeKind(db, natalie, { accountId: elsewhere.accountId, wish: { to: 'person' }, requestId, at })).toBeNull()
})

test('a file gives a person account neither another name nor a second person', async () => {
	const { accountId } = await personOf('Runa')
	const [{ number = '' } = {}] = await db<{ number: string }[]>`select number from account where id = ${accountId}`
	const context = { seller: { id: company.sellerId, currency: 'USD', locale: 'en' } } as never
	const row = (rowNumber: number, fields: Record<string, string>): SourceRow => ({ what: null, source: fields, rowNumber, fields })
	const outcomes = await withTransaction(db, async (tx) => [
		await saveContacts(tx, context, [
			row(1, { account: number, firstName: 'Ola', lastName: 'Berg', email: 'ola@runa.test' }),
			row(2, { account: number, firstName: 'Runa', lastName: 'Lind', email: 'runa@renner.test' }),
		]),
		await saveAccounts(tx, context, [row(3, { number, name: 'Runa AS' }), row(4, { number, name: 'Runa Lind', phone: '+47 1' })]),
	])
	expect(outcomes.flat().map(({ rowNumber, outcome, reason }) => [rowNumber, outcome, reason])).toEqual([
		[1, 'rejected', 'account.is_a_person'],
		[2, 'updated', undefined],
		[3, 'rejected', 'account.is_a_person'],
		[4, 'updated', undefined],
	])
	expect(await accountOf(accountId)).toMatchObject({ name: 'Runa Lind' })
})

test('a file makes person accounts by a column, tells row by row what became of them, and changes neither kind nor number of people', async () => {
	const context = { seller: { id: company.sellerId, currency: 'USD', locale: 'en' } } as never
	const row = (rowNumber: number, fields: Record<string, string>): SourceRow => ({ what: null, source: fields, rowNumber, fields })
	const [{ number: firm = '' } = {}] = await db<{ number: string }[]>`select number from account where id = ${company.accountId}`
	const saved = async (...rows: SourceRow[]) => {
		const outcomes = await withTransaction(db, (tx) => saveAccounts(tx, context, rows))
		return outcomes.toSorted((a, b) => a.rowNumber - b.rowNumber).map(({ rowNumber, outcome, reason }) => [rowNumber, outcome, reason])
	}
	const iva = {
		number: 'P-IVA',
		name: 'Iva Marie Horáková',
		person: 'yes',
		email: 'iva@horak.test',
		title: 'Barista',
		line1: 'Dlouhá 1',
		city: 'Praha',
		country: 'CZ',
	}
	expect(
		await saved(
			row(1, iva),
			row(2, { number: 'P-OTA', name: '', firstName: 'Ota', lastName: 'Beran', person: 'TRUE' }),
			row(3, { number: 'C-1', name: 'Beran a syn', person: 'no' }),
			row(4, { number: 'C-2', name: 'Kavárna' }),
			row(5, { number: 'P-X', name: 'Nobody Knows', person: 'maybe' }),
			row(6, { number: 'P-Y', name: '', person: 'yes' }),
			row(7, { number: firm, name: 'Larch & Sons', person: 'yes' }),
			row(8, { ...iva, name: 'Iva Nováková' }),
			row(9, { number: 'P-Z', name: 'Zoe Lee', person: 'yes', email: 'zoe' }),
		),
	).toEqual([
		...[1, 2, 3, 4].map((number) => [number, 'created', undefined]),
		...[
			[5, 'rejected', 'person.not_yes_or_no'],
			[6, 'rejected', 'name.missing'],
			[7, 'rejected', 'account.is_a_company'],
			[8, 'rejected', 'account.twice'],
			[9, 'rejected', 'email.not_an_address'],
		],
	])
	const told = async () =>
		await db`
		select a.number, a.name, a.is_person, c.first_name, c.last_name, c.email, c.title, c.role from account a left join contact c on c.account_id = a.id
		where a.seller_entity_id = ${company.sellerId} and a.number in ('P-IVA', 'P-OTA', 'C-1', 'C-2') order by a.number`
	const asCompany = { isPerson: false, firstName: null, lastName: null, email: null, title: null, role: null }
	expect(await told()).toEqual([
		{ number: 'C-1', name: 'Beran a syn', ...asCompany },
		{ number: 'C-2', name: 'Kavárna', ...asCompany },
		...[
			{
				number: 'P-IVA',
				name: 'Iva Marie Horáková',
				isPerson: true,
				firstName: 'Iva Marie',
				lastName: 'Horáková',
				email: 'iva@horak.test',
				title: 'Barista',
				role: 'owner',
			},
		],
		...[{ number: 'P-OTA', name: 'Ota Beran', isPerson: true, firstName: 'Ota', lastName: 'Beran', email: null, title: null, role: 'owner' }],
	])
	expect(
		await saved(
			row(1, { ...iva, name: 'Iva Nováková' }),
			row(2, { number: 'P-OTA', name: 'Ota Beran', person: 'yes' }),
			row(3, { number: 'C-1', name: 'Ada', person: 'no' }),
		),
	).toEqual([
		[1, 'updated', undefined],
		[2, 'unchanged', undefined],
		[3, 'updated', undefined],
	])
	expect(await saved(row(1, { number: 'P-OTA', name: 'Ota Beran', person: 'no' }))).toEqual([[1, 'rejected', 'account.is_a_person']])
	expect((await told())[2]).toMatchObject({ name: 'Iva Nováková', firstName: 'Iva', lastName: 'Nováková', email: 'iva@horak.test', title: 'Barista' })
})
