import type { Db } from '../../../db/client.server.ts'
import {
	type NameRow,
	type PromotionChoices,
	type PromotionFilter,
	readBudgetDays,
	readPromotion,
	readPromotionChoices,
	readPromotionList,
	readSpokenNames,
	type StoredPromotion,
} from '../../../db/queries/promotion-room.ts'
import { type BurnDownDay, burnDown } from '../../engine/promotion/burn-down.ts'
import { describePromotion, type Sentence } from '../../engine/promotion/describe-promotion.ts'
import type { PromotionFields } from '../../engine/promotion/promotion-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'
import { loadReview, NOT_REVIEWED, type Reviewed } from './load-review.ts'
import { fieldsOf, parseStored, spokenIds } from './read-promotion.ts'

/** One page of the seller's promotions. */
export async function listPromotions(db: Db, staff: StaffMember, filter: Omit<PromotionFilter, 'sellerEntityId'>) {
	const rows = await readPromotionList(db, { ...filter, sellerEntityId: staff.seller.id })
	const promotions = rows.slice(0, filter.limit)
	return { promotions, nextAfter: rows.length > filter.limit ? (promotions.at(-1)?.id ?? null) : null }
}

/** All promotions of a filter for a file, to the last, `filter.limit` at a time, the newest first: what is renamed or spent meanwhile keeps its place. */
export const exportPromotions = (db: Db, staff: StaffMember, filter: Omit<PromotionFilter, 'sellerEntityId' | 'sort' | 'after'>) =>
	everyPage(async (after: number | null) => {
		const { promotions: rows, nextAfter: next } = await listPromotions(db, staff, { ...filter, sort: 'newest', after })
		return { rows, next }
	})

export type OpenPromotion = {
	promotion: Pick<StoredPromotion, 'id' | 'code' | 'status' | 'version' | 'budget' | 'ownBudgets' | 'names' | 'currency'> | null
	fields: PromotionFields
	choices: PromotionChoices
	sentences: Sentence[]
	names: NameRow[]
	review: Reviewed
	/** How the budget of the whole ran down, day by day of the seller; empty while nothing is spent. */
	burnDown: BurnDownDay[]
}

/** A promotion with its form, its sentences and what stands against it; `promotionId` null begins a new one. Null: none such. */
export async function openPromotion(
	db: Db,
	staff: StaffMember,
	{ promotionId, locale, at }: { promotionId: number | null; locale: string; at: Date },
): Promise<OpenPromotion | null> {
	const { id: sellerEntityId, timeZone: zone, currency } = staff.seller
	const stored = promotionId === null ? null : await readPromotion(db, { sellerEntityId, promotionId })
	if (promotionId !== null && !stored) return null
	const choices = await readPromotionChoices(db, { sellerEntityId, locale })
	const review = stored ? await loadReview(db, stored, { sellerEntityId, at }) : NOT_REVIEWED
	const promotionIds = review.warnings.flatMap(({ facts }) => (typeof facts['promotionId'] === 'number' ? [facts['promotionId']] : []))
	const names = stored ? await readSpokenNames(db, { sellerEntityId, locale, ...spokenIds(stored), promotionIds }) : []
	const codeOf = (kind: NameRow['kind']) => (id: number) => names.find((name) => name.kind === kind && name.id === id)?.code ?? String(id)
	const codes = { skuOf: codeOf('product'), storeOf: codeOf('location'), accountOf: codeOf('account') }
	const parsed = stored ? parseStored(stored) : null
	return {
		promotion: stored,
		fields: fieldsOf(stored, { codes, zone, currency, at }),
		choices,
		sentences: parsed?.ok ? describePromotion(parsed.promotion) : [],
		names,
		review,
		burnDown: stored?.budget ? burnDown(stored.budget, await readBudgetDays(db, { promotionId: stored.id, timeZone: zone })) : [],
	}
}
