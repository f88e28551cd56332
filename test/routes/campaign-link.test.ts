import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { sign } from '../../app/platform/signing.server.ts'
import { makeContact, makeFargo, makeLogin, makeProspect, makeSend } from '../support/fargo.ts'
import { ask, testHouse, testSecrets } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const fargo = await makeFargo(db)
const sendId = await makeSend(db, fargo)
const prospectId = await makeProspect(db, fargo)
const [recipient] = await db<{ id: number }[]>`
	insert into ma_send_recipient (send_id, prospect_id, account_id, sent_at) values (${sendId}, ${prospectId}, ${fargo.accountId}, now()) returning id`
const morning = new Date('2026-03-02T09:00:00Z')
const after = (seconds: number) => new Date(morning.getTime() + seconds * 1000)
const house = (at = morning) => testHouse(db, { at })
const token = sign({ r: recipient?.id }, { purpose: 'campaign-click', secrets: testSecrets, expiresAt: after(86_400) })
const cookieOf = async (loginId: number) => (await openSession(house(), loginId)).split(';')[0] ?? ''
const luka = await cookieOf(await makeLogin(db, { contactId: fargo.lukaId, accountId: fargo.accountId }, 'luka@fargo.test'))
const natalie = await cookieOf(await makeLogin(db, { userId: fargo.natalieId }, 'natalie@capricorn.test'))
const colleagueId = await makeContact(db, fargo, 'Ivo', 'ivo@fargo.test')
const ivo = await cookieOf(await makeLogin(db, { contactId: colleagueId, accountId: fargo.accountId }, 'ivo@fargo.test'))

const touches = () => db`select contact_id, crm_campaign_id, product_id, confirmed_by from campaign_touch order by clicked_at`
const events = () => db`select topic, contact_id, payload ->> 'by' as by from outbox_event order by id`
const clear = async () => {
	await db`truncate outbox_event cascade`
	await db`truncate campaign_touch`
}

test('a scanner that opens the link, however often, leaves one unconfirmed touch and no event', async () => {
	await clear()
	for (const method of ['GET', 'HEAD', 'GET']) expect((await ask(house(), `/c/${token}`, { method })).status).toBe(200)
	expect(await touches()).toEqual([{ contactId: fargo.lukaId, crmCampaignId: fargo.crmCampaignId, productId: fargo.beanId, confirmedBy: null }])
	expect(await events()).toEqual([])
	expect(await db`select from sales_order`).toHaveLength(0)
})

test('the page shows the offer in the reader’s language, without any price', async () => {
	const page = await (await ask(house(), `/cs/c/${token}`)).text()
	expect(page).toContain('Nové pražení je tady')
	expect(page).toContain('Přihlásit se a zobrazit vaši cenu')
	expect(page).not.toMatch(/\$\s?\d|\d\s?USD/)
})

test('forged, altered, of another purpose, or too old: a plain answer, 404, nothing written', async () => {
	await clear()
	const [body = '', signature = ''] = token.split('.')
	const altered = `${Buffer.from(JSON.stringify({ claims: { r: 999 }, expiresAt: after(86_400).getTime() })).toString('base64url')}.${signature}`
	const purpose = sign({ r: recipient?.id }, { purpose: 'session', secrets: testSecrets, expiresAt: after(86_400) })
	for (const bad of ['nonsense', `${body}.AAAA`, altered, purpose, `${body}`]) {
		const page = await ask(house(), `/c/${bad}`)
		expect(page.status, bad).toBe(404)
		expect(await page.text()).toContain('This link does not work any more')
		expect((await ask(house(after(10)), `/c/${bad}/seen`, { method: 'POST' })).status).toBe(404)
		await ask(house(), `/c/${bad}`, { form: { a: '1' } })
	}
	expect((await ask(house(after(86_401)), `/c/${token}`)).status).toBe(404)
	expect(await touches()).toEqual([])
	expect(await events()).toEqual([])
})

