import { idIn, wordIn } from '../people/read-people-form.ts'

/** The list of programmes as its address asks for it. */
export function readProgrammeFilter(search: URLSearchParams, limit = 50) {
	return {
		text: wordIn(search, 'q', 100) || null,
		state: (['draft', 'running', 'paused'] as const).find((one) => one === search.get('state')) ?? null,
		after: idIn(wordIn(search, 'after', 15)),
		limit,
	}
}

/** The people of a programme as the address asks for them. */
export function readWalkFilter(search: URLSearchParams, limit = 50) {
	return {
		text: wordIn(search, 'q', 100) || null,
		state: (['going', 'done', 'left'] as const).find((one) => one === search.get('state')) ?? null,
		step: wordIn(search, 'step', 20) || null,
		after: idIn(wordIn(search, 'after', 15)),
		limit,
	}
}
