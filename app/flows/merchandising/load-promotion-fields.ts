import type { Sql } from '../../../db/client.server.ts'
import { type MeantRow, readMeant, type StoredPromotion } from '../../../db/queries/promotion-room.ts'
import { type OwnBudgetWrite, type PromotionWrite, readTaken } from '../../../db/queries/promotion-save.ts'
import { startOfDay } from '../../engine/base/calendar.ts'
import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import { phaseOf } from '../../engine/promotion/benefits.ts'
import { parsePromotion } from '../../engine/promotion/parse-promotion.ts'
import type { Promotion } from '../../engine/promotion/promotion.ts'
import { type Meant, type PromotionFields, wordsOf } from '../../engine/promotion/promotion-fields.ts'
import { benefitOf, conditionsOf, selectorsIn, unitsOf } from '../../engine/promotion/read-promotion-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { budgetOf, ownBudgetsOf } from './read-budgets.ts'

const phases = { 1: 'line', 2: 'bundle', 3: 'order', 4: 'shipping', 5: 'terms' } as const

/** What a form says, read and found sound: as it is stored. */
export type ReadPromotion = {
	write: PromotionWrite
	words: { locale: string; name: string; description: string | null }[]
	audience: { groupIds: readonly number[]; accountIds: number[] }
	budget: { policy: 'reject' | 'cap'; limitMinor: number | null; limitUses: number | null }
	ownBudgets: OwnBudgetWrite[]
	promotion: Promotion
}

export type GivenPromotion = { fields: PromotionFields; stored: StoredPromotion | null; at: Date }

/**
 * Reads the form of a promotion. Refuses by field what cannot be read, what engine/promotion refuses, CODE_TAKEN, COUPON_TAKEN,
 * NAME_MISSING, BUDGET_BELOW_USED and BUDGET_TWICE, all at once. Two statements.
 */
export async function loadPromotionFields(sql: Sql, staff: StaffMember, { fields, stored, at }: GivenPromotion): Promise<Result<ReadPromotion>> {
	const { id: sellerEntityId, timeZone } = staff.seller
	const problems = { refusals: [] as Refusal[], currency: currencyCode.test(fields.currency) ? fields.currency : staff.seller.currency }
	const meant = await readMeant(sql, { sellerEntityId, ...typedIn(fields) })
	for (const { kind, given, id } of meant)
		if (id === null && refusedHere[kind]) problems.refusals.push(refusal('FIELD_INVALID', { key: refusedHere[kind], given }))
	const known = knownOf(meant)
	const benefit = benefitOf(fields, known, problems)
	const conditions = conditionsOf(fields, known, problems)
	const budget = budgetOf(fields, stored, problems)
	const ownBudgets = ownBudgetsOf(fields, { stored, meant, problems })
	const accountIds = wordsOf(fields.accounts).flatMap((given) => {
		const id = known.accounts.get(given)
		if (id === undefined) problems.refusals.push(refusal('FIELD_INVALID', { key: 'accounts', given }))
		return id === undefined ? [] : [id]
	})
	const words = wordsIn(fields)
	if (!words.some(({ locale }) => locale === 'en')) problems.refusals.push(refusal('NAME_MISSING'))
	const header = headerOf(fields, { timeZone, problems })
	problems.refusals.push(...(await takenOf(sql, { sellerEntityId, fields, stored })))
	if (problems.refusals.length > 0) return { ok: false, refusals: problems.refusals }
	const parsed = parsePromotion({ ...header, id: stored?.id ?? 0, names: fields.names, conditions, benefit, budgets: [] })
	if (!parsed.ok) return parsed
	const write = { ...header, sellerEntityId, code: fields.code, phase: phases[phaseOf(parsed.promotion.benefit)], conditions, benefit, at }
	return { ok: true, write, words, audience: { groupIds: fields.groupIds, accountIds }, budget, ownBudgets, promotion: parsed.promotion }
}

