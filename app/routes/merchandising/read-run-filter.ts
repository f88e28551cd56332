import type { RunFilter } from '../../../db/queries/import-room.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

const modes = ['trial', 'import', 'export'] as const
const states = ['queued', 'running', 'finished', 'stopped', 'failed'] as const

/** What the address of the list asks for. */
export function readRunFilter(request: Request, limit: number): RunFilter {
	const { searchParams } = new URL(request.url)
	return {
		search: textIn(searchParams, 'q').slice(0, 100),
		mode: oneOf(modes, searchParams.get('mode')),
		state: oneOf(states, searchParams.get('state')),
		after: idIn(searchParams, 'after'),
		limit,
	}
}
