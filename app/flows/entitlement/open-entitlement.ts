import type { Db } from '../../../db/client.server.ts'
import { readChangesOf } from '../../../db/queries/change-set.ts'
import {
	type ListQuestion,
	readEntitlementChoices,
	readEntitlementNames,
	readGroupList,
	readGroupState,
	readPolicyList,
	readPolicyState,
} from '../../../db/queries/entitlement-room.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { keyOf } from './read-wish.ts'

/** What a page shows at once of a long list; the rest is counted, and stands in the CSV. */
const PAGE = 200

type Asked = Omit<ListQuestion, 'sellerEntityId'>

function paged<T extends { id: number }>(rows: T[], limit: number) {
	const shown = rows.slice(0, limit)
	return { rows: shown, nextAfter: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

export async function listGroups(db: Db, staff: StaffMember, asked: Asked) {
	return paged(await readGroupList(db, { ...asked, sellerEntityId: staff.seller.id }), asked.limit)
}

export async function listPolicies(db: Db, staff: StaffMember, asked: Asked) {
	return paged(await readPolicyList(db, { ...asked, sellerEntityId: staff.seller.id }), asked.limit)
}

type Question = { id: number | null; locale: string; search: string }

/** A buyer group with its members and policies; `id` null begins a new one. Null: none such. */
export async function openGroup(db: Db, staff: StaffMember, { id, locale, search }: Question) {
	const sellerEntityId = staff.seller.id
	const group = id === null ? null : await readGroupState(db, { sellerEntityId, id })
	if (id !== null && !group) return null
	const [choices, names, changes] = await Promise.all([
		readEntitlementChoices(db, sellerEntityId),
		readEntitlementNames(db, { sellerEntityId, locale, productIds: [], categoryIds: [], accountIds: group?.state.accountIds ?? [] }),
		id === null ? [] : readChangesOf(db, { sellerEntityId, room: 'group', subjectId: id }),
	])
	const found = names.accounts.filter(({ code, name }) => `${code} ${name}`.toLowerCase().includes(search.toLowerCase()))
	return { group, choices, changes, members: found.slice(0, PAGE), found: found.length, total: names.accounts.length }
}

/** A policy with its rules by name, and of whom it is; `id` null begins a new one. Null: none such. */
export async function openPolicy(db: Db, staff: StaffMember, { id, locale, search }: Question) {
	const sellerEntityId = staff.seller.id
	const policy = id === null ? null : await readPolicyState(db, { sellerEntityId, id })
	if (id !== null && !policy) return null
	const rules = policy?.state.rules ?? []
	const idsOf = (field: 'productId' | 'categoryId') => rules.flatMap((rule) => rule[field] ?? [])
	const [choices, names, changes] = await Promise.all([
		readEntitlementChoices(db, sellerEntityId),
		readEntitlementNames(db, {
			sellerEntityId,
			locale,
			productIds: idsOf('productId'),
			categoryIds: idsOf('categoryId'),
			accountIds: policy?.state.accountIds ?? [],
		}),
		id === null ? [] : readChangesOf(db, { sellerEntityId, room: 'policy', subjectId: id }),
	])
	const products = new Map(names.products.map((one) => [one.id, one]))
	const categories = new Map(names.categories.map((one) => [one.id, one]))
	const shown = rules.map((rule) => {
		const named = rule.productId !== null ? products.get(rule.productId) : categories.get(rule.categoryId ?? 0)
		const kind = rule.productId !== null ? 'product' : rule.categoryId !== null ? 'category' : 'class'
		return { key: keyOf(rule), kind, effect: rule.effect, code: named?.code ?? rule.productClass ?? '', name: named?.name ?? rule.productClass ?? '' } as const
	})
	const found = shown.filter(({ code, name }) => `${code} ${name}`.toLowerCase().includes(search.toLowerCase()))
	return {
		policy,
		choices,
		changes,
		rules: found.slice(0, PAGE),
		found: found.length,
		total: rules.length,
		accounts: names.accounts.slice(0, PAGE),
		accountCount: names.accounts.length,
	}
}
