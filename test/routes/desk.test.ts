import { expect, test } from 'vitest'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { buyerCookie, makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'desk')
const { sellerId, accountId, contactId, products } = company
const natalie = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
const ben = await makeStaff(db, sellerId, { firstName: 'Ben', lastName: 'Whitaker', roles: ['rep'] })
const ada = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const eleanor = await makeStaff(db, sellerId, { firstName: 'Eleanor', lastName: 'Briggs', roles: ['head_office'] })
const tomas = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const luka = await buyerCookie(db, 'luka@desk.test')
await db`update account set owner_user_id = ${natalie.userId} where id = ${accountId}`
await db`insert into product_text (product_id, locale, name) values (${products.bean}, 'cs', 'Nové pražení 1 kg')`

const quantity = 30_000
const facts = {
	cart: {
		...{ cartId: 1, version: 4, state: 'open', lastChangedAt: '2026-03-02T07:30:00.000Z', lastChangedBy: 'buyer', totalMinor: 5400, currency: 'USD' },
		lines: [{ productId: products.bean, name: 'New roast 1 kg', quantity }],
	},
	account: { accountId, name: 'Coffeehaus desk', ownerUserId: natalie.userId },
	contact: { contactId, name: 'Luka Novak' },
	...{ quietAfterMinutes: 60, touchHoldsDays: 14, baseTermsDays: 30, hasOpenAlert: false },
	touch: { touchId: 't', campaignId: 1, campaignName: 'New roast', confirmedAt: '2026-03-02T07:20:00.000Z' },
	offers: [],
	similarPurchases: [],
	callHours: { zone: 'America/Chicago', fromHour: 9, toHour: 17, activeHours: [] },
}
const offer = {
	promotionId: 9,
	names: { en: '30 % off accessories', cs: 'Sleva 30 % na příslušenství' },
	kind: 'goods',
	days: null,
	productIds: [products.tamper],
	acts: false,
}
const inputs = {
	...{ templateKey: 'nba1.offer', offers: [offer], termsDays: 45, facts },
	suggestions: [{ productId: products.tamper, name: 'Tamper', accounts: [{ accountId: 2, name: 'Prairie Roasters' }], promotionIds: [9] }],
	call: { from: '2026-03-02T15:00:00.000Z', to: '2026-03-02T17:00:00.000Z' },
}

async function makeAlert(key: string): Promise<number> {
	const [row] = await db<{ id: number }[]>`
		insert into alert (account_id, idempotency_key, rule, owner_user_id, contact_id, inputs) values (${accountId}, ${key}, 'NBA-1', ${natalie.userId}, ${contactId}, ${db.json(inputs as never)}) returning id`
	await db`insert into crm_task (idempotency_key, owner_user_id, account_id, subject) values (${key}, ${natalie.userId}, ${accountId}, 'task.quiet_cart')`
	return row?.id ?? 0
}

const get = (path: string, cookie?: string) => ask(house, path, cookie ? { cookie } : {})
const post = (path: string, cookie: string, form: Record<string, string>) => ask(house, path, { cookie, form })

const doors = ['/desk', '/desk/accounts', `/desk/accounts/${accountId}`, '/desk/accounts.csv']

test.each(doors)('%s sends the signed-out to sign in and answers 404 to buyers and merchandisers', async (path) => {
	const out = await get(path)
	expect([out.status, out.headers.get('location')]).toEqual([302, `/sign-in?to=${encodeURIComponent(path)}`])
	expect((await get(path, luka)).status).toBe(404)
	expect((await get(path, tomas.cookie)).status).toBe(404)
	expect((await get(path, natalie.cookie)).status).toBe(200)
	expect((await get(path, ada.cookie)).status).toBe(200)
})

test('an account of another rep answers like none', async () => {
	expect((await get(`/desk/accounts/${accountId}`, ben.cookie)).status).toBe(404)
	expect((await get('/desk/accounts/99999', natalie.cookie)).status).toBe(404)
	expect((await get('/desk/accounts/x1', natalie.cookie)).status).toBe(404)
	expect(await (await get('/desk/accounts', ben.cookie)).text()).not.toContain('Coffeehaus desk')
	expect((await post('/desk/shop-as', ben.cookie, { accountId: String(accountId), contactId: String(contactId) })).status).toBe(404)
})

test('an alert shows every fact it was made from, in the language of its reader', async () => {
	const id = await makeAlert('shown')
	const english = (await (await get('/desk', natalie.cookie)).text()).replaceAll('<!-- -->', '')
	for (const word of [
		'Luka Novak',
		'New roast',
		'3 × New roast 1 kg',
		'$54.00',
		'30 % off accessories',
		'Net 45',
		'Net 30',
		'Tamper',
		'Prairie Roasters',
		'9:00',
		'11:00',
	])
		expect(english).toContain(word)
	const czech = await (await get('/cs/desk', natalie.cookie)).text()
	expect(czech).toContain('Sleva 30 % na příslušenství')
	expect(await (await get('/desk', ben.cookie)).text()).not.toContain('Prairie Roasters')
	await db`delete from crm_task where idempotency_key = 'shown'`
	await db`delete from alert where id = ${id}`
})

