import type { AlertRow } from '../../../db/queries/desk.ts'
import type { AlertInputs } from '../crm/types.ts'

/** Instants of a stored document are text. */
type Stored<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Stored<T[K]> } : T

const templates = { 'nba1.offer': 'offer', 'nba1.terms': 'terms', 'nba1.plain': 'plain' } as const

/** An alert as its card shows it: what was decided and every fact it was decided from; names of promotions in the reader's language. */
export function readAlert(row: AlertRow, locale: string) {
	const { facts, offers, suggestions, call, templateKey, termsDays } = row.inputs as Stored<AlertInputs>
	const { cart, touch } = facts
	return {
		id: row.id,
		status: row.status,
		template: templates[templateKey],
		accountId: row.accountId,
		accountName: row.accountName,
		contactId: row.contactId,
		contactName: row.contactName ?? facts.contact.name,
		contactPhone: row.contactPhone,
		ownerName: row.ownerName,
		createdAt: row.createdAt,
		touch: touch && { campaignName: touch.campaignName, confirmedAt: touch.confirmedAt },
		cart: {
			lines: cart.lines.map(({ name, quantity }) => ({ name, quantity })),
			...{ totalMinor: cart.totalMinor, currency: cart.currency, lastChangedAt: cart.lastChangedAt },
			quietAfterMinutes: facts.quietAfterMinutes,
		},
		offers: offers
			.filter(({ kind }) => kind !== 'terms')
			.map(({ promotionId, names, acts }) => ({ promotionId, name: names[locale] ?? names['en'] ?? '', acts })),
		termsDays,
		baseTermsDays: facts.baseTermsDays,
		suggestions: suggestions.slice(0, 6).map(({ productId, name, accounts, promotionIds }) => ({
			productId,
			name,
			accounts: accounts.map((account) => account.name),
			isOffered: promotionIds.length > 0,
		})),
		call: { ...call, zone: facts.callHours.zone },
	}
}
