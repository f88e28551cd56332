import type { AlertRow } from '../../../db/queries/desk.ts'
import type { AlertInputs, DormantInputs, ReorderInputs } from '../crm/types.ts'

/** Instants of a stored document are text. */
type Stored<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Stored<T[K]> } : T

const templates = { 'nba1.offer': 'offer', 'nba1.terms': 'terms', 'nba1.plain': 'plain' } as const

/** What every card has, whatever its rule. */
function headOf(row: AlertRow) {
	const { id, status, accountId, accountName, contactId, contactName, contactPhone, ownerName, createdAt } = row
	return { id, status, accountId, accountName, contactId, contactName: contactName ?? accountName, contactPhone, ownerName, createdAt }
}

const nothing = {
	touch: null,
	cart: null,
	offers: [],
	termsDays: null,
	baseTermsDays: null,
	suggestions: [],
	interests: [],
	rhythm: null,
	away: null,
	call: null,
}

/** An alert as its card shows it: what was decided and every fact it was decided from; names of promotions in the reader's language. */
export function readAlert(row: AlertRow, locale: string) {
	if (row.rule === 'NBA-2') return readReorder(row)
	return row.rule === 'NBA-3' ? readDormant(row) : readQuietCart(row, locale)
}

function readReorder(row: AlertRow) {
	const { everyDays, lastOn, usual } = row.inputs as Stored<ReorderInputs>
	return { ...nothing, ...headOf(row), rule: 'nba2' as const, template: 'reorder' as const, rhythm: { everyDays, lastOn, usual: [...usual] } }
}

function readDormant(row: AlertRow) {
	const { days, lastSignedInAt, revenueMinor, currency } = row.inputs as Stored<DormantInputs>
	return {
		...nothing,
		...headOf(row),
		rule: 'nba3' as const,
		template: 'dormant' as const,
		away: { days, lastOn: lastSignedInAt.slice(0, 10), revenueMinor, currency },
	}
}

function readQuietCart(row: AlertRow, locale: string) {
	// An alert of before interests were told has none.
	const {
		facts,
		offers,
		suggestions,
		interests = [],
		call,
		templateKey,
		termsDays,
	} = row.inputs as Stored<AlertInputs> & { interests?: Stored<AlertInputs>['interests'] }
	const { cart, touch } = facts
	return {
		...{ ...nothing, ...headOf(row), rule: 'nba1' as const, template: templates[templateKey], contactName: row.contactName ?? facts.contact.name },
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
		interests: interests.map(({ productId, name, times }) => ({ productId, name, times })),
		call: { ...call, zone: facts.callHours.zone },
	}
}