/** Kinds that no part of the form asks for by its own name are refused here. */
const refusedHere: Partial<Record<MeantRow['kind'], string>> = { group: 'groupIds', category: 'categoryIds', campaign: 'campaignIds', unit: 'units' }

function typedIn(fields: PromotionFields) {
	const selectors = selectorsIn(fields)
	const own = (kind: string) => fields.ownBudgets.filter((one) => one.kind === kind && one.who !== '').map(({ who }) => who.toUpperCase())
	const typed = {
		skus: [fields.giftSku, ...selectors.flatMap(({ skus, excludedSkus, relationSkus }) => [skus, excludedSkus, relationSkus])].flatMap(wordsOf),
		accounts: [
			...wordsOf(fields.accounts),
			...wordsOf(fields.onlyAccounts),
			...own('account'),
			...own('store').map((who) => who.slice(0, who.lastIndexOf('/'))),
		],
		stores: [...wordsOf(fields.stores), ...own('store')],
		groupCodes: own('group'),
		units: [...selectors.flatMap(({ units }) => unitsOf(units)), ...unitsOf(fields.giftUnit)],
	}
	const categoryIds = selectors.flatMap((one) => [...one.categoryIds, ...one.excludedCategoryIds])
	return { ...typed, categoryIds, groupIds: [...fields.groupIds, ...fields.onlyGroupIds], campaignIds: fields.campaignIds }
}

function knownOf(meant: readonly MeantRow[]): Meant {
	const of = (wanted: MeantRow['kind']) => new Map(meant.flatMap(({ kind, given, id }) => (kind === wanted && id !== null ? [[given, id] as const] : [])))
	return { products: of('product'), stores: of('store'), accounts: of('account') }
}

function wordsIn({ names, descriptions }: PromotionFields): ReadPromotion['words'] {
	return Object.entries(names).flatMap(([locale, name]) => (name === '' ? [] : [{ locale, name, description: descriptions[locale] || null }]))
}

const currencyCode = /^[A-Z]{3}$/

type Problems = { refusals: Refusal[]; currency: string }

function headerOf(fields: PromotionFields, { timeZone, problems }: { timeZone: string; problems: Problems }) {
	const invalid = (key: string, given: string) => problems.refusals.push(refusal('FIELD_INVALID', { key, given }))
	const dayAt = (key: 'validFrom' | 'validTo') => {
		const text = fields[key]
		if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return startOfDay(text, timeZone)
		if (key === 'validFrom' || text !== '') invalid(key, text)
		return null
	}
	if (!/^[A-Z0-9][A-Z0-9_-]{1,39}$/.test(fields.code)) invalid('code', fields.code)
	if (!/^-?\d{1,6}$/.test(fields.priority)) invalid('priority', fields.priority)
	if (fields.currency !== '' && !currencyCode.test(fields.currency)) invalid('currency', fields.currency)
	return {
		lane: fields.lane,
		priority: Number(fields.priority),
		isGlobalExclusive: fields.isExclusive,
		includesProtected: fields.isProtected,
		currency: fields.currency || null,
		couponCode: fields.couponCode || null,
		// Without a first day nothing is saved.
		validFrom: dayAt('validFrom') ?? new Date(0),
		validTo: dayAt('validTo'),
	}
}

async function takenOf(
	sql: Sql,
	{ sellerEntityId, fields, stored }: { sellerEntityId: number; fields: PromotionFields; stored: StoredPromotion | null },
): Promise<Refusal[]> {
	const { code, couponCode } = fields
	const taken = await readTaken(sql, { sellerEntityId, promotionId: stored?.id ?? null, code, couponCode: couponCode || null })
	const refusals: Refusal[] = []
	if (taken.code) refusals.push(refusal('CODE_TAKEN', { code }))
	if (taken.coupon && stored?.status === 'published') refusals.push(refusal('COUPON_TAKEN', { couponCode }))
	return refusals
}
