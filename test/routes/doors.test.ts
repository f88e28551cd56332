import { expect, test } from 'vitest'
import { publicRoutes } from '../../app/routes.ts'
import { newestLevel } from '../../db/migrate.server.ts'
import { beat } from '../../db/queries/health.ts'
import { ask, everyDoor, testHouse } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db, { neededLevel: await newestLevel() })

test('every door that is named open exists', () => {
	const ids = everyDoor().map(({ id }) => id)
	for (const id of publicRoutes) expect(ids).toContain(id)
	expect(new Set(ids).size).toBe(ids.length)
})

test('an unknown page is a 404 in the language of its reader', async () => {
	const response = await ask(house, '/nowhere', { headers: { 'Accept-Language': 'de, cs;q=0.8, en;q=0.5' } })
	expect(response.status).toBe(404)
	const text = await response.text()
	expect(text).toContain('<html lang="cs"')
	expect(text).toContain('Tato stránka neexistuje')
	expect((await ask(house, '/no/where', { form: { a: '1' } })).status).toBe(404)
})

test('a page may begin with a language of the house and with no other', async () => {
	expect(await (await ask(house, '/ja/sign-in')).text()).toContain('<html lang="ja"')
	expect((await ask(house, '/de/sign-in')).status).toBe(404)
	expect((await ask(house, '/ja/nowhere')).status).toBe(404)
})

test('a page carries the texts of its own rooms only, and its data behind them', async () => {
	const text = await (await ask(house, '/sign-in')).text()
	const sent = JSON.parse(/<script id="texts"[^>]*>(.*?)<\/script>/.exec(text)?.[1] ?? '')
	expect(Object.keys(sent.texts).sort()).toEqual(['account', 'common', 'refusals'])
	expect(text).toMatch(/streamController\.enqueue\("\[.*"\);window\.__remixContext\.streamController\.close\(\);<\/script><\/body><\/html>$/)
	for (const [script] of text.matchAll(/<script(?![^>]*nonce="test-nonce")/g)) expect(script).toBe('')
})

test('health says which part fails', async () => {
	const health = async (given = house) => {
		const response = await ask(given, '/healthz')
		return [response.status, ((await response.json()) as { failing: string[] }).failing]
	}
	expect(await health()).toEqual([503, ['worker']])
	await beat(db, 'worker', { pid: 1 })
	expect(await health()).toEqual([200, []])
	expect(await health({ ...house, neededLevel: house.neededLevel + 1 })).toEqual([503, ['migration']])
	await db`update worker_heartbeat set beat_at = now() - interval '31 seconds'`
	expect(await health()).toEqual([503, ['worker']])
	await beat(db, 'worker', { pid: 1 })
	await db`with e as (insert into outbox_event (topic, subject, occurred_at) values ('order.placed', 'order:1', now()) returning id)
		insert into outbox_delivery (event_id, destination, subject, created_at) select id, 'crm', 'order:1', now() - interval '61 seconds' from e`
	expect(await health()).toEqual([503, ['events']])
	await db`update outbox_delivery set state = 'parked'`
	// What waits behind a parked event is somebody's decision, not a fault of the worker.
	await db`with e as (insert into outbox_event (topic, subject, occurred_at) values ('order.placed', 'order:1', now()) returning id)
		insert into outbox_delivery (event_id, destination, subject, created_at) select id, 'crm', 'order:1', now() - interval '61 seconds' from e`
	expect(await health()).toEqual([200, []])
	const gone = await testDb()
	await gone.db.end()
	expect(await health({ ...house, db: gone.db })).toEqual([503, ['database']])
})
