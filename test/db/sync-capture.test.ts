import { expect, test } from 'vitest'
import { withTransaction } from '../../db/client.server.ts'
import { asBuyer } from '../../db/scope.server.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'

const { db, url } = await testDb()
const { accountId, contactId, sellerId } = await makeCompany(db, 'basalt')
const record = String(contactId)

type Mark = { system: string; object: string; recordId: string; kind: string; fields: string[]; cause: string; actor: string; trace: string | null }
const take = () => db<Mark[]>`delete from sync_change returning system, object, record_id, kind, fields, cause, actor, trace`
const stamps = async (object: string, id: string) =>
	(await db<{ fields: Record<string, [string, string]> }[]>`select fields from sync_field_state where object = ${object} and record_id = ${id}`)[0]?.fields ??
	{}

test('a change by plain SQL leaves a mark with the fields that differ, when each changed and by whom, in the same transaction', async () => {
	await take()
	await db`update contact set first_name = 'Lukas', title = 'Buyer', role = 'owner' where id = ${contactId}`
	expect(await take()).toEqual([
		{
			...{ system: 'embedded_crm', object: 'contact', recordId: record, kind: 'update', cause: 'edit', actor: 'database:kontor_house', trace: null },
			fields: ['first_name', 'title'],
		},
	])
	const { first_name: first, title, email } = await stamps('contact', record)
	expect(first?.[1]).toBe('database:kontor_house')
	expect(Date.parse(first?.[0] ?? '')).toBeGreaterThan(Date.parse(email?.[0] ?? ''))
	expect(title?.[0]).toBe(first?.[0])
	await db`update contact set first_name = 'Lukas', role = 'buyer' where id = ${contactId}`
	expect(await take(), 'the same value and a column that no side reads').toEqual([])
	const torn = withTransaction(db, async (tx) => {
		await tx`update contact set first_name = 'Nobody' where id = ${contactId}`
		throw new Error('torn')
	})
	await expect(torn).rejects.toThrow('torn')
	expect(await take()).toEqual([])
})

test('a writer says why, who and in which run', async () => {
	await withTransaction(db, async (tx) => {
		await tx`select set_config('kontor.cause', 'form', true), set_config('kontor.actor', 'contact:7', true), set_config('kontor.trace', 'r1', true)`
		await tx`update contact set phone = '1' where id = ${contactId}`
	})
	expect(await take()).toMatchObject([{ fields: ['phone'], cause: 'form', actor: 'contact:7', trace: 'r1' }])
})

test('a buyer who changes her own name cannot read a mark, and leaves one', async () => {
	const buyer = asBuyer(db, { accountId, billToAccountId: accountId, ancestorIds: [] })
	await buyer`update contact set last_name = 'Nováková' where id = ${contactId}`
	await expect(buyer`select * from sync_change`).rejects.toThrow('permission denied')
	expect(await take()).toMatchObject([{ recordId: record, fields: ['last_name'], actor: 'database:kontor_buyer' }])
	expect(url).toContain('kontor_app')
})

test('a thousand rows at once, inserts, conflicts and deletes are all marked', async () => {
	await db`insert into ma_prospect (seller_entity_id, email, first_name) select ${sellerId}, 'p' || i || '@basalt.test', 'P' from generate_series(1, 1000) i`
	const made = await take()
	expect(made).toHaveLength(1000)
	expect(made[0]).toMatchObject({
		system: 'embedded_ma',
		object: 'prospect',
		kind: 'insert',
		fields: ['email', 'first_name', 'locale', 'score', 'grade', 'opted_out'],
	})
	await db`update ma_prospect set first_name = 'Q' where seller_entity_id = ${sellerId}`
	expect(await take()).toHaveLength(1000)
	await db`insert into ma_prospect (id, seller_entity_id, email) select id, seller_entity_id, email from ma_prospect where email = 'p1@basalt.test' on conflict (id) do update set title = 'Chef'`
	expect(await take()).toMatchObject([{ kind: 'update', fields: ['title'] }])
	await db`delete from ma_prospect where seller_entity_id = ${sellerId}`
	expect((await take()).filter(({ kind, fields }) => kind === 'delete' && fields.length === 0)).toHaveLength(1000)
})

test("a renamed account marks everybody who works there, and an account's other columns nobody", async () => {
	await db`update account set name = 'Coffeehaus Nord' where id = ${accountId}`
	expect((await take()).map(({ object, recordId, fields }) => ({ object, recordId, fields }))).toEqual(
		expect.arrayContaining([
			{ object: 'account', recordId: String(accountId), fields: ['name'] },
			{ object: 'contact', recordId: record, fields: ['company'] },
		]),
	)
	await db`update account set website = 'https://nord.test' where id = ${accountId}`
	expect(await take()).toMatchObject([{ object: 'account', fields: ['website'] }])
})

test('(A8) marketing reads accounts and opportunities through views that nobody can write, and an opportunity only once a contact has a role in it', async () => {
	await db`insert into ma_prospect (seller_entity_id, email, contact_id) values (${sellerId}, 'luka@basalt.test', ${contactId})`
	const [made] = await db<
		{ id: number }[]
	>`insert into crm_opportunity (account_id, name, stage, currency, amount_minor) values (${accountId}, 'Spring', 'proposal', 'USD', 100) returning id`
	expect(await db`select id from ma_opportunity`).toHaveLength(0)
	await db`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) values (${accountId}, ${made?.id ?? 0}, ${contactId}, 'Buyer')`
	expect(await db`select id, is_lost from ma_opportunity`).toMatchObject([{ id: made?.id, isLost: false }])
	expect(await db`select name from ma_account`).toMatchObject([{ name: 'Coffeehaus Nord' }])
	await expect(db`update ma_opportunity set name = 'x'`).rejects.toThrow(/cannot update view|permission denied/)
	await expect(db`update ma_account set name = 'x'`).rejects.toThrow(/permission denied|cannot update view/)
})
