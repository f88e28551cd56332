import { expect, test } from 'vitest'
import { openDb } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb({ max: 2 })
const company = await makeCompany(db, 'lost')
const luka = await cookieOf(db, company)
/** Nobody listens there: what a request meets while the server is being started again. */
const pool = openDb('postgres://kontor_app@127.0.0.1:1/kontor', { max: 2 })
const house = testHouse(asHouse(pool))

test('(T4) a page, a form and a machine that lose the database are told to ask again, with the time', async () => {
	const answers = [
		await ask(house, '/cart', { cookie: luka }),
		await ask(house, '/forms/taste', { form: { 'f.email': 'luka@fargo.test' }, headers: { accept: 'application/json' } }),
		await ask(house, '/api/v1/carts', { json: {}, headers: { authorization: 'Bearer kontor-key' } }),
	]
	expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(Array(3).fill([503, '2']))
	expect(await answers[2]?.json()).toMatchObject({ code: 'DATABASE_AWAY', status: 503 })
	expect(answers[0]?.headers.get('content-type')).toContain('text/html')
})
