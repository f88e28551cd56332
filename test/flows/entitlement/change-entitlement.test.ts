import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openOnlookers, openSight } from '../../../app/flows/entitlement/open-visibility.ts'
import { previewAccount, previewGroup, previewPolicy } from '../../../app/flows/entitlement/preview-entitlement.ts'
import { saveAccountEntitlement, saveGroup, savePolicy } from '../../../app/flows/entitlement/save-entitlement.ts'
import { undoEntitlement } from '../../../app/flows/entitlement/undo-entitlement.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { readContactContext } from '../../../db/queries/session.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/staff.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'garnet')
const { sellerId, skus, groupId, tag } = company
const { userId } = await makeStaff(db, sellerId, { firstName: 'Tomas', lastName: 'Lin', roles: ['merchandiser'] })
const staff = { userId, locale: 'en', seller: { id: sellerId } } as unknown as StaffMember
const act = { at: new Date('2026-03-02T10:00:00Z'), requestId: 'r', knowsWarnings: true }

const accounts = await db<{ id: number; number: string }[]>`
	insert into account (seller_entity_id, number, name, currency) select ${sellerId}, 'N-' || n, 'Node ' || n, 'USD' from generate_series(1, 5) n returning id, number`
await db`update account set parent_id = ${company.accountId} where id = ${accounts[0]?.id ?? 0}`
await db`update account set parent_id = ${accounts[0]?.id ?? 0} where id in (${accounts[1]?.id ?? 0}, ${accounts[2]?.id ?? 0})`
const [first] = await db<{ id: number }[]>`select id from entitlement_policy where seller_entity_id = ${sellerId}`
const categories = await db<{ id: number; code: string }[]>`select id, code from category where seller_entity_id = ${sellerId} order by id`

const nobody = { remove: [], grants: '', denies: '', groupIds: [] as number[], removeAccountIds: [] as number[], addAccounts: '' }
const made = async (wish: object, code: string) => {
	const saved = await savePolicy(db, staff, null, { ...nobody, name: code, code, isActive: true, isGuest: false, ...wish }, act)
	return saved?.ok ? saved.id : 0
}
const policyIds = [
	first?.id ?? 0,
	await made({ grants: 'class:accessory' }, 'TOOLS'),
	await made({ denies: skus.jug, isGuest: true, grants: skus.bean }, 'GUESTS'),
]
const groups = [
	groupId,
	...(
		await db<
			{ id: number }[]
		>`insert into buyer_group (seller_entity_id, code, name) select ${sellerId}, 'G-' || n, 'Group ' || n from generate_series(1, 2) n returning id`
	).map(({ id }) => id),
]
const everybody = [company.accountId, ...accounts.map(({ id }) => id)]

/** Every pair of account (0: guests) and product that is shown, as the session and the shop's own columns say. */
async function pairs(): Promise<Set<string>> {
	const shown = new Set<string>()
	const [guest] = await db<
		{ ids: number[] }[]
	>`select coalesce(array_agg(id), '{}') as ids from entitlement_policy where seller_entity_id = ${sellerId} and is_guest and is_active`
	for (const id of [0, ...everybody]) {
		const policies = id === 0 ? (guest?.ids ?? []) : ((await readContactContext(db, { accountId: id, contactId: null }))?.account?.['policyIds'] as number[])
		const mine = db.array(policies, 23)
		for (const row of await db`select id from product where seller_entity_id = ${sellerId} and grant_policy_ids && ${mine}::int[] and not deny_policy_ids && ${mine}::int[]`)
			shown.add(`${id} ${row['id']}`)
	}
	return shown
}

/** The derived columns as a full refresh would write them, and the copies beside listings and search. */
async function isFresh(): Promise<boolean> {
	const look = async () =>
		JSON.stringify(
			await db`select p.id, p.grant_policy_ids, p.deny_policy_ids, (select json_agg(json_build_array(l.grant_policy_ids, l.deny_policy_ids) order by l.category_id) from category_listing l where l.product_id = p.id) as l,
			(select json_agg(json_build_array(s.grant_policy_ids, s.deny_policy_ids) order by s.locale) from product_search s where s.product_id = p.id) as s from product p where p.seller_entity_id = ${sellerId} order by p.id`,
		)
	const before = await look()
	await withTransaction(db, (tx) => refreshCatalog(tx))
	return before === (await look())
}