test('two seconds in sight and a movement confirm, once; sooner they do not', async () => {
	await clear()
	await ask(house(), `/c/${token}`)
	expect((await ask(house(after(1)), `/c/${token}/seen`, { method: 'POST' })).status).toBe(204)
	expect(await events()).toEqual([])
	for (const seconds of [3, 4]) expect((await ask(house(after(seconds)), `/c/${token}/seen`, { method: 'POST' })).status).toBe(204)
	expect(await touches()).toMatchObject([{ confirmedBy: 'beacon' }])
	expect(await events()).toEqual([{ topic: 'campaign.touch_confirmed', contactId: fargo.lukaId, by: 'beacon' }])
})

test('pressing the button confirms and leads through sign-in back to the same page', async () => {
	await clear()
	await ask(house(), `/c/${token}`)
	const answer = await ask(house(after(1)), `/cs/c/${token}`, { form: { go: '1' } })
	expect(answer.headers.get('location')).toBe(`/cs/sign-in?to=${encodeURIComponent(`/cs/c/${token}`)}`)
	expect(await touches()).toMatchObject([{ confirmedBy: 'post' }])
})

test('Luka himself, signed in, goes to the product; his page view confirms', async () => {
	await clear()
	const answer = await ask(house(), `/cs/c/${token}`, { cookie: luka })
	expect([answer.status, answer.headers.get('location')]).toEqual([302, '/cs/products/new-roast'])
	expect(await touches()).toMatchObject([{ contactId: fargo.lukaId, confirmedBy: 'page' }])
	expect(await events()).toHaveLength(1)
})

test('a forwarded mail opened by a colleague confirms nothing; what Natalie opens is not even noted', async () => {
	await clear()
	expect((await ask(house(), `/c/${token}`, { cookie: natalie })).status).toBe(200)
	await ask(house(after(5)), `/c/${token}/seen`, { method: 'POST', cookie: natalie })
	await ask(house(after(5)), `/c/${token}`, { form: { go: '1' }, cookie: natalie })
	expect(await touches()).toEqual([])
	expect((await ask(house(after(6)), `/c/${token}`, { cookie: ivo })).status).toBe(200)
	// Nor does she confirm the touch of somebody else.
	await ask(house(after(15)), `/c/${token}/seen`, { method: 'POST', cookie: natalie })
	await ask(house(after(15)), `/c/${token}`, { form: { go: '1' }, cookie: natalie })
	expect(await touches()).toMatchObject([{ confirmedBy: null }])
	expect(await events()).toEqual([])
})

test('unsubscribing asks first, then holds; a forged link changes nothing', async () => {
	await clear()
	const leave = sign({ p: prospectId }, { purpose: 'preference-centre', secrets: testSecrets, expiresAt: after(86_400) })
	expect(await (await ask(house(), `/ja/unsubscribe/${leave}`)).text()).toContain('お知らせを停止しますか')
	expect(await db`select from ma_consent where kind = 'opt_out'`).toHaveLength(0)
	expect((await ask(house(), `/unsubscribe/${leave}x`, { form: { 'List-Unsubscribe': 'One-Click' } })).status).toBe(404)
	expect(await db`select from ma_consent where kind = 'opt_out'`).toHaveLength(0)
	expect((await ask(house(), `/unsubscribe/${leave}`, { form: { 'List-Unsubscribe': 'One-Click' } })).status).toBe(200)
	expect(await db`select from ma_consent where kind = 'opt_out'`).toHaveLength(1)
	expect(await (await ask(house(), `/unsubscribe/${leave}`)).text()).toContain('You get no more news')
})

test('the mailbox is read in trials and is not there otherwise', async () => {
	await db`insert into outgoing_mail (to_email, kind, subject, html, text) values ('luka@fargo.test', 'campaign', 'The new roast is here', '<p>Taste it</p>', 'Taste it')`
	const readable = { email: { isReadable: true } } as never
	const [mail] = await db<{ id: number }[]>`select id from outgoing_mail`
	expect((await ask(house(), '/dev/mail')).status).toBe(404)
	expect((await ask(house(), `/dev/mail/${mail?.id}`)).status).toBe(404)
	expect(await (await ask(testHouse(db, { connectors: readable }), '/dev/mail')).text()).toContain('The new roast is here')
	const page = await (await ask(testHouse(db, { connectors: readable }), `/dev/mail/${mail?.id}`)).text()
	expect(page).toContain('sandbox="allow-top-navigation-by-user-activation"')
	expect((await ask(testHouse(db, { connectors: readable }), '/dev/mail/9999')).status).toBe(404)
})
