/**
 * What of a person's day is told to sales (sync-core.md B15). `kinds`: what she does of her own accord before she buys; what sales records of her comes by itself.
 * `days`: a week without a worker is made up for, what is older is history. `names`: more than anybody reads before a call.
 */
export const engagementRule = {
	kinds: ['page.viewed', 'mail.opened', 'campaign.touch_confirmed', 'redirect.clicked', 'form.succeeded', 'file.opened', 'product.viewed', 'search.performed'],
	days: 7,
	names: 10,
} as const
