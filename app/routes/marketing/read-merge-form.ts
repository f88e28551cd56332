import type { MergeQuery } from '../../flows/merge/open-merges.ts'
import { peopleObjects } from '../../ui/sync/merge-room.tsx'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

export const objectOf = (text: unknown) => oneOf(peopleObjects, text)

const words = (search: URLSearchParams, name: string) => textIn(search, name).replaceAll('\0', '').slice(0, 300) || null

export const readDuplicateQuery = (search: URLSearchParams, limit = 20) => ({
	...{ object: objectOf(search.get('object')) ?? ('prospect' as const), text: words(search, 'q'), after: words(search, 'after'), limit },
})

export const readMergeQuery = (search: URLSearchParams, limit = 40): MergeQuery => ({
	...{ object: objectOf(search.get('object')), text: words(search, 'q'), after: idIn(search, 'after'), limit },
})

/** `keep:title` = loser: what a person chose otherwise. */
export function readChosen(form: FormData): Record<string, 'winner' | 'loser'> {
	const chosen: Record<string, 'winner' | 'loser'> = {}
	for (const [name, value] of form) {
		const keeper = oneOf(['winner', 'loser'], value)
		if (name.startsWith('keep:') && keeper && /^keep:[a-z_]{1,40}$/.test(name)) chosen[name.slice(5)] = keeper
	}
	return chosen
}
