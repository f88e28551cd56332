import { expect, test } from 'vitest'
import { destinationsOf } from '../../app/cli/work.ts'
import { openMailbox } from '../../app/connectors/email/embedded/mailbox.server.ts'
import { renderMail } from '../../app/ui/mail/render-mail.ts'
import { makeCompany } from '../support/company.ts'
import { tell } from '../support/deliver.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makeStaff, placeRows } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'agate')
const rival = await makeCompany(db, 'flint')
const { accountId } = company
const cookies = {
	luka: await cookieOf(db, company),
	rival: await cookieOf(db, rival),
	tomas: await cookieOf(db, { userId: await makeStaff(db, company, ['merchandiser'], 'Tomás') }),
	yuki: await cookieOf(db, { userId: await makeStaff(db, company, ['marketer'], 'Yuki') }),
	ivo: await cookieOf(db, { userId: await makeStaff(db, rival, ['merchandiser'], 'Ivo') }),
}
const paper = '%PDF-1.7 resale certificate of agate'
const fields = { jurisdiction: 'US-ND', number: 'E-7', validFrom: '2026-01-01', expiresOn: '2026-12-31' }
const room = '/merchandising/taxes/certificates'

const words = async (answer: Response) => [answer.status, (await answer.text()).replaceAll('<!-- -->', '')] as const
const handIn = (more: Partial<typeof fields> = {}, { text = paper, name = 'resale.pdf', cookie = cookies.luka, path = '/company/certificates' } = {}) =>
	ask(house, path, { cookie, file: { name, text, fields: { ...fields, ...more } } })
const own = () =>
	db<
		{ id: number; number: string; state: string; note: string | null }[]
	>`select id, number, state, decision_note as note from exemption_certificate where account_id = ${accountId} order by id`
const decide = (intent: string, id: number | undefined, note = '', cookie = cookies.tomas) =>
	ask(house, room, { cookie, form: { intent, accountId: String(accountId), certificateId: String(id), note } })
let orders = 0
/** The tax of three kilograms for the store in North Dakota, ordered now. */
async function taxNow(): Promise<number> {
	orders += 1
	const row = { sku: company.skus.bean, quantity: '3', unit: null, locationId: company.locations.a, requestedOn: null }
	const { orderId } = await placeRows(db, company, [row], `PO-${orders}`)
	const [order] = await db<{ taxMinor: number }[]>`select tax_minor from sales_order where id = ${orderId}`
	return order?.taxMinor ?? -1
}

test('what is wrong with a certificate is said in the buyer’s language, keeps what was typed, and leaves nothing', async () => {
	const [status, page] = await words(await handIn({ expiresOn: '2026-01-31' }, { path: '/cs/company/certificates' }))
	expect([status, page.includes('Osvědčení už vypršelo'), page.includes('value="E-7"')]).toEqual([422, true, true])
	for (const [answer, said] of [
		[await handIn({}, { text: '<script>', name: 'resale.pdf' }), 'resale.pdf is no PDF'],
		[await handIn({}, { text: '' }), 'Choose the file'],
		[await handIn({}, { text: `%PDF-1.7${'0'.repeat(6 * 1024 * 1024)}` }), 'longer than 5 MB'],
		// Nobody of this account has a store there.
		[await handIn({ jurisdiction: 'US-TX' }), 'does not fit here'],
		[await handIn({ validFrom: '2027-01-01' }), 'ends before it begins'],
	] as const) {
		const [refused, html] = await words(answer)
		expect([refused, html.includes(said)], said).toEqual([422, true])
	}
	await db`update contact set role = 'viewer' where id = ${company.contactId}`
	expect((await handIn()).status).toBe(422)
	await db`update contact set role = 'buyer' where id = ${company.contactId}`
	expect(await own()).toEqual([])
})

test('a certificate exempts from the moment it is accepted, never before; its paper opens for its account and the house alone', async () => {
	expect((await handIn()).status).toBe(302)
	const [again, page] = await words(await handIn())
	expect([again, page.includes('waits for our answer already')]).toEqual([422, true])
	const [made] = await own()
	expect(made).toMatchObject({ number: 'E-7', state: 'waiting' })
	expect(await taxNow()).toBe(405)

	const file = `/certificates/${made?.id}`
	const opened = await ask(house, file, { cookie: cookies.luka })
	expect([opened.status, await opened.text(), opened.headers.get('content-type')]).toEqual([200, paper, 'application/pdf'])
	expect([opened.headers.get('cache-control'), opened.headers.get('content-disposition')]).toEqual([
		'private, no-store',
		"attachment; filename*=UTF-8''resale.pdf",
	])
	expect((await ask(house, file, { cookie: cookies.tomas })).status).toBe(200)
	for (const cookie of [cookies.rival, cookies.ivo, cookies.yuki]) expect((await ask(house, file, { cookie })).status).toBe(404)
	const [key] = await db<{ fileKey: string }[]>`select file_key from exemption_certificate where id = ${made?.id ?? 0}`
	expect((await ask(house, `/media/${key?.fileKey}`, { cookie: cookies.luka })).status).toBe(404)
	expect((await ask(house, file)).headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent(file)}`)

	const [listed, list] = await words(await ask(house, `${room}?show=waiting`, { cookie: cookies.tomas }))
	expect([listed, list.includes('waits for you'), list.includes('resale.pdf')]).toEqual([200, true, true])
	expect((await decide('accept', made?.id, '', cookies.ivo)).status).toBe(404)
	const [unsaid, kept] = await words(await decide('refuse', made?.id))
	expect([unsaid, kept.includes('Say why you refuse')]).toEqual([422, true])
	expect((await decide('accept', made?.id)).status).toBe(200)
	expect((await decide('accept', made?.id)).status).toBe(404)
	expect(await taxNow()).toBe(0)
	expect(await db`select action, account_id from audit_entry where subject = ${`certificate:${accountId}:${made?.id}`}`).toEqual([
		{ action: 'certificate.accepted', accountId },
	])
})

test('a refused one says why on the page and by mail, and who decides was told of it', async () => {
	expect((await handIn({ number: 'E-8', expiresOn: '2027-12-31' })).status).toBe(302)
	const made = (await own()).find(({ number }) => number === 'E-8')
	expect((await decide('refuse', made?.id, 'The second page is missing')).status).toBe(200)
	const company_ = await (await ask(house, '/company', { cookie: cookies.luka })).text()
	for (const said of ['The second page is missing', 'accepted', 'refused']) expect(company_).toContain(said)
	// Refused is not waiting: the whole paper may follow.
	expect((await handIn({ number: 'E-8', expiresOn: '2027-12-31' })).status).toBe(302)

	const mailbox = openMailbox({ db, render: renderMail, seller: { name: 'Roaster', url: 'http://shop.test' } })
	const { mail, nba } = destinationsOf({ db, clock: () => house.at, connectors: { email: mailbox }, secrets: ['x'], publicUrl: 'http://shop.test' } as never)
	await tell(db, 'mail', mail.outside, () => house.at)
	await tell(db, 'nba', nba.outside, () => house.at)
	const mails = await db<{ kind: string; text: string }[]>`select kind, text from outgoing_mail where kind like 'certificate.%' order by id`
	expect(mails.map(({ kind }) => kind)).toEqual(['certificate.accepted', 'certificate.refused'])
	expect(mails[1]?.text).toContain('The second page is missing')
	expect(await db`select count(*)::int as told from notice where kind = 'certificate.uploaded'`).toEqual([{ told: 3 }])
})
