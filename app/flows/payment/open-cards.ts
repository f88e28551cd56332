import type { Db } from '../../../db/client.server.ts'
import { readSavedCards, type SavedCardRow } from '../../../db/queries/saved-card.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { hasExpired, mayKeepCards, mayPutBack } from '../../engine/order/change-cards.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type OfferedCard, offeredCards } from './load-offered.ts'

export type ShownCard = Pick<SavedCardRow, 'id' | 'brand' | 'lastFour' | 'expiresMonth' | 'expiresYear' | 'repLimitMinor' | 'isDefault'> & {
	isExpired: boolean
}

/** `removed`: the one that was taken away last and can still be put back. */
export type OpenedCards = { cards: ShownCard[]; offered: OfferedCard[]; removed: ShownCard | null; mayChange: boolean; currency: string; isRep: boolean }

/** A person's saved cards; a rep sees those that the buyer opened to her, and changes none. One statement. Null: a guest. */
export async function openCards(db: Db, shopper: Shopper, at: Date): Promise<OpenedCards | null> {
	const { account, contactId, kind, seller } = shopper
	if (account.accountId === null || contactId === null) return null
	const saved = await readSavedCards(db, { accountId: account.accountId, contactId })
	const today = dayIn(at, seller.timeZone)
	const shown = (card: SavedCardRow): ShownCard => {
		const { id, brand, lastFour, expiresMonth, expiresYear, repLimitMinor, isDefault } = card
		return { id, brand, lastFour, expiresMonth, expiresYear, repLimitMinor, isDefault, isExpired: hasExpired(card, today) }
	}
	const isRep = kind === 'rep'
	const mayChange = mayKeepCards(shopper)
	const [removed] = saved.filter((card) => mayPutBack(card, at)).sort((a, b) => Number(b.removedAt) - Number(a.removedAt))
	return {
		...{ isRep, mayChange, currency: account.currency },
		cards: saved.filter((card) => card.isActive && (!isRep || card.repLimitMinor !== null)).map(shown),
		offered: offeredCards(saved, shopper, today),
		removed: removed && mayChange ? shown(removed) : null,
	}
}
