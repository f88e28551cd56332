import type { i18n } from 'i18next'
import type { SyncValue } from '../../../engine/sync/types.ts'
import { languageOf } from '../../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../../platform/locale.ts'

type Facts = { count?: number; kinds?: readonly { kind: string; times: number }[]; names?: readonly string[]; more?: number }

/** What a task is called, in the language of whose it is: the house's own are known by a word of ours, others are called as somebody wrote them. What somebody did on a day says it line by line. */
export function tellTask({ facts, locale, is_log, ...values }: Record<string, SyncValue>): Record<string, SyncValue> {
	const { subject } = values
	if (typeof subject !== 'string') return values
	const key = `desk:tasks.subject.${subject.replaceAll('.', '_')}`
	const words = languageOf(isLocale(locale) ? locale : defaultLocale)
	const said = JSON.parse(String(facts ?? '{}')) as Facts
	const description = is_log === true ? linesOf(words, said) : null
	return { ...values, subject: words.exists(key) ? words.t(key, said).trim() : subject, description }
}

/** Of whom it was forgotten nothing is said, and the other system is told so. */
function linesOf(words: i18n, { kinds = [], names = [], more = 0 }: Facts): string {
	const done = kinds.map(({ kind, times }) => words.t('desk:tasks.did', { what: words.t(`people:activity.${kind.replaceAll('.', '_')}`), times }))
	const rest = more > 0 ? [words.t('desk:tasks.alsoLooked', { more })] : []
	return [...done, ...names, ...rest].join('\n') || '–'
}
