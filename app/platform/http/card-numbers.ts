import { holdsCardNumber } from '../../engine/base/card-number.ts'

/** The code of the refusal, and what the page that says so is given. */
export const cardNumberWritten = 'CARD_NUMBER_WRITTEN'

/** Whether an address, in its path, its query or its fragment, has a card number in it. */
export function isCardInAddress(url: URL): boolean {
	return [url.pathname, url.search].some((part) => holdsCardNumber(unescaped(part.replaceAll('+', ' ')))) || holdsCardNumber(url.href)
}

function unescaped(text: string): string {
	try {
		return decodeURIComponent(text)
	} catch {
		return text
	}
}

/** Whether any name or value of a form or of JSON, or a text that is neither, holds a card number. */
export function isCardInText(text: string, type: string | null): boolean {
	if (type?.startsWith('application/x-www-form-urlencoded')) return [...new URLSearchParams(text)].some((field) => field.some(holdsCardNumber))
	return holdsCardNumber(text) || meaningOf(text).some(holdsCardNumber)
}

/** What a JSON text means: digits may be written as escapes. */
function meaningOf(text: string): string[] {
	if (!text.includes('\\u')) return []
	const meant: string[] = []
	try {
		JSON.parse(text, (name, value: unknown) => {
			meant.push(name, String(value))
			return value
		})
	} catch {
		return []
	}
	return meant
}

/** Whether a field beside the files of a form, its name or a file's name holds one. What is in a file is the import's to read. */
export function isCardInParts(body: Buffer, type: string): boolean {
	const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1]
	if (!boundary) return false
	let start = body.indexOf(`--${boundary}`)
	while (start !== -1) {
		const end = body.indexOf(`--${boundary}`, start + boundary.length + 2)
		const headEnd = body.indexOf('\r\n\r\n', start)
		if (headEnd === -1 || end === -1) return false
		const head = body.toString('utf8', start, headEnd)
		if (holdsCardNumber(head.slice(boundary.length + 2)) || (!/filename/i.test(head) && holdsCardNumber(body.toString('utf8', headEnd, end)))) return true
		start = end
	}
	return false
}