const some = <T>(list: readonly T[]) => fc.subarray([...list])
const words = [skus.bean, skus.tamper, skus.jug, skus.machine, ...categories.map(({ code }) => `category:${code}`), 'class:coffee', 'class:machine']
const acts = fc.oneof(
	fc.record({
		kind: fc.constant('policy' as const),
		id: fc.constantFrom(...policyIds),
		isActive: fc.boolean(),
		isGuest: fc.boolean(),
		grants: some(words),
		denies: some(words.slice(2, 5)),
		groupIds: some(groups),
		members: some(accounts.map(({ number }) => number)),
		gone: some(everybody),
	}),
	fc.record({
		kind: fc.constant('group' as const),
		id: fc.constantFrom(...groups),
		policyIds: some(policyIds),
		members: some(accounts.map(({ number }) => number)),
		gone: some(everybody),
	}),
	fc.record({
		kind: fc.constant('account' as const),
		id: fc.constantFrom(...everybody),
		stopsInheriting: fc.boolean(),
		groupIds: some(groups),
		policyIds: some(policyIds),
	}),
)

test('a preview tells exactly what saving does, saving makes derived columns fresh, and undo brings back what was', { timeout: 120_000 }, async () => {
	let moved = 0
	await fc.assert(
		fc.asyncProperty(acts, async (one) => {
			const before = await pairs()
			const [asked, saved] = await runAct(one)
			if (!asked?.ok || !saved?.ok) throw new Error(JSON.stringify([asked, saved]))
			const after = await pairs()
			expect(await isFresh()).toBe(true)
			const gained = [...after].filter((pair) => !before.has(pair)).map((pair) => pair.split(' ').map(Number) as [number, number])
			const lost = [...before].filter((pair) => !after.has(pair)).map((pair) => pair.split(' ').map(Number) as [number, number])
			moved += gained.length + lost.length
			const distinct = (list: [number, number][], place: 0 | 1) =>
				new Set(list.filter(([account]) => place === 1 || account !== 0).map((pair) => pair[place])).size
			expect(asked.difference).toMatchObject({
				...{ accountsGaining: distinct(gained, 0), accountsLosing: distinct(lost, 0), productsShown: distinct(gained, 1), productsHidden: distinct(lost, 1) },
				...{ guestsGain: gained.filter(([account]) => account === 0).length, guestsLose: lost.filter(([account]) => account === 0).length },
			})
			for (const { id, gained: more, lost: less } of asked.difference.accounts) {
				expect([more, less]).toEqual([gained.filter(([account]) => account === id).length, lost.filter(([account]) => account === id).length])
			}
			if (one.kind === 'account') {
				expect(await undoEntitlement(db, staff, saved.changeId, act)).toMatchObject({ ok: true })
				expect(await pairs()).toEqual(before)
			}
		}),
		{ seed: 5 + Number(process.env['LAW_SEED'] ?? 0), numRuns: Math.max(40, Math.ceil(Number(process.env['LAW_CASES'] ?? 0) / 200)), endOnFailure: true },
	)
	expect(moved).toBeGreaterThan(50)
})

type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never

async function runAct(one: Act) {
	if (one.kind === 'account')
		return [await previewAccount(db, staff, { id: one.id, wish: one, locale: 'en' }), await saveAccountEntitlement(db, staff, one.id, one, act)] as const
	const lists = { removeAccountIds: one.gone, addAccounts: one.members.join('\n') }
	if (one.kind === 'group') {
		const wish = { name: 'Group', code: '', policyIds: one.policyIds, ...lists }
		return [await previewGroup(db, staff, { id: one.id, wish, locale: 'en' }), await saveGroup(db, staff, one.id, wish, act)] as const
	}
	const wish = { ...one, ...lists, name: 'Policy', code: '', remove: [], grants: one.grants.join('\n'), denies: one.denies.join('\n') }
	return [await previewPolicy(db, staff, { id: one.id, wish, locale: 'en' }), await savePolicy(db, staff, one.id, wish, act)] as const
}

