import type { SyncValue } from '../../../engine/sync/types.ts'
import { languageOf } from '../../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../../platform/locale.ts'

/** What a task is called, in the language of whose it is: the house's own are known by a word of ours, others are called as somebody wrote them. */
export function tellTask({ facts, locale, ...values }: Record<string, SyncValue>): Record<string, SyncValue> {
	const { subject } = values
	if (typeof subject !== 'string') return values
	const key = `desk:tasks.subject.${subject.replaceAll('.', '_')}`
	const words = languageOf(isLocale(locale) ? locale : defaultLocale)
	return { ...values, subject: words.exists(key) ? words.t(key, JSON.parse(String(facts ?? '{}')) as Record<string, unknown>).trim() : subject }
}
