/** What asks for the picture of a mail, as far as the asking shows. */
export type OpenSign = {
	/** When the mail had left; null while it is still on its way out of the house. */
	sentAt: Date | null
	at: Date
	userAgent: string
	/** It asks for the bytes, not for their size alone. */
	takesBytes: boolean
	/** It says itself that it fetches ahead of somebody's wish. */
	isAhead: boolean
}

/** A filter at the mail server looks at once; nobody reads so fast. */
export const scannerSeconds = 10

/** Apple's mail privacy names itself so and nothing else; Gmail looks ahead as an Edge of 2015, which nobody uses any more. */
const fetchesAhead = [/^Mozilla\/5\.0$/, /Chrome\/42\.0\.2311\.135 Safari\/537\.36 Edge\/12\.246/]

/** Filters, previews and programs. The proxies of Gmail and Yahoo are not among them: they ask when their reader opens the mail. */
const programs =
	/bot\b|crawl|spider|scan|preview|prefetch|headless|curl|wget|python|java\/|libwww|go-http-client|okhttp|axios|node-fetch|barracuda|proofpoint|mimecast|symantec|trendmicro|fireeye|forcepoint|sophos|safelinks|microsoft office protection/i

/**
 * Whether a program rather than a person loaded the picture of a mail (sync-core.md B14: the first open only). A hint and no
 * more: what looks like a person may be her mail program, so an open confirms, scores and decides nothing.
 */
export function isMachineOpen({ sentAt, at, userAgent, takesBytes, isAhead }: OpenSign): boolean {
	if (sentAt === null || at.getTime() - sentAt.getTime() < scannerSeconds * 1000) return true
	const name = userAgent.trim()
	return !takesBytes || isAhead || name === '' || fetchesAhead.some((known) => known.test(name)) || programs.test(name)
}