test('what names nothing is refused by line, and nothing is saved; another’s later change is not undone', async () => {
	const wish = {
		...nobody,
		name: 'Some',
		code: 'SOME',
		isActive: true,
		isGuest: false,
		grants: `${skus.bean}\nNEVER\ncategory:nowhere`,
		addAccounts: 'A-0,Nobody',
	}
	const refused = await savePolicy(db, staff, null, wish, act)
	expect(refused).toMatchObject({
		ok: false,
		refusals: [
			{ code: 'RULE_UNKNOWN', line: 2, facts: { word: 'NEVER' } },
			{ code: 'RULE_UNKNOWN', line: 3, facts: { word: 'category:nowhere' } },
			{ code: 'ACCOUNT_NUMBER_UNKNOWN', line: 1 },
		],
	})
	expect(await db`select 1 from entitlement_policy where code = 'SOME'`).toHaveLength(0)
	const saved = await savePolicy(db, staff, null, { ...wish, grants: skus.bean, addAccounts: '' }, act)
	expect(await savePolicy(db, staff, null, { ...wish, grants: '', addAccounts: '' }, act)).toMatchObject({ ok: false, refusals: [{ code: 'CODE_TAKEN' }] })
	const id = saved?.ok ? saved.id : 0
	await savePolicy(db, staff, id, { ...wish, grants: '', denies: skus.bean, addAccounts: '' }, act)
	expect(await undoEntitlement(db, staff, saved?.ok ? saved.changeId : 0, act)).toMatchObject({ ok: false, refusals: [{ code: 'CHANGED_SINCE' }] })
	expect(await db`select 1 from audit_entry where subject = ${`entitlement_policy:${id}`}`).toHaveLength(2)
	const other = { ...staff, seller: { id: sellerId + 1000 } } as StaffMember
	expect([await savePolicy(db, other, id, wish, act), await undoEntitlement(db, other, saved?.ok ? saved.changeId : 0, act)]).toEqual([null, null])
})

test('who sees a product, and what an account sees, with the chain of reasons', async () => {
	await db`delete from policy_account`
	await db`delete from policy_buyer_group`
	await db`delete from buyer_group_member`
	await db`update account set stops_inheriting = false`
	const [child] = accounts
	await saveGroup(db, staff, groupId, { name: 'Midwest', code: '', policyIds: [], removeAccountIds: [], addAccounts: child?.number ?? '' }, act)
	const shows = await made({ grants: `category:${categories[1]?.code}`, groupIds: [groupId] }, 'COFFEES')
	const hides = await made({ denies: skus.machine, addAccounts: `A-${tag}` }, 'NO-MACHINES')
	const asked = { search: '', sees: null, after: null, limit: 50, locale: 'en' }
	const seen = await expectStatements(db, 5, () => openOnlookers(db, staff, skus.bean, asked))
	expect([seen.seeing, seen.total, seen.guests].slice(0, 2)).toEqual([1, 6])
	expect(seen.accounts?.find(({ id }) => id === child?.id)?.why).toMatchObject({
		visible: true,
		because: [{ effect: 'grant', policyId: shows, kind: 'category', through: [{ kind: 'group', name: 'Midwest' }] }],
	})
	const machine = await openOnlookers(db, staff, skus.machine, asked)
	// Its parent denies it: any denial wins at whatever level.
	expect(machine.accounts?.find(({ id }) => id === child?.id)?.why).toMatchObject({
		visible: false,
		because: [{ effect: 'deny', policyId: hides, kind: 'product', through: [{ kind: 'ancestor' }] }],
	})
	expect(machine.accounts?.find(({ id }) => id === accounts[4]?.id)?.why).toMatchObject({
		visible: false,
		decidedBy: 'nothing',
		because: [],
		wouldGrant: expect.arrayContaining(['COFFEES']),
	})
	const sight = await openSight(db, staff, child?.number ?? '', { ...asked, categoryId: null })
	expect([sight.seen, sight.total]).toEqual([1, 4])
	expect(sight.products?.map(({ sku, sees, why }) => [sku, sees, why?.visible])).toEqual([...(sight.products ?? [])].map(({ sku, sees }) => [sku, sees, sees]))
	expect(sight.counting?.map(({ policyName }) => policyName).sort()).toEqual(['COFFEES', 'NO-MACHINES'])
})
