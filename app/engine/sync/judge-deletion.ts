/** So many at one go are always asked about; fewer only where they are an unusual share, and a handful never. */
export const deletionLimits = { always: 500, least: 10, share: 5 } as const

/**
 * Whether a deletion goes on to the other side, or first waits for a person's word (sync-core.md B11). `gone`: linked records that it took at one
 * go; `linked`: links that there were. More than a fifth of at least ten, or five hundred, is more likely a mistake than a wish.
 */
export function judgeDeletion({ gone, linked }: { gone: number; linked: number }): 'spreads' | 'asks' {
	const { always, least, share } = deletionLimits
	return gone >= always || (gone >= least && gone * share > linked) ? 'asks' : 'spreads'
}
