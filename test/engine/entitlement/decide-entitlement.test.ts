import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contractDistance } from '../../../app/engine/account/account-context.ts'
import { minimumOrderable } from '../../../app/engine/catalog/product-terms.ts'
import { decideBuying } from '../../../app/engine/entitlement/decide-buying.ts'
import { decideEntitlement, type PolicyRule } from '../../../app/engine/entitlement/decide-entitlement.ts'
import { policiesThatCount } from '../../../app/engine/entitlement/policies-that-count.ts'
import { lawCases } from '../../support/laws.ts'

const bean = { productId: 71, parentId: 70, productClass: 'coffee', categoryIds: [5, 2] }
const rule = (effect: 'grant' | 'deny', more: Partial<PolicyRule>): PolicyRule => ({
	policyId: 1,
	effect,
	productId: null,
	categoryId: null,
	productClass: null,
	locationId: null,
	...more,
})

describe('what may be seen', () => {
	test.each<[string, PolicyRule[], number | null, boolean, string]>([
		['nothing without a grant', [], null, false, 'nothing'],
		['a grant of the product', [rule('grant', { productId: 71 })], null, true, 'grant'],
		['a grant of a category above it', [rule('grant', { categoryId: 2 })], null, true, 'grant'],
		['a grant of something else', [rule('grant', { productId: 72 }), rule('grant', { categoryId: 3 })], null, false, 'nothing'],
		['a rule that names nothing reaches nothing', [rule('grant', {})], null, false, 'nothing'],
		['any denial wins, by product', [rule('grant', { productId: 71 }), rule('deny', { policyId: 9, productId: 71 })], null, false, 'deny'],
		['any denial wins, by category', [rule('grant', { productId: 71 }), rule('deny', { categoryId: 2 })], null, false, 'deny'],
		['a denial of something else does nothing', [rule('grant', { productId: 71 }), rule('deny', { categoryId: 3 })], null, true, 'grant'],
		['a grant of its class', [rule('grant', { productClass: 'coffee' })], null, true, 'grant'],
		['a grant of another class', [rule('grant', { productClass: 'part' })], null, false, 'nothing'],
		['any denial wins, by class', [rule('grant', { productId: 71 }), rule('deny', { productClass: 'coffee' })], null, false, 'deny'],
		['a variant is granted with its parent', [rule('grant', { productId: 70 })], null, true, 'grant'],
		['and denied with it', [rule('grant', { productId: 71 }), rule('deny', { productId: 70 })], null, false, 'deny'],
		['a grant at one ship-to', [rule('grant', { productId: 71, locationId: 4 })], 4, true, 'grant'],
		['and not at another', [rule('grant', { productId: 71, locationId: 4 })], 5, false, 'nothing'],
		['nor before one is chosen', [rule('grant', { productId: 71, locationId: 4 })], null, false, 'nothing'],
		['a denial at one ship-to only', [rule('grant', { categoryId: 5 }), rule('deny', { productId: 71, locationId: 4 })], 5, true, 'grant'],
	])('%s', (_name, rules, locationId, visible, decidedBy) => {
		expect(decideEntitlement(rules, bean, locationId)).toMatchObject({ visible, decidedBy })
		expect(decideEntitlement([...rules].reverse(), bean, locationId)).toMatchObject({ visible, decidedBy })
	})

	test('it explains itself by the rules that decided', () => {
		const [granted, denied] = [rule('grant', { productId: 71 }), rule('deny', { policyId: 9, categoryId: 2 })]
		expect(decideEntitlement([granted, denied], bean, null).because).toEqual([denied])
		expect(decideEntitlement([granted], bean, null).because).toEqual([granted])
	})

	test('law: another grant never hides, another denial never shows', () => {
		const anyRule = fc.record({
			policyId: fc.nat(3),
			effect: fc.constantFrom('grant' as const, 'deny' as const),
			productId: fc.constantFrom(null, 71, 72),
			categoryId: fc.constantFrom(null, 2, 3, 5),
			productClass: fc.constantFrom(null, 'coffee', 'part'),
			locationId: fc.constantFrom(null, 4),
		})
		fc.assert(
			fc.property(fc.array(anyRule, { maxLength: 6 }), anyRule, fc.constantFrom(null, 4), (rules, more, locationId) => {
				const [before, after] = [decideEntitlement(rules, bean, locationId).visible, decideEntitlement([...rules, more], bean, locationId).visible]
				if (more.effect === 'grant') expect(Number(after)).toBeGreaterThanOrEqual(Number(before))
				else expect(Number(after)).toBeLessThanOrEqual(Number(before))
			}),
			lawCases(21),
		)
	})
})

