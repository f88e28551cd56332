import { type Fields, holds, type Predicate } from '../base/predicate.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { type Words, wordIn } from './custom-fields.ts'

export type ValidationRule = { name: string; predicate: Predicate; messages: Words; exemptsSync: boolean }

/** Who writes: a person in a room, a machine by its key, or the sync for the other side. */
export type Writer = 'person' | 'api' | 'sync'

/**
 * What the house's rules say to a record as it would stand: each rule whose predicate holds refuses, in its own words
 * (sync-core.md A36). A rule that exempts the sync does not judge what the sync writes.
 */
export function validateRecord(rules: readonly ValidationRule[], fields: Fields, { by, locale }: { by: Writer; locale: string }): Refusal[] {
	return rules
		.filter(({ exemptsSync, predicate }) => !(by === 'sync' && exemptsSync) && holds(predicate, fields))
		.map(({ name, messages }) => refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', { rule: name, message: wordIn(messages, locale) }))
}
