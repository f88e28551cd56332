import { expect, test } from 'vitest'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makePlacedStory } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const { company, number } = await makePlacedStory(db, 'agate')
const cookie = await cookieOf(db, company)

test('the page says when it comes and for whom, and what the next run costs', async () => {
	const form = { name: 'Bar', rhythm: 'weekly', weekday: '1', everyWeeks: '1', startsOn: '2026-03-02', guardrail: '5', poText: 'WEEK', poRule: 'dated' }
	const made = await ask(house, `/standing-orders/new?from=order.${number}`, { cookie, form, headers: { Accept: 'text/html' } })
	expect(made.status).toBe(302)
	const page = await (await ask(house, made.headers.get('location') ?? '', { cookie })).text()
	for (const words of ['Every Monday for Bismarck, Downtown, and Moorhead', '$17.75', '$49.90', '$174.78']) expect(page).toContain(words)
	expect(await (await ask(house, '/cs/standing-orders', { cookie })).text()).toContain('Každý týden: pondělí')
})
