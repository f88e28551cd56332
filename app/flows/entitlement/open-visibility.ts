import type { Db } from '../../../db/client.server.ts'
import { readChangesOf } from '../../../db/queries/change-set.ts'
import { type CountingRow, readCountingPolicies } from '../../../db/queries/entitlement.ts'
import { readAccountState, readEntitlementChoices } from '../../../db/queries/entitlement-room.ts'
import { type Reached, type ReachingRule, readOnlookers, readReach, readSeenCategories, readSeenProducts } from '../../../db/queries/entitlement-sight.ts'
import { findAccounts, findProducts } from '../../../db/queries/inspector.ts'
import { decideEntitlement } from '../../engine/entitlement/decide-entitlement.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** One link of the chain: this policy says so of that, and counts here through whom. */
export type Reason = {
	effect: 'grant' | 'deny'
	policyId: number
	policyName: string
	kind: 'product' | 'category' | 'class'
	name: string
	/** Null: the policy does not count here; it says what would be granted if it did. */
	through: { kind: CountingRow['through']; name: string }[]
}
export type Why = { visible: boolean; decidedBy: 'grant' | 'deny' | 'nothing'; because: Reason[]; wouldGrant: string[] }

const kindOf = (rule: Pick<ReachingRule, 'productId' | 'categoryId'>) =>
	(rule.productId !== null ? 'product' : rule.categoryId !== null ? 'category' : 'class') as Reason['kind']

/** Why an account sees a product or does not: the engine's decision over the rules of the policies that count. */
export function explain(product: Reached, rules: readonly ReachingRule[], counting: readonly CountingRow[]): Why {
	const counted = new Set(counting.map(({ policyId }) => policyId))
	const own = rules.filter(({ forProductId, policyId }) => forProductId === product.id && counted.has(policyId)).map((rule) => ({ ...rule, locationId: null }))
	const answer = decideEntitlement(own, { ...product, productId: product.id }, null)
	const because = own
		.filter((rule) => answer.because.includes(rule))
		.map((rule) => ({
			...{ effect: rule.effect, policyId: rule.policyId, policyName: rule.policyName, kind: kindOf(rule), name: rule.name },
			through: counting.filter(({ policyId }) => policyId === rule.policyId).map((row) => ({ kind: row.through, name: row.ownerName })),
		}))
	const elsewhere = rules.filter((rule) => rule.forProductId === product.id && rule.effect === 'grant' && rule.isActive && !counted.has(rule.policyId))
	return { visible: answer.visible, decidedBy: answer.decidedBy, because, wouldGrant: [...new Set(elsewhere.map(({ policyName }) => policyName))] }
}

type Asked = { search: string; sees: boolean | null; after: number | null; limit: number; locale: string }

/** "Who sees this?": the accounts with the chain of reasons of each. Several or no products fit the words: they are the choices. */
export async function openOnlookers(db: Db, staff: StaffMember, text: string, asked: Asked) {
	const sellerEntityId = staff.seller.id
	const choices = await findProducts(db, { sellerEntityId, text, locale: asked.locale })
	const [product] = choices
	if (choices.length !== 1 || !product) return { choices, product: null }
	const [seen, reach] = await Promise.all([
		readOnlookers(db, { ...asked, sellerEntityId, productId: product.id }),
		readReach(db, { productIds: [product.id], locale: asked.locale }),
	])
	const page = seen.accounts.slice(0, asked.limit)
	const counting = Map.groupBy(await readCountingPolicies(db, { sellerEntityId, accountIds: page.map(({ id }) => id) }), ({ accountId }) => accountId)
	const [item] = reach.products
	const accounts = page.map((account) => ({ ...account, why: item ? explain(item, reach.rules, counting.get(account.id) ?? []) : null }))
	return {
		choices,
		product,
		total: seen.total,
		seeing: seen.seeing,
		guests: seen.guests,
		accounts,
		nextAfter: seen.accounts.length > asked.limit ? (page.at(-1)?.id ?? null) : null,
	}
}

/** "What does this account see?": the policies that count, categories with counts, products with the chain of each. */
export async function openSight(db: Db, staff: StaffMember, text: string, asked: Asked & { categoryId: number | null }) {
	const sellerEntityId = staff.seller.id
	const choices = await findAccounts(db, { sellerEntityId, text })
	const [account] = choices
	if (choices.length !== 1 || !account) return { choices, account: null }
	const [counting, state, options, changes] = await Promise.all([
		readCountingPolicies(db, { sellerEntityId, accountIds: [account.id] }),
		readAccountState(db, { sellerEntityId, id: account.id }),
		readEntitlementChoices(db, sellerEntityId),
		readChangesOf(db, { sellerEntityId, room: 'account', subjectId: account.id }),
	])
	const policyIds = [...new Set(counting.map(({ policyId }) => policyId))]
	const [categories, seen] = await Promise.all([
		readSeenCategories(db, { sellerEntityId, policyIds, locale: asked.locale }),
		readSeenProducts(db, { ...asked, sellerEntityId, policyIds }),
	])
	const page = seen.products.slice(0, asked.limit)
	const reach = await readReach(db, { productIds: page.map(({ id }) => id), locale: asked.locale })
	const products = page.map((product) => {
		const item = reach.products.find(({ id }) => id === product.id)
		return { ...product, why: item ? explain(item, reach.rules, counting) : null }
	})
	const policies = options.policies
	return {
		choices,
		account,
		state: state?.state ?? null,
		counting,
		groups: options.groups,
		policies,
		changes,
		categories,
		total: seen.total,
		seen: seen.seen,
		products,
		nextAfter: seen.products.length > asked.limit ? (page.at(-1)?.id ?? null) : null,
	}
}
