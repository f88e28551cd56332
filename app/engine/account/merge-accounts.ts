import { type Refusal, refusal } from '../base/refusal.ts'

export type MergeCredit = { currency: string; limitMinor: number; openInvoiceMinor: number; unbilledMinor: number; reservedMinor: number }
export type MergeSide = {
	id: number
	number: string
	currency: string
	mergedIntoId: number | null
	/** She and her one contact are one: nobody else can stand there. */
	isPerson: boolean
	/** Every account above it, any depth. */
	ancestorIds: readonly number[]
	/** Null: itself. */
	billToAccountId: number | null
	credit: MergeCredit | null
	locations: readonly { id: number; code: string; isDefault: boolean }[]
}
export type MergeFacts = {
	winner: MergeSide
	loser: MergeSide
	/** Card payments of the loser that are neither done nor given up. */
	openPayments: number
	/** Events of the loser that somebody still waits for. */
	undelivered: number
	/** Whether both hold a lead that is worked on: an account has one at most, and which goes on is for a person to say. */
	bothHaveLeads: boolean
}
export type MergePlan = { locations: { id: number; code: string; isDefault: boolean }[]; credit: MergeCredit | null }

const billsTo = ({ id, billToAccountId }: MergeSide) => billToAccountId ?? id
const used = ({ openInvoiceMinor, unbilledMinor, reservedMinor }: MergeCredit) => openInvoiceMinor + unbilledMinor + reservedMinor

/** Why two accounts cannot become one (decision 0436); nothing where they can. All reasons at once. */
export function refuseAccountMerge({ winner, loser, openPayments, undelivered, bothHaveLeads }: MergeFacts): Refusal[] {
	if (winner.id === loser.id) return [refusal('MERGE_SAME')]
	if (winner.mergedIntoId !== null || loser.mergedIntoId !== null) return [refusal('MERGE_DONE')]
	const credit = uniteCredit(winner, loser)
	return [
		...(winner.currency === loser.currency && (!winner.credit || !loser.credit || winner.credit.currency === loser.credit.currency)
			? []
			: [refusal('MERGE_CURRENCY', { winner: winner.currency, loser: loser.currency })]),
		...(winner.isPerson ? [refusal('MERGE_PERSON', { number: winner.number })] : []),
		...(winner.ancestorIds.includes(loser.id) ? [refusal('MERGE_ANCESTOR', { number: loser.number })] : []),
		...(isBilledApart(winner, loser) ? [refusal('MERGE_BILL_TO', { number: loser.number })] : []),
		...(credit && used(credit) > credit.limitMinor && loser.credit && used(loser.credit) > 0
			? [refusal('MERGE_CREDIT_SHORT', { usedMinor: used(credit), limitMinor: credit.limitMinor, currency: credit.currency })]
			: []),
		...(openPayments > 0 ? [refusal('MERGE_OPEN_PAYMENT', { count: openPayments })] : []),
		...(undelivered > 0 ? [refusal('MERGE_UNDELIVERED', { count: undelivered })] : []),
		...(bothHaveLeads ? [refusal('MERGE_LEADS')] : []),
	]
}

/** What the loser owes stands with whom it bills to; moved, it would be sought with whom the winner bills to. */
const isBilledApart = (winner: MergeSide, loser: MergeSide) => {
	const [own, other] = [billsTo(loser), billsTo(winner)]
	if (own === other) return false
	return own !== loser.id || other !== winner.id
}

/** The winner's limit, and what both use of it. A limit is a decision about a company, so it is not added up. */
function uniteCredit(winner: MergeSide, loser: MergeSide): MergeCredit | null {
	if (!loser.credit) return winner.credit
	const own = winner.credit ?? { currency: loser.credit.currency, limitMinor: 0, openInvoiceMinor: 0, unbilledMinor: 0, reservedMinor: 0 }
	return {
		...own,
		openInvoiceMinor: own.openInvoiceMinor + loser.credit.openInvoiceMinor,
		unbilledMinor: own.unbilledMinor + loser.credit.unbilledMinor,
		reservedMinor: own.reservedMinor + loser.credit.reservedMinor,
	}
}

/** What is changed on the way: codes of the loser's locations that the winner has, one default, one credit line. */
export function planAccountMerge({ winner, loser }: Pick<MergeFacts, 'winner' | 'loser'>): MergePlan {
	const taken = new Set([...winner.locations, ...loser.locations].map(({ code }) => code))
	const held = new Set(winner.locations.map(({ code }) => code))
	const hasDefault = winner.locations.some(({ isDefault }) => isDefault)
	const locations = [...loser.locations]
		.sort((a, b) => a.id - b.id)
		.flatMap(({ id, code, isDefault }) => {
			const free = held.has(code) ? nextFree(code, taken) : code
			taken.add(free)
			const stays = isDefault && !hasDefault
			return free === code && stays === isDefault ? [] : [{ id, code: free, isDefault: stays }]
		})
	return { locations, credit: uniteCredit(winner, loser) }
}

function nextFree(code: string, taken: ReadonlySet<string>): string {
	let place = 2
	while (taken.has(`${code}-${place}`)) place++
	return `${code}-${place}`
}

export type CreditFigures = Pick<MergeCredit, 'openInvoiceMinor' | 'unbilledMinor' | 'reservedMinor'>
export type ReturnFacts = {
	/** Since the merge, with their parts. */
	days: number
	isUndone: boolean
	isWinnerMerged: boolean
	/** How many records came to be since that hang on both sides at once: they cannot go with either. */
	mixed: number
	openPayments: number
	undelivered: number
}

/** So long a merge can be taken back (sync-core.md B11). */
export const undoDays = 30

/** Why one account cannot become two again; nothing where it can. All reasons at once. */
export function refuseAccountReturn({ days, isUndone, isWinnerMerged, mixed, openPayments, undelivered }: ReturnFacts): Refusal[] {
	if (isUndone) return [refusal('MERGE_UNDONE')]
	if (days > undoDays) return [refusal('MERGE_TOO_OLD', { days: undoDays })]
	return [
		...(isWinnerMerged ? [refusal('MERGE_WINNER_MERGED')] : []),
		...(mixed > 0 ? [refusal('MERGE_MIXED', { count: mixed })] : []),
		...(openPayments > 0 ? [refusal('MERGE_OPEN_PAYMENT', { count: openPayments })] : []),
		...(undelivered > 0 ? [refusal('MERGE_UNDELIVERED', { count: undelivered })] : []),
	]
}

const figures = ['openInvoiceMinor', 'unbilledMinor', 'reservedMinor'] as const

/**
 * The loser's part of the united credit line: what it had, and what its own documents moved since (`stood` and `now` are their sums). The winner
 * keeps the rest, so the parts sum to the line; neither is below nothing.
 */
export function divideCredit({ line, had, stood, now }: { line: CreditFigures; had: CreditFigures; stood: CreditFigures; now: CreditFigures }): {
	winner: CreditFigures
	loser: CreditFigures
} {
	const part = (name: (typeof figures)[number]) => Math.min(line[name], Math.max(0, had[name] + now[name] - stood[name]))
	const loser = { openInvoiceMinor: part('openInvoiceMinor'), unbilledMinor: part('unbilledMinor'), reservedMinor: part('reservedMinor') }
	const rest = (name: (typeof figures)[number]) => line[name] - loser[name]
	return { loser, winner: { openInvoiceMinor: rest('openInvoiceMinor'), unbilledMinor: rest('unbilledMinor'), reservedMinor: rest('reservedMinor') } }
}
