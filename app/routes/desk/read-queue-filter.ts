import type { QueueFilter } from '../../../db/queries/queue.ts'
import { idIn, textIn } from './read-form.ts'

/** The list as its address asks for it; anything unknown counts as not said. */
export function readQueueFilter(search: URLSearchParams, limit = 40): QueueFilter {
	const after = textIn(search, 'after')
	return {
		text: textIn(search, 'q').slice(0, 100) || null,
		queueId: idIn(search, 'queue'),
		after: /^20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z~[1-9]\d{0,14}$/.test(after) ? after : null,
		limit,
	}
}
