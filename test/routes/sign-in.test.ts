import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { unseal } from '../../app/platform/sealing.server.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse, testSecrets } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'quiet')
const email = 'luka@quiet.test'
await db`update login set password_hash = ${await hash('a long winter', { memoryCost: 1024 })} where email = ${email}`
await db`update contact set locale = 'cs' where id = ${company.contactId}`

const morning = new Date('2026-03-02T09:00:00Z')
const after = (minutes: number) => new Date(morning.getTime() + minutes * 60_000)
/** Each test comes from an address and at an hour of its own, so that their tries are counted apart. */
const from = (address: string, at = morning) => testHouse(db, { address, at })
const post = (house: ReturnType<typeof from>, path: string, form: Record<string, string>) => ask(house, path, { form })
const cookieOf = (response: Response) =>
	response.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ')
const askedCode = async () => {
	const [row] = await db<
		{ payload: { sealed: string; link: string; email: string; locale: string } }[]
	>`select payload from outbox_event where topic = 'sign_in_code.requested' order by id desc limit 1`
	return row && { ...row.payload, code: unseal(row.payload.sealed, { purpose: 'sign-in-code', secrets: testSecrets }) ?? '' }
}

test('the right password opens a session, in the person’s language, at the page asked for', async () => {
	const answer = await post(from('10.0.0.1'), '/sign-in', { email: 'LUKA@quiet.test', password: 'a long winter', intent: 'password', to: '/search?q=new' })
	expect([answer.status, answer.headers.get('location')]).toEqual([302, '/search?q=new'])
	expect(cookieOf(answer)).toContain('kontor_locale=cs')
	expect(cookieOf(answer)).toContain('kontor_session=')
	expect(await db`select topic, contact_id, payload from outbox_event where topic = 'contact.signed_in'`).toEqual([
		{ topic: 'contact.signed_in', contactId: company.contactId, payload: { by: 'password' } },
	])
	const out = await post(from('10.0.0.1'), '/sign-out', {})
	expect(out.headers.get('location')).toBe('/sign-in')
})

test('a wrong password and an unknown address answer alike, and keep what was typed', async () => {
	const texts: string[] = []
	for (const [who, password] of [
		[email, 'wrong'],
		['nobody@quiet.test', 'a long winter'],
	] as const) {
		const answer = await post(from('10.0.0.2'), '/sign-in', { email: who, password, intent: 'password', to: '/' })
		expect(answer.status).toBe(422)
		expect(answer.headers.getSetCookie()).toEqual([])
		const text = await answer.text()
		expect(text).toContain('E-mail and password do not match')
		expect(text).toContain(`value="${who}"`)
		texts.push(text.replaceAll(who, 'X'))
	}
	expect(texts[0]).toBe(texts[1])
})

test('signing in never leaves the shop', async () => {
	for (const to of ['https://evil.test/', '//evil.test', '/\\evil.test', 'javascript:alert(1)', '/\t/evil.test']) {
		const answer = await post(from('10.0.0.3', after(20)), '/sign-in', { email, password: 'a long winter', intent: 'password', to })
		expect(answer.headers.get('location'), to).toBe('/')
	}
})

test('the eleventh try within a quarter of an hour is refused, even with the right password', async () => {
	const house = from('10.0.0.4', after(60))
	for (let tries = 0; tries < 10; tries += 1)
		expect((await post(house, '/sign-in', { email, password: 'wrong', intent: 'password', to: '/' })).status).toBe(422)
	const answer = await post(from('10.0.0.5', after(60)), '/sign-in', { email, password: 'a long winter', intent: 'password', to: '/' })
	expect(await answer.text()).toContain('Too many tries. Please wait 15 minutes')
	expect((await post(from('10.0.0.4', after(75)), '/sign-in', { email, password: 'a long winter', intent: 'password', to: '/' })).status).toBe(302)
})

test('a code of a mail signs in once, and it is nowhere to be read: its hash is kept, and what the mail needs is sealed', async () => {
	const at = after(120)
	const sent = await post(from('10.0.0.6', at), '/sign-in', { email, intent: 'code', to: '/products/new' })
	expect(sent.headers.get('location')).toBe('/sign-in/code?email=luka%40quiet.test&to=%2Fproducts%2Fnew')
	const mail = await askedCode()
	expect(mail).toMatchObject({ email, locale: 'cs', name: 'Luka', seller: 'Roaster quiet' })
	expect([mail?.link, mail?.code]).toEqual(['/sign-in/code?email=luka%40quiet.test&to=%2Fproducts%2Fnew', expect.stringMatching(/^\d{6}$/)])
	const kept = JSON.stringify([await db`select * from sign_in_code`, await db`select payload from outbox_event where topic = 'sign_in_code.requested'`])
	expect(kept).not.toContain(mail?.code)
	const right = { email, code: mail?.code ?? '', intent: 'sign-in', to: '/products/new' }
	const answer = await post(from('10.0.0.6', at), `/sign-in/code?email=${email}`, right)
	expect([answer.status, answer.headers.get('location')]).toEqual([302, '/products/new'])
	expect((await post(from('10.0.0.6', at), `/sign-in/code?email=${email}`, right)).status).toBe(422)
})

test('opening the link of the mail signs nobody in', async () => {
	const mail = await askedCode()
	const page = await ask(from('10.0.0.7', after(121)), mail?.link ?? '')
	expect(page.status).toBe(200)
	expect(page.headers.getSetCookie().join()).not.toContain('kontor_session')
})

test('a code dies after five wrong tries, and after ten minutes', async () => {
	await post(from('10.0.0.8', after(180)), '/sign-in', { email, intent: 'code', to: '/' })
	const first = await askedCode()
	const wrong = first?.code === '000000' ? '000001' : '000000'
	for (let tries = 0; tries < 5; tries += 1)
		expect((await post(from('10.0.0.8', after(181)), `/sign-in/code?email=${email}`, { email, code: wrong, intent: 'sign-in', to: '/' })).status).toBe(422)
	expect(
		(await post(from('10.0.0.8', after(182)), `/sign-in/code?email=${email}`, { email, code: first?.code ?? '', intent: 'sign-in', to: '/' })).status,
	).toBe(422)
	await post(from('10.0.0.8', after(200)), '/sign-in', { email, intent: 'code', to: '/' })
	const second = await askedCode()
	const late = await post(from('10.0.0.8', after(210)), `/sign-in/code?email=${email}`, { email, code: second?.code ?? '', intent: 'sign-in', to: '/' })
	expect(await late.text()).toContain('This code is wrong, used up or too old')
})

test('an unknown address is told the same, and is sent nothing', async () => {
	const before = await db`select from outbox_event where topic = 'sign_in_code.requested'`
	const answer = await post(from('10.0.0.9', after(240)), '/sign-in', { email: 'nobody@quiet.test', intent: 'code', to: '/' })
	expect(answer.headers.get('location')).toBe('/sign-in/code?email=nobody%40quiet.test&to=%2F')
	expect(await db`select from outbox_event where topic = 'sign_in_code.requested'`).toHaveLength(before.length)
	expect(await (await post(from('10.0.0.9', after(240)), '/sign-in', { email: 'no address', intent: 'code', to: '/' })).text()).toContain(
		'This is not an e-mail address',
	)
})