describe('which policies count', () => {
	const own = { accountId: 1, stopsInheriting: false, policyIds: [10, 11] }
	const parent = { accountId: 2, stopsInheriting: false, policyIds: [11, 20] }
	const root = { accountId: 3, stopsInheriting: false, policyIds: [30] }
	const groups = [{ buyerGroupId: 7, policyIds: [70] }]
	const ids = (...args: Parameters<typeof policiesThatCount>) => policiesThatCount(...args).map(({ policyId }) => policyId)
	test('own, groups’ and ancestors’ are united, each once', () => {
		expect(ids([own, parent, root], groups)).toEqual([10, 11, 70, 20, 30])
		expect(policiesThatCount([own, parent], groups)).toContainEqual({ policyId: 20, through: 'ancestor', ownerId: 2 })
		expect(policiesThatCount([own, parent], groups)).toContainEqual({ policyId: 70, through: 'group', ownerId: 7 })
	})
	test('a node that stops inheriting ends the line', () => {
		expect(ids([{ ...own, stopsInheriting: true }, parent, root], groups)).toEqual([10, 11])
		expect(ids([own, { ...parent, stopsInheriting: true }, root], groups)).toEqual([10, 11, 70, 20])
	})
})

describe('may see but not buy', () => {
	const account = { accountId: 1, allowedClasses: null, onboardingStep: 'full_terms' as const }
	const product = { productClass: 'machine', isActive: true }
	test.each<[string, Parameters<typeof decideBuying>, [string, string][]]>([
		['a buyer may', [account, product, 'buyer'], []],
		['an open class may', [{ ...account, allowedClasses: ['machine'] }, product, 'buyer'], []],
		[
			'a closed class waits for the next step',
			[{ ...account, allowedClasses: ['coffee'], onboardingStep: 'card_only' }, product, 'buyer'],
			[['CLASS_NOT_ALLOWED', 'ONBOARDING_STEP']],
		],
		['a closed class on full terms is the rep’s matter', [{ ...account, allowedClasses: [] }, product, 'buyer'], [['CLASS_NOT_ALLOWED', 'SALES_REP']]],
		['a guest signs in', [{ ...account, accountId: null }, product, null], [['SIGN_IN_TO_BUY', 'SIGN_IN']]],
		[
			'all reasons together',
			[account, { ...product, isActive: false }, 'viewer'],
			[
				['PRODUCT_INACTIVE', 'RESTOCKED_OR_SUPERSEDED'],
				['ROLE_MAY_NOT_BUY', 'ACCOUNT_OWNER'],
			],
		],
	])('%s', (_name, args, expected) => {
		expect(decideBuying(...args).map(({ code, liftedBy }) => [code, liftedBy])).toEqual(expected)
	})
	test('the next step is named', () => {
		expect(decideBuying({ ...account, allowedClasses: [], onboardingStep: 'capped_terms' }, product, 'buyer')[0]?.facts).toEqual({
			productClass: 'machine',
			nextStep: 'full_terms',
		})
	})
})

test('how far a contract stands', () => {
	const account = { accountId: 1, ancestorIds: [2, 3] }
	expect([1, 2, 3, 4].map((owner) => contractDistance(account, owner))).toEqual([1, 2, 3, null])
})

test.each([
	[10_000, 10_000, 10_000],
	[10_000, 60_000, 60_000],
	[70_000, 60_000, 120_000],
	[0, 10_000, 10_000],
])('minimum %s by %s is ordered from %s', (minimumQuantity, incrementQuantity, expected) => {
	expect(minimumOrderable({ minimumQuantity, incrementQuantity })).toBe(expected)
})
