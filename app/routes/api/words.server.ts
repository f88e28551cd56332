import type { Fact, Refusal } from '../../engine/base/refusal.ts'
import type { House } from '../../platform/house.ts'
import { fixedT, languageOf } from '../../platform/i18n.server.ts'
import type { Locale } from '../../platform/locale.ts'
import { problem } from '../../platform/responses.ts'
import { formatFacts } from '../../ui/format/refusal-text.ts'

export type WordedRefusal = Refusal & { message: string; remedy?: string; pointer?: string }
type Words = { locale: Locale; currency: string; rows?: string | undefined }

function textOf(locale: Locale, key: string, facts: Record<string, Fact>): string | null {
	return languageOf(locale).exists(key, { ns: 'refusals' }) ? fixedT(locale, 'refusals')(key, facts) : null
}

/** Refusals in the asker's language, each with the place in the body that it speaks of. */
export function refusalsInWords(refusals: readonly Refusal[], { locale, currency, rows }: Words): WordedRefusal[] {
	return refusals.map((refusal) => {
		const { code, facts, line } = refusal
		const shown = formatFacts(facts, currency, locale)
		const remedy = textOf(locale, `remedy.${facts['liftedBy'] ?? code}`, shown)
		const place = rows && line !== undefined && line > 0 ? { pointer: `/${rows}/${line - 1}` } : {}
		return { ...refusal, message: textOf(locale, code, shown) ?? code, ...(remedy ? { remedy } : {}), ...place }
	})
}

type More = { refusals?: readonly unknown[]; more?: Record<string, unknown> }

/** Problem details (RFC 9457) in words: what `code` means in the asker's language. */
export function says(house: House, locale: Locale, status: number, code: string, facts: Record<string, Fact> = {}, more: More = {}): Response {
	const [only] = (more.refusals ?? []) as readonly Partial<WordedRefusal>[]
	const title = (only?.code === code ? only.message : null) ?? textOf(locale, code, facts) ?? code
	return problem({ status, code, requestId: house.requestId, title, ...more, headers: { 'Content-Language': locale } })
}
