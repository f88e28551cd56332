import type { Tx } from '../client.server.ts'
import { categoryId } from './categories.ts'
import { sellerId } from './company.ts'
import { fill } from './fill.ts'
import { productId } from './products/index.ts'

export const groups = {
	MIDWEST: 'Midwest',
	NORTHEAST: 'Northeast',
	SOUTH: 'South',
	WEST: 'West',
	CANADA: 'Canada',
	'CANADA-WEST': 'Western Canada',
	HOSPITALITY: 'Hospitality',
	PARTNERS: 'Partners',
	NEW: 'New buyers',
	CAMPUS: 'Campuses',
} as const
export type Group = keyof typeof groups

const codes = Object.keys(groups) as Group[]
export const groupId = (code: Group) => codes.indexOf(code) + 1

type Policy = {
	code: string
	name: string
	isGuest?: boolean
	groups?: readonly Group[]
	grant?: readonly string[]
	grantProducts?: readonly string[]
	deny?: readonly string[]
	denyProducts?: readonly string[]
}

/** Who may see what (commerce-engine.md section 3): a general grant, commercial machines for some, two denials, a guest's few. */
const policies: readonly Policy[] = [
	{
		code: 'GENERAL',
		name: 'Everyday range',
		groups: ['MIDWEST', 'NORTHEAST', 'SOUTH', 'WEST', 'CANADA', 'NEW'],
		grant: ['coffee', 'brewers', 'grinders', 'accessories', 'parts', 'consumables', 'sets'],
		grantProducts: ['MAC-ESP-LYR1', 'MAC-ESP-CAP1'],
	},
	{ code: 'COMMERCIAL', name: 'Commercial espresso machines', groups: ['PARTNERS', 'HOSPITALITY'], grant: ['espresso-machines'] },
	{ code: 'NOT-IN-CANADA', name: 'Not sold in Canada', groups: ['CANADA'], denyProducts: ['MAC-ESP-CET2', 'PRT-GAS-CET', 'COF-HOU-BULK', 'COF-PRA-BULK'] },
	{ code: 'CAMPUS', name: 'Campuses: no retail bags of chocolate and syrup', groups: ['CAMPUS'], deny: ['syrups'], denyProducts: ['CON-CHO-SQR'] },
	{
		code: 'GUEST',
		name: 'Signed-out visitors',
		isGuest: true,
		grantProducts: [
			'COF-NEW-1KG',
			'COF-HOU-1KG',
			'COF-MER-1KG',
			'COF-YIR-1KG',
			'COF-HUI-1KG',
			'COF-DHO-1KG',
			'MAC-ESP-CAP1',
			'MAC-ESP-LYR1',
			'GRI-KIT64',
			'ACC-TMP-58',
			'ACC-PIT-600',
			'CON-CUP-CAP',
			'CON-SYR-VAN',
			'ACC-KNO-S',
		],
	},
]

export const policyId = (code: string) => policies.findIndex((policy) => policy.code === code) + 1

export async function seedGroups(tx: Tx): Promise<void> {
	await fill(
		tx,
		'buyer_group',
		codes.map((code, index) => ({ id: index + 1, sellerEntityId: sellerId, code, name: groups[code] })),
	)
	await fill(
		tx,
		'entitlement_policy',
		policies.map(({ code, name, isGuest }, index) => ({ id: index + 1, sellerEntityId: sellerId, code, name, isGuest: isGuest ?? false })),
	)
	await fill(
		tx,
		'policy_category',
		policies.flatMap(({ grant = [], deny = [] }, index) => [
			...grant.map((code) => ({ policyId: index + 1, categoryId: categoryId(code), effect: 'grant' })),
			...deny.map((code) => ({ policyId: index + 1, categoryId: categoryId(code), effect: 'deny' })),
		]),
	)
	await fill(
		tx,
		'policy_product',
		policies.flatMap(({ grantProducts = [], denyProducts = [] }, index) => [
			...grantProducts.map((sku) => ({ policyId: index + 1, productId: productId(sku), effect: 'grant' })),
			...denyProducts.map((sku) => ({ policyId: index + 1, productId: productId(sku), effect: 'deny' })),
		]),
	)
	await fill(
		tx,
		'policy_buyer_group',
		policies.flatMap(({ groups: addressed = [] }, index) => addressed.map((code) => ({ policyId: index + 1, buyerGroupId: groupId(code) }))),
	)
}
