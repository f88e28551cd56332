/** What the person saw, as the page wrote it into its form; null when it is not there or not readable: then today's prices count. */
export type SeenForm = { hash: string; totalMinor: number; lines: readonly { sequence: number; unitPriceMicros: bigint | null }[] }

export type PlaceForm = {
	cartId: number
	version: number
	method: 'po' | 'card'
	poNumber: string
	cardPartMinor: number
	paymentMethodId: string | null
	/** She wants the card offered again. */
	keepsCard: boolean
	seen: SeenForm | null
	consentedHash: string | null
	idempotencyKey: string
}

const MOST_PO = 60

const textOf = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim() : ''
}
const wholeOf = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : 0)

/** '17.750000' in micros; the page always writes six digits. */
function microsOf(text: unknown): bigint | null {
	return typeof text === 'string' && /^\d{1,12}\.\d{6}$/.test(text) ? BigInt(text.replace('.', '')) : null
}

function readSeen(json: string): SeenForm | null {
	try {
		const seen = JSON.parse(json) as { hash?: unknown; totalMinor?: unknown; lines?: unknown } | null
		if (!seen || typeof seen.hash !== 'string' || !Number.isSafeInteger(seen.totalMinor) || !Array.isArray(seen.lines)) return null
		const lines = seen.lines.map((line: unknown) => {
			const [sequence, unitPrice] = Array.isArray(line) ? line : []
			return { sequence: Number(sequence), unitPriceMicros: microsOf(unitPrice) }
		})
		return { hash: seen.hash, totalMinor: Number(seen.totalMinor), lines }
	} catch {
		return null
	}
}

/** A card is only ever an id of the processor; anything else, a typed number above all, is not taken and goes nowhere. */
function cardOf(form: FormData): string | null {
	const chosen = textOf(form, 'card')
	const id = chosen === '' || chosen === 'new' ? textOf(form, 'paymentMethodId') : chosen
	return /^pm_\w{3,100}$/.test(id) ? id : null
}

/** The form that places an order. A PO number that is too long is refused by name, never cut. */
export function readPlaceForm(form: FormData): { wish: PlaceForm; refusals: { code: string; facts: Record<string, number> }[] } {
	const poNumber = textOf(form, 'poNumber')
	const cartId = wholeOf(textOf(form, 'cartId'))
	const version = wholeOf(textOf(form, 'version').slice(0, 9))
	const method = textOf(form, 'method') === 'card' ? ('card' as const) : ('po' as const)
	const wish = {
		...{ cartId, version, method, poNumber },
		cardPartMinor: wholeOf(textOf(form, 'cardPartMinor')),
		paymentMethodId: cardOf(form),
		keepsCard: textOf(form, 'keepsCard') === 'yes',
		seen: readSeen(textOf(form, 'seen')),
		consentedHash: textOf(form, 'consent').slice(0, 100) || null,
		// The same version of the same cart is one order, however often and from however many tabs it is sent.
		idempotencyKey: `cart:${cartId}:${version}`,
	}
	return { wish, refusals: poNumber.length > MOST_PO ? [{ code: 'PO_TOO_LONG', facts: { most: MOST_PO } }] : [] }
}

/** Tax and total as the page that was sent had them: what a new tax is compared with. Null when they are not there. */
export function readBefore(form: FormData): { taxMinor: number; totalMinor: number } | null {
	const [tax, total] = [textOf(form, 'shownTax'), textOf(form, 'shownTotal')]
	return /^\d{1,15}$/.test(tax) && /^\d{1,15}$/.test(total) ? { taxMinor: Number(tax), totalMinor: Number(total) } : null
}
