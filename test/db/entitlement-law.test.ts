import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideEntitlement, type PolicyRule } from '../../app/engine/entitlement/decide-entitlement.ts'
import { policiesThatCount } from '../../app/engine/entitlement/policies-that-count.ts'
import { type Db, withTransaction } from '../../db/client.server.ts'
import { refreshEntitlement } from '../../db/queries/derived.ts'
import { readCountingPolicies } from '../../db/queries/entitlement.ts'
import { readContactContext } from '../../db/queries/session.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
await db`insert into unit_of_measure (code, digits) values ('each', 0)`

/** A whole house in small numbers: every place is an index into the list before it; what has no place stands at the top. */
const houses = fc.record({
	accounts: fc.array(fc.record({ parent: fc.nat(), isRoot: fc.boolean(), stops: fc.boolean() }), { minLength: 1, maxLength: 8 }),
	groups: fc.integer({ min: 1, max: 3 }),
	policies: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
	categories: fc.array(fc.record({ parent: fc.nat(), isRoot: fc.boolean() }), { minLength: 1, maxLength: 6 }),
	products: fc.array(fc.record({ parent: fc.nat(), isVariant: fc.boolean(), classOf: fc.nat(2), categories: fc.array(fc.nat(), { maxLength: 2 }) }), {
		minLength: 1,
		maxLength: 6,
	}),
	members: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }),
	ofGroups: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
	ofAccounts: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }),
	rules: fc.array(fc.record({ policy: fc.nat(), deny: fc.boolean(), kind: fc.constantFrom('product', 'category', 'class'), place: fc.nat() }), {
		maxLength: 10,
	}),
})
type House = typeof houses extends fc.Arbitrary<infer T> ? T : never

const at = <T>(list: readonly T[], place: number): T => list[place % list.length] as T
const once = <T>(rows: readonly T[], key: (row: T) => string) => [...new Map(rows.map((row) => [key(row), row])).values()]

/** Puts the house into the database, and answers its ids in the same order. */
async function build(sql: Db, house: House, sellerId: number, tag: string) {
	const insert = (table: string, rows: readonly object[]) =>
		rows.length ? sql<{ id: number }[]>`insert into ${sql(table)} ${sql(rows as never)} returning id` : []
	const accounts = await insert(
		'account',
		house.accounts
			.map((one, n) => ({ sellerEntityId: sellerId, number: `${tag}-${n}`, name: `Node ${n}`, currency: 'USD', stopsInheriting: one.stops }))
			.map(snake),
	)
	const above = <T extends { parent: number; isRoot: boolean }>(list: readonly T[], n: number) =>
		n === 0 || at(list, n).isRoot ? null : at(list, n).parent % n
	for (const [n] of house.accounts.entries()) {
		const parent = above(house.accounts, n)
		if (parent !== null) await sql`update account set parent_id = ${at(accounts, parent).id} where id = ${at(accounts, n).id}`
	}
	const groups = await insert(
		'buyer_group',
		Array.from({ length: house.groups }, (_, n) => ({ seller_entity_id: sellerId, code: `${tag}-${n}`, name: `Group ${n}` })),
	)
	const policies = await insert(
		'entitlement_policy',
		house.policies.map((isActive, n) => ({ seller_entity_id: sellerId, code: `${tag}-${n}`, name: `P${n}`, is_active: isActive })),
	)
	const categories = await insert(
		'category',
		house.categories.map((_, n) => ({ seller_entity_id: sellerId, code: `${tag}-${n}`, slug: `${tag}-${n}` })),
	)
	for (const [n] of house.categories.entries()) {
		const parent = above(house.categories, n)
		if (parent !== null) await sql`update category set parent_id = ${at(categories, parent).id} where id = ${at(categories, n).id}`
	}
	const products: { id: number }[] = []
	for (const [n, one] of house.products.entries()) {
		const parentId = n > 0 && one.isVariant && !at(house.products, 0).isVariant ? (products[0]?.id ?? null) : null
		const row = {
			seller_entity_id: sellerId,
			sku: `${tag}-${n}`,
			slug: `${tag}-${n}`,
			kind: parentId ? 'variant' : 'simple',
			parent_id: parentId,
			product_class: `class-${one.classOf}`,
		}
		products.push(...(await insert('product', [row])))
	}
	const listed = once(
		house.products.flatMap((one, n) => one.categories.map((place) => ({ product_id: at(products, n).id, category_id: at(categories, place).id }))),
		(row) => `${row.product_id} ${row.category_id}`,
	)
	if (listed.length) await sql`insert into product_category ${sql(listed)}`
	const members = once(
		house.members.map(([a, g]) => ({ account_id: at(accounts, a).id, buyer_group_id: at(groups, g).id })),
		(row) => JSON.stringify(row),
	)
	if (members.length) await sql`insert into buyer_group_member ${sql(members)}`
	const ofGroups = once(
		house.ofGroups.map(([p, g]) => ({ policy_id: at(policies, p).id, buyer_group_id: at(groups, g).id })),
		(row) => JSON.stringify(row),
	)
	if (ofGroups.length) await sql`insert into policy_buyer_group ${sql(ofGroups)}`
	const ofAccounts = once(
		house.ofAccounts.map(([p, a]) => ({ policy_id: at(policies, p).id, account_id: at(accounts, a).id })),
		(row) => JSON.stringify(row),
	)
	if (ofAccounts.length) await sql`insert into policy_account ${sql(ofAccounts)}`
	const rules = once(
		house.rules.map(({ policy, deny, kind, place }) => ({
			...{ policyId: at(policies, policy).id, effect: deny ? ('deny' as const) : ('grant' as const), locationId: null },
			productId: kind === 'product' ? at(products, place).id : null,
			categoryId: kind === 'category' ? at(categories, place).id : null,
			productClass: kind === 'class' ? `class-${place % 3}` : null,
		})),
		({ policyId, productId, categoryId, productClass }) => `${policyId} ${productId} ${categoryId} ${productClass}`,
	)
	for (const { policyId, effect, productId, categoryId, productClass } of rules) {
		if (productId) await sql`insert into policy_product values (${policyId}, ${productId}, ${effect})`
		else if (categoryId) await sql`insert into policy_category values (${policyId}, ${categoryId}, ${effect})`
		else await sql`insert into policy_class values (${policyId}, ${productClass}, ${effect})`
	}
	return { accounts, groups, policies, categories, products, members, ofGroups, ofAccounts, listed, rules }
}

