/** One language of a send. */
export type SendText = { subject: string; preheader: string; heading: string; body: string; button: string }

const fields = ['subject', 'preheader', 'heading', 'body', 'button'] as const

/** The text of a send in a language, else in English; null when neither is complete. `content` is as stored: one entry per locale. */
export function sendTextOf(content: unknown, locale: string): SendText | null {
	if (typeof content !== 'object' || content === null) return null
	const texts = content as Record<string, unknown>
	return complete(texts[locale]) ?? complete(texts['en'])
}

function complete(text: unknown): SendText | null {
	if (typeof text !== 'object' || text === null) return null
	const given = text as Record<string, unknown>
	const has = fields.every((field) => typeof given[field] === 'string' && given[field] !== '')
	return has ? (given as SendText) : null
}