test('a call noted takes the alert, stands on the timeline and in the audit; another rep cannot touch it', async () => {
	const id = await makeAlert('called')
	expect((await post('/desk', ben.cookie, { intent: 'call', alertId: String(id) })).status).toBe(404)
	expect((await post('/desk', natalie.cookie, { intent: 'call', alertId: String(id), note: 'Wants two more units' })).status).toBe(302)
	const [alert] = await db`select status, outcome, opened_at from alert where id = ${id}`
	expect(alert).toEqual({ status: 'taken', outcome: 'Wants two more units', openedAt: house.at })
	const [entry] = await db`select kind, facts, acted_by_user_id from crm_timeline_entry where account_id = ${accountId} and kind = 'call.noted'`
	expect(entry).toEqual({ kind: 'call.noted', facts: { alertId: id, note: 'Wants two more units' }, actedByUserId: natalie.userId })
	const [audit] = await db`select action, user_id, before, after from audit_entry where subject = ${`alert:${id}`}`
	expect(audit).toEqual({
		action: 'alert.call',
		userId: natalie.userId,
		before: { status: 'open' },
		after: { status: 'taken', outcome: 'Wants two more units' },
	})
	expect(await (await get(`/desk/accounts/${accountId}`, natalie.cookie)).text()).toContain('Wants two more units')
})

test('a dismissal needs its reason, keeps the input, and ends the task; twice is refused', async () => {
	const id = await makeAlert('dismissed')
	const without = await post('/desk', natalie.cookie, { intent: 'dismiss', alertId: String(id), note: 'spoke on Friday' })
	expect(without.status).toBe(422)
	const page = await without.text()
	expect(page).toContain('Choose why you dismiss the alert.')
	expect(page).toContain('spoke on Friday')
	expect((await post('/desk', natalie.cookie, { intent: 'dismiss', alertId: String(id), reason: 'in_touch' })).status).toBe(302)
	expect(
		await db`select a.status, a.outcome, t.status as task from alert a join crm_task t on t.idempotency_key = a.idempotency_key where a.id = ${id}`,
	).toEqual([{ status: 'dismissed', outcome: 'in_touch', task: 'dropped' }])
	const again = await post('/desk', natalie.cookie, { intent: 'close', alertId: String(id) })
	expect([again.status, await again.text()]).toEqual([422, expect.stringContaining('This alert was already dealt with.')])
})

test('a rep ends her own tasks and no one else’s', async () => {
	const [task] = await db<{ id: number }[]>`
		insert into crm_task (idempotency_key, owner_user_id, account_id, subject, due_on) values ('price', ${natalie.userId}, ${accountId}, 'task.price_requested', '2026-03-01') returning id`
	expect(await (await get('/desk', natalie.cookie)).text()).toContain('Answer a price request')
	expect((await post('/desk', ben.cookie, { intent: 'task', taskId: String(task?.id) })).status).toBe(404)
	expect((await post('/desk', natalie.cookie, { intent: 'task', taskId: String(task?.id) })).status).toBe(302)
	expect(await db`select status, closed_at from crm_task where id = ${task?.id ?? 0}`).toEqual([{ status: 'done', closedAt: house.at }])
})

test('shop as: the session acts for the buyer at the default store, a taken alert and an audit row; head office may not', async () => {
	const id = await makeAlert('shop')
	const form = { accountId: String(accountId), contactId: String(contactId), alertId: String(id), to: 'cart' }
	expect((await post('/desk/shop-as', eleanor.cookie, form)).status).toBe(404)
	expect((await post('/desk/shop-as', natalie.cookie, { ...form, contactId: '999999' })).status).toBe(404)
	const started = await post('/desk/shop-as', natalie.cookie, form)
	expect([started.status, started.headers.get('location')]).toEqual([302, '/cart'])
	const [session] = await db`select s.acting_account_id, s.acting_contact_id, s.location_id from session s where s.login_id = ${natalie.loginId}`
	expect(session).toEqual({ actingAccountId: accountId, actingContactId: contactId, locationId: company.locations.a })
	expect(await db`select status from alert where id = ${id}`).toEqual([{ status: 'taken' }])
	expect(await (await get('/desk', natalie.cookie)).text()).toContain('You are ordering for Coffeehaus desk')
	const stopped = await post('/desk/stop-acting', natalie.cookie, {})
	expect(stopped.headers.get('location')).toBe(`/desk/accounts/${accountId}`)
	expect(await db`select acting_account_id from session where login_id = ${natalie.loginId}`).toEqual([{ actingAccountId: null }])
	const trail = await db`select action, user_id, on_behalf_of_contact_id from audit_entry where action like 'acting.%' order by id`
	expect(trail).toEqual([
		{ action: 'acting.started', userId: natalie.userId, onBehalfOfContactId: contactId },
		{ action: 'acting.stopped', userId: natalie.userId, onBehalfOfContactId: contactId },
	])
})

test('the goal is said to be reached, and a notice stays new until it is seen', async () => {
	await db`insert into sales_goal (user_id, currency, starts_on, ends_on, target_minor, achieved_minor, reached_at) values (${natalie.userId}, 'USD', '2026-03-01', '2026-03-31', 100000, 123400, ${house.at})`
	await db`insert into notice (idempotency_key, user_id, kind, facts) values ('goal', ${natalie.userId}, 'goal.reached', '{}')`
	const page = await (await get('/desk', natalie.cookie)).text()
	expect(page).toContain('$1,234.00')
	expect(page).toContain('You reached your goal of this period.')
	await post('/desk', natalie.cookie, { intent: 'notices' })
	expect(await db`select read_at from notice where user_id = ${natalie.userId}`).toEqual([{ readAt: house.at }])
})

test('the list is searched, sorted and exported as it is filtered', async () => {
	const listed = async (query: string) => (await get(`/desk/accounts${query}`, natalie.cookie)).text()
	expect(await listed('?q=desk')).toContain('Coffeehaus desk')
	expect(await listed('?q=moorhead')).toContain('Coffeehaus desk')
	expect(await listed('?q=no_such')).toContain('No account matches')
	expect(await listed('?standing=hold')).not.toContain('A-DESK')
	const file = await get('/desk/accounts.csv?q=desk', natalie.cookie)
	expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
	expect((await file.text()).split('\r\n')[1]).toContain('A-DESK,Coffeehaus desk,Company,Good standing')
})