const snake = (row: object) =>
	Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]))

type Built = Awaited<ReturnType<typeof build>>

/** By the engine alone, from the plain lists: which policies count for the account, and what it sees. */
function byEngine(house: House, built: Built, n: number) {
	const inForce = new Set(built.policies.filter((_, place) => house.policies[place]).map(({ id }) => id))
	const ofAccount = (id: number) => built.ofAccounts.filter((row) => row.account_id === id && inForce.has(row.policy_id)).map((row) => row.policy_id)
	const lineage: { accountId: number; stopsInheriting: boolean; policyIds: number[] }[] = []
	for (let place: number | null = n; place !== null; ) {
		const one: House['accounts'][number] = at(house.accounts, place)
		const { id } = at(built.accounts, place)
		lineage.push({ accountId: id, stopsInheriting: one.stops, policyIds: ofAccount(id) })
		place = place === 0 || one.isRoot ? null : one.parent % place
	}
	const groups = built.members
		.filter((row) => row.account_id === at(built.accounts, n).id)
		.map(({ buyer_group_id }) => ({
			buyerGroupId: buyer_group_id,
			policyIds: built.ofGroups.filter((row) => row.buyer_group_id === buyer_group_id && inForce.has(row.policy_id)).map((row) => row.policy_id),
		}))
	const policyIds = policiesThatCount(lineage, groups).map(({ policyId }) => policyId)
	const rules: PolicyRule[] = built.rules.filter(({ policyId }) => policyIds.includes(policyId))
	const withAbove = (categoryId: number): number[] => {
		const place = built.categories.findIndex(({ id }) => id === categoryId)
		const one = at(house.categories, place)
		return [categoryId, ...(place === 0 || one.isRoot ? [] : withAbove(at(built.categories, one.parent % place).id))]
	}
	const visible = built.products.filter((product, place) => {
		const parentId = place > 0 && at(house.products, place).isVariant && !at(house.products, 0).isVariant ? at(built.products, 0).id : null
		const categoryIds = built.listed.filter((row) => row.product_id === product.id || row.product_id === parentId).flatMap((row) => withAbove(row.category_id))
		return decideEntitlement(rules, { productId: product.id, parentId, productClass: `class-${at(house.products, place).classOf}`, categoryIds }, null).visible
	})
	return { policyIds: policyIds.sort((a, b) => a - b), visible: visible.map(({ id }) => id) }
}

const ordered = (ids: Iterable<number>) => [...new Set(ids)].sort((a, b) => a - b)

test('engine, session and rooms agree who sees what, in any hierarchy', { timeout: 240_000 }, async () => {
	let turn = 0
	const seen = { visible: 0, denied: 0, stopped: 0 }
	await fc.assert(
		fc.asyncProperty(houses, async (house) => {
			turn += 1
			const tag = `h${turn}`
			const [seller] = await db<{ id: number }[]>`insert into seller_entity (code, name, currency, country) values (${tag}, ${tag}, 'USD', 'US') returning id`
			const sellerId = seller?.id ?? 0
			const built = await build(db, house, sellerId, tag)
			await withTransaction(db, (tx) =>
				refreshEntitlement(
					tx,
					built.products.map(({ id }) => id),
				),
			)
			const rows = await readCountingPolicies(db, { sellerEntityId: sellerId, accountIds: built.accounts.map(({ id }) => id) })
			for (const [n, { id }] of built.accounts.entries()) {
				const expected = byEngine(house, built, n)
				const session = await readContactContext(db, { accountId: id, contactId: null })
				const policyIds = session?.account?.['policyIds'] as number[]
				expect(ordered(policyIds)).toEqual(expected.policyIds)
				expect(ordered(rows.filter(({ accountId }) => accountId === id).map(({ policyId }) => policyId))).toEqual(expected.policyIds)
				const policies = db.array(policyIds, 23)
				const shown = await db<{ id: number }[]>`
					select id from product where seller_entity_id = ${sellerId} and grant_policy_ids && ${policies}::int[] and not deny_policy_ids && ${policies}::int[] order by id`
				expect(shown.map((row) => row.id)).toEqual(ordered(expected.visible))
				seen.visible += expected.visible.length
				seen.stopped += Number(at(house.accounts, n).stops)
			}
			seen.denied += built.rules.filter(({ effect }) => effect === 'deny').length
		}),
		{ seed: 41 + Number(process.env['LAW_SEED'] ?? 0), numRuns: Math.max(150, Math.ceil(Number(process.env['LAW_CASES'] ?? 0) / 100)) },
	)
	// The cases speak of all that the law is about.
	for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20)
})
