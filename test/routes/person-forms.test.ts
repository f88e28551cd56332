import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { makeFargo, makeLogin, makeProspect } from '../support/fargo.ts'
import { ask, testHouse } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

/** The forms in which a person is written down: what is refused keeps every sign that was typed, with the way on at its field (decision 0469). */
const { db } = await testDb()
const house = testHouse(db)
const fargo = await makeFargo(db)
const session = async (userId: number, mail: string) => (await openSession(house, await makeLogin(db, { userId }, mail))).split(';')[0] ?? ''
const [user] = await db<{ id: number }[]>`
	insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${fargo.sellerId}, 'Maya', 'Lin', 'maya@house.test', '{marketer}') returning id`
const [natalie, maya] = [await session(fargo.natalieId, 'natalie@house.test'), await session(user?.id ?? 0, 'maya@house.test')]
const prospectId = await makeProspect(db, fargo)
const [lead] = await db<{ id: number }[]>`
	insert into crm_lead (seller_entity_id, first_name, last_name, company, rating, country) values (${fargo.sellerId}, 'Rosa', 'Almeida', 'Bramble', 'Hot', 'Dakota Territory') returning id`
const leadId = lead?.id ?? 0

const home = { street: '丸の内1-1', city: '千代田区', region: '東京都', postalCode: '100-0005', country: 'JP' }
const tooLong = 'あ'.repeat(256)
const forms: readonly [form: string, path: string, cookie: string, intent: Record<string, string>][] = [
	['new lead', '/desk/leads/new', natalie, { intent: 'edit' }],
	['lead', `/desk/leads/${leadId}`, natalie, { intent: 'edit' }],
	['contact', `/desk/records/contact/${fargo.lukaId}`, natalie, { act: 'person', of: String(fargo.lukaId) }],
	['new prospect', '/marketing/prospects/new', maya, { intent: 'edit' }],
	['person', `/marketing/people/${prospectId}`, maya, { intent: 'edit' }],
]
const languages: readonly [prefix: string, way: string][] = [
	['', '“Street and number” has at most 255 characters. Shorten it.'],
	['/fr-CA', '« Rue et numéro » compte au plus 255 caractères.'],
	['/es', '«Calle y número» tiene como máximo 255 caracteres.'],
	['/ja', '「町名・番地」は255文字までです。'],
	['/cs', '„Ulice a číslo“ má nejvýše 255 znaků.'],
]
const everywhere = forms.flatMap(([form, path, cookie, intent]) => languages.map(([prefix, way]) => ({ form, path: prefix + path, cookie, intent, way })))
const stored = () => db`select street, city from crm_lead union all select street, city from contact union all select street, city from ma_prospect`

test.each(everywhere)('$form: $way', async ({ path, cookie, intent, way }) => {
	const answer = await ask(house, path, { cookie, form: { ...intent, lastName: 'Almeida', ...home, street: tooLong, city: 'Typed City' } })
	expect(answer.status).toBe(422)
	const page = await answer.text()
	expect([way, tooLong, 'value="Typed City"'].filter((words) => !page.includes(words))).toEqual([])
	expect(/<option value="JP" selected=""/.test(page), 'the country that was chosen').toBe(true)
	expect((page.match(new RegExp(way, 'g')) ?? []).length, 'above the form, and at its field').toBeGreaterThanOrEqual(2)
	expect((await stored()).flatMap(({ street, city }) => [street, city]).filter(Boolean), 'nothing was written').toEqual([])
})

test('once it is right each saves, and its page shows the address as the post there has it', async () => {
	for (const [form, path, cookie, intent] of forms) {
		const answer = await ask(house, path, { cookie, form: { ...intent, lastName: 'Almeida', email: `${form.replace(' ', '.')}@bar.test`, ...home } })
		expect(answer.status, form).toBe(302)
		const to = new URL(answer.headers.get('location') ?? '', 'http://house').pathname
		const page = await (await ask(house, `/ja${to.replace('.data', '')}`, { cookie })).text()
		expect(page.includes('<address class="whitespace-pre-line not-italic">〒100-0005\n東京都千代田区\n丸の内1-1\n日本</address>'), form).toBe(true)
	}
})

test('a word of another system stays in its list until another is chosen, and is shown as it came', async () => {
	await db`update crm_lead set rating = 'Hot', country = 'Dakota Territory' where id = ${leadId}`
	const page = await (await ask(house, `/desk/leads/${leadId}`, { cookie: natalie })).text()
	expect([/<option value="Hot" selected=""/.test(page), /<option value="Dakota Territory" selected=""/.test(page)]).toEqual([true, true])
	const said = { intent: 'edit', lastName: 'Almeida', rating: 'Hot', country: 'Dakota Territory', city: 'Fargo' }
	expect((await ask(house, `/desk/leads/${leadId}`, { cookie: natalie, form: said })).status).toBe(302)
	expect(await db`select rating, country, city from crm_lead where id = ${leadId}`).toEqual([{ rating: 'Hot', country: 'Dakota Territory', city: 'Fargo' }])
})

test('a name that is missing is told at its field too', async () => {
	const page = await (await ask(house, `/desk/leads/${leadId}`, { cookie: natalie, form: { intent: 'edit', lastName: '' } })).text()
	expect(/<input[^>]*name="lastName"[^>]*aria-invalid="true"/.test(page)).toBe(true)
	expect((page.match(/A lead needs a last name\./g) ?? []).length).toBeGreaterThanOrEqual(2)
})

test('each form is for who works there: marketing writes no lead and no contact', async () => {
	for (const path of [`/desk/leads/${leadId}`, `/desk/records/contact/${fargo.lukaId}`])
		expect((await ask(house, path, { cookie: maya, form: { intent: 'edit', act: 'person', lastName: 'Stolen' } })).status).toBe(404)
	expect(await db`select 1 from crm_lead where last_name = 'Stolen' union all select 1 from contact where last_name = 'Stolen'`).toEqual([])
})

test('the file of people says where each is and what sales say of her, in words', async () => {
	await db`insert into ma_prospect (seller_entity_id, email, last_name, rating, lead_status, city, country) values (${fargo.sellerId}, 'petra@file.test', 'Malá', 'cold', 'working', 'Brno', 'CZ')`
	const file = await (await ask(house, '/marketing/prospects.csv?q=petra@file.test', { cookie: maya })).text()
	const [head = '', ...lines] = file.trim().split('\r\n')
	expect(head.split(',').slice(-7)).toEqual(['Status of the lead', 'Rating', 'Street and number', 'City', 'State or province', 'Postal code', 'Country'])
	expect(lines.map((line) => line.split(',').slice(-7))).toEqual([['In hand', 'Cold', '', 'Brno', '', '', 'Czechia']])
})

test('the file of leads has the address and the rating in words, as the list is filtered', async () => {
	await db`update crm_lead set rating = 'warm', street = 'Dlouhá 5', city = 'Praha', country = 'CZ' where id = ${leadId}`
	const file = await (await ask(house, '/desk/leads.csv?rating=warm', { cookie: natalie })).text()
	const [head = '', ...lines] = file.trim().split('\r\n')
	expect(head.split(',').slice(-5)).toEqual(['Street and number', 'City', 'State or province', 'Postal code', 'Country'])
	expect(lines).toHaveLength(1)
	expect([lines[0]?.includes('Warm'), lines[0]?.endsWith('Dlouhá 5,Praha,東京都,100-0005,CZ')]).toEqual([true, true])
	expect((await (await ask(house, '/desk/leads.csv?rating=cold', { cookie: natalie })).text()).trim().split('\r\n')).toHaveLength(1)
})
