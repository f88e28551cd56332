import type { RemedyAct } from '../../engine/sync/plan-remedy.ts'
import type { ErrorQuery } from '../../flows/sync/open-sync-errors.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

/** The list as its address asks for it; anything unknown counts as not said. */
export function readErrorQuery(search: URLSearchParams, limit = 40): ErrorQuery {
	const [group, code] = [textIn(search, 'group'), textIn(search, 'code')]
	return {
		group: /^[0-9a-f]{32}$/.test(group) ? group : null,
		code: /^[A-Z_]{1,80}$/.test(code) ? code : null,
		text: textIn(search, 'q').replaceAll('\0', '').slice(0, 100) || null,
		...{ after: idIn(search, 'after'), runId: idIn(search, 'run'), limit },
	}
}

/** Which cause, and what is done about it; null: nothing that is known. */
export function readRemedyForm(form: FormData): { group: string; remedy: RemedyAct } | null {
	const group = textIn(form, 'group')
	const act = oneOf(['retry', 'edit', 'blank', 'map', 'truncate', 'fallback', 'unfreeze', 'rest', 'again', 'allow_duplicate', 'link'], form.get('act'))
	if (!/^[0-9a-f]{32}$/.test(group) || !act) return null
	if (act === 'link') {
		const [error, candidate] = [idIn(form, 'error'), textIn(form, 'candidate')]
		return error && /^[\w-]{1,80}:[\w-]{1,80}$/.test(candidate) ? { group, remedy: { act, error, candidate } } : null
	}
	const value = textIn(form, 'value').replaceAll('\0', '').slice(0, 2000)
	return { group, remedy: act === 'edit' || act === 'map' || act === 'fallback' ? { act, value } : { act } }
}
