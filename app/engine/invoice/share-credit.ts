/** A delivery as credit sees it: what of its price was paid by card ahead of the invoice, and what of it shipped before. */
export type CreditQuestion = {
	groupCardMinor: number
	orderCardMinor: number
	shippedBeforeMinor: number
	valueMinor: number
	lapsedMinor: number
	/** What the order still holds; null: it never drew on credit. */
	reservedMinor: number | null
	invoice: { totalMinor: number; reach: 'shipment' | 'group' | 'order' } | null
}

export type CreditShift = { reservedLess: number; unbilledMore: number; openMore: number }

/**
 * How credit follows the goods (commerce-engine.md section 8): what ships moves from reserved to unbilled, what is
 * invoiced to open invoices; a card pays the first goods of its delivery, and what it paid was never owed. Law: the sum of
 * the three never rises.
 */
export function shareCredit(question: CreditQuestion): CreditShift {
	const { groupCardMinor, orderCardMinor, shippedBeforeMinor, valueMinor, lapsedMinor, reservedMinor, invoice } = question
	if (reservedMinor === null) return { reservedLess: 0, unbilledMore: 0, openMore: 0 }
	const onTerms = (amountMinor: number, cardMinor: number) => amountMinor - Math.min(Math.max(0, cardMinor), amountMinor)
	const shippedMinor = Math.min(reservedMinor, onTerms(valueMinor, groupCardMinor - shippedBeforeMinor))
	const cardLeftMinor = Math.max(0, groupCardMinor - shippedBeforeMinor - valueMinor)
	const lapsedOnTerms = Math.min(reservedMinor - shippedMinor, onTerms(lapsedMinor, cardLeftMinor))
	if (!invoice) return { reservedLess: shippedMinor + lapsedOnTerms, unbilledMore: shippedMinor, openMore: 0 }
	if (invoice.reach === 'shipment') return { reservedLess: shippedMinor + lapsedOnTerms, unbilledMore: 0, openMore: shippedMinor }
	const openMore = onTerms(invoice.totalMinor, invoice.reach === 'group' ? groupCardMinor : orderCardMinor)
	return { reservedLess: shippedMinor + lapsedOnTerms, unbilledMore: shippedMinor - openMore, openMore }
}
