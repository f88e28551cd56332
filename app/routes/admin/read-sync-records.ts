import type { RecordQuery } from '../../flows/sync/open-records.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

const states = ['active', 'archived', 'held', 'conflict', 'never'] as const

/** The list as its address, or the form that acts on it, asks for it; anything unknown counts as not said. */
export function readRecordQuery(search: URLSearchParams | FormData, limit = 40): RecordQuery {
	const text = textIn(search, 'q').replaceAll('\0', '').slice(0, 100)
	return { objectMapId: idIn(search, 'object'), state: oneOf(states, search.get('state')), text: text || null, after: idIn(search, 'after'), limit }
}
