import type { SavedCardRow } from '../../../db/queries/saved-card.ts'
import type { Day } from '../../engine/base/calendar.ts'
import { hasExpired } from '../../engine/order/change-cards.ts'
import type { Shopper } from '../../platform/actor.ts'

export type OfferedCard = { paymentMethodId: string; brand: string; lastFour: string; expires: string; repLimitMinor: number | null }

/** The cards that may pay here: a buyer's own that are still good; for a rep those that the buyer opened to her. */
export function offeredCards(saved: readonly SavedCardRow[], { kind }: Shopper, today: Day): OfferedCard[] {
	return saved
		.filter((card) => card.isActive && !hasExpired(card, today) && (kind !== 'rep' || card.repLimitMinor !== null))
		.map(({ paymentMethodId, brand, lastFour, expiresMonth, expiresYear, repLimitMinor }) => ({
			...{ paymentMethodId, brand, lastFour, repLimitMinor },
			expires: `${String(expiresMonth).padStart(2, '0')}/${String(expiresYear).slice(-2)}`,
		}))
}
