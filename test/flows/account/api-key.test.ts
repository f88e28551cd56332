import { expect, test } from 'vitest'
import { createApiKey } from '../../../app/flows/account/create-api-key.ts'
import { hashToken } from '../../../app/platform/session.server.ts'
import { makeCompany } from '../../support/company.ts'
import { ask, testHouse } from '../../support/house.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')
const make = (email: string, scopes: readonly string[], key = 'kontor_a-key') =>
	createApiKey(db, { email, name: 'Till', scopes, key, keyHash: hashToken(key), at })

test('a key opens the API for its account, is kept as a hash only, and its making is noted', async () => {
	const company = await makeCompany(db, 'iris')
	expect(await make('LUKA@iris.test', ['carts:write'])).toEqual({ ok: true, accountName: 'Coffeehaus iris' })
	const opened = await ask(testHouse(db), '/api/v1/carts', { json: {}, headers: { authorization: 'Bearer kontor_a-key' } })
	expect(opened.status).toBe(201)
	const [kept] =
		await db`select key_hash <> 'kontor_a-key' as is_hashed, prefix, account_id, (select action from audit_entry where account_id = k.account_id) as action from api_key k`
	expect(kept).toEqual({ isHashed: true, prefix: 'kontor_a-key', accountId: company.accountId, action: 'api_key.created' })
})

test('an unknown buyer and an unknown scope are refused, and nothing is kept', async () => {
	expect(await make('nobody@iris.test', ['carts:write'], 'kontor_other')).toMatchObject({ ok: false, refusals: [{ code: 'CONTACT_UNKNOWN' }] })
	expect(await make('luka@iris.test', ['everything'], 'kontor_other')).toMatchObject({ ok: false, refusals: [{ code: 'SCOPE_UNKNOWN' }] })
	expect(await db`select 1 from api_key where key_hash = ${hashToken('kontor_other')}`).toHaveLength(0)
})
