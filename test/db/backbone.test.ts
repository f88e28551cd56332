import { expect, test } from 'vitest'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const slate = await makeCompany(db, 'slate')
const chalk = await makeCompany(db, 'chalk')

const cartOf = (accountId: number | null, contactId: number) =>
	db`insert into sales_order (account_id, seller_entity_id, contact_id, currency, stage) values (${accountId}, ${slate.sellerId}, ${contactId}, 'USD', 'cart') returning id`

test('(A45) a log-in belongs to a contact of its own account, and to none of another', async () => {
	await db`insert into login (email, account_id, contact_id) values ('mina@slate.test', ${slate.accountId}, ${slate.contactId})`
	await expect(db`insert into login (email, account_id, contact_id) values ('x@slate.test', ${slate.accountId}, ${chalk.contactId})`).rejects.toThrow(
		'login_account_id_contact_id_contact_account_id_id_fk',
	)
	await expect(db`update login set account_id = ${chalk.accountId} where email = 'mina@slate.test'`).rejects.toThrow(
		'login_account_id_contact_id_contact_account_id_id_fk',
	)
})

test('(A45) a contact belongs to an account that exists', async () => {
	await expect(db`insert into contact (account_id, first_name, last_name, email) values (-1, 'No', 'Body', 'nobody@slate.test')`).rejects.toThrow(
		'contact_account_id_account_id_fk',
	)
	await expect(db`insert into contact (account_id, first_name, last_name, email) values (null, 'No', 'Body', 'nobody@slate.test')`).rejects.toThrow(
		'violates not-null constraint',
	)
})

test('(A45) carts and orders are an account’s own, by its own contact: the database alone refuses the rest', async () => {
	const [own] = await cartOf(slate.accountId, slate.contactId)
	expect(own).toBeDefined()
	await expect(cartOf(slate.accountId, chalk.contactId)).rejects.toThrow('sales_order_account_id_contact_id_contact_account_id_id_fk')
	await expect(cartOf(null, slate.contactId)).rejects.toThrow('violates not-null constraint')
	await expect(db`update sales_order set account_id = ${chalk.accountId} where id = ${own?.['id']}`).rejects.toThrow('foreign key constraint')
})

test('(A45) what an account pays by keys on the account: its price lists, its terms, its credit', async () => {
	const keyed = await db<{ tableName: string }[]>`
		select c.conrelid::regclass::text as table_name from pg_constraint c
		where c.contype = 'f' and c.confrelid = 'account'::regclass and pg_get_constraintdef(c.oid) like 'FOREIGN KEY (account_id)%' order by 1`
	expect(keyed.map(({ tableName }) => tableName)).toEqual(
		expect.arrayContaining([
			'buyer_group_member',
			'contact',
			'credit_profile',
			'invoice',
			'location',
			'payment',
			'price_book_audience',
			'quote',
			'sales_order',
			'support_case',
		]),
	)
})
