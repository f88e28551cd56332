import { idIn, wordIn } from '../../ui/people/read-people-form.ts'

/** The list of sends as its address asks for it; anything unknown counts as not said. */
export const readSendFilter = (search: URLSearchParams, limit = 40) => ({
	text: wordIn(search, 'q', 100) || null,
	after: idIn(wordIn(search, 'after', 15)),
	limit,
})
