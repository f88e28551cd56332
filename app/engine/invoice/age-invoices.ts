import { type Day, daysBetween } from '../base/calendar.ts'

/** Totals and settled amounts of a credit note are negative. */
export type OpenInvoice = { invoiceId: number; kind: 'invoice' | 'credit_note'; dueOn: Day; issuedOn: Day; totalMinor: number; settledMinor: number }

export const AGE_BUCKETS = ['current', 'days1to30', 'days31to60', 'days61to90', 'over90'] as const
export type AgeBucket = (typeof AGE_BUCKETS)[number]

export type Ageing = { buckets: Record<AgeBucket, number>; openMinor: number; overdueMinor: number; oldestOverdueDays: number; creditMinor: number }

/** An invoice is current through its due day; the day after it is one day overdue. */
export function bucketOf(dueOn: Day, today: Day): AgeBucket {
	const days = daysBetween(dueOn, today)
	if (days <= 0) return 'current'
	if (days <= 30) return 'days1to30'
	if (days <= 60) return 'days31to60'
	return days <= 90 ? 'days61to90' : 'over90'
}

/** What is open by age, minor units of one currency. Credit notes not yet netted stand apart in `creditMinor`, positive. */
export function ageInvoices(invoices: readonly OpenInvoice[], today: Day): Ageing {
	const buckets: Record<AgeBucket, number> = { current: 0, days1to30: 0, days31to60: 0, days61to90: 0, over90: 0 }
	let creditMinor = 0
	let oldestOverdueDays = 0
	for (const { kind, dueOn, totalMinor, settledMinor } of invoices) {
		const openMinor = totalMinor - settledMinor
		if (kind === 'credit_note') creditMinor -= openMinor
		else if (openMinor > 0) {
			buckets[bucketOf(dueOn, today)] += openMinor
			oldestOverdueDays = Math.max(oldestOverdueDays, daysBetween(dueOn, today))
		}
	}
	const openMinor = AGE_BUCKETS.reduce((sum, bucket) => sum + buckets[bucket], 0)
	return { buckets, openMinor, overdueMinor: openMinor - buckets.current, oldestOverdueDays, creditMinor }
}
