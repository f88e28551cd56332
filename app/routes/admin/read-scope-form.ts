import type { DryChange } from '../../flows/sync-list/types.ts'
import type { ScopeAct } from '../../flows/sync-setup/change-scope.ts'
import type { Tried } from '../../flows/sync-setup/open-scope.ts'
import { readConditions } from '../../ui/crm/read-conditions.ts'
import { idIn, oneOf } from '../desk/read-form.ts'

const policies = ['create', 'match_only', 'never'] as const
const mostSources = 100

/** `policy:crm:form` = `match_only`; what says `create` needs no line. */
function readPolicies(form: FormData, side: 'crm' | 'ma') {
	const lines = [...form.entries()].filter(([name]) => name.startsWith(`policy:${side}:`)).slice(0, mostSources)
	return Object.fromEntries(
		lines.flatMap(([name, value]) => {
			const [policy, source] = [oneOf(policies, value), name.slice(`policy:${side}:`.length)]
			return policy && policy !== 'create' && source !== '' && source.length <= 80 ? [[source, policy]] : []
		}),
	)
}

/** What an administrator wants of one mapping; null: nothing that is known. */
export function readScopeForm(form: FormData): { objectMapId: number; wish: ScopeAct } | null {
	const [objectMapId, act] = [idIn(form, 'object'), oneOf(['who', 'filter', 'backfill'], form.get('act'))]
	if (!objectMapId || !act) return null
	if (act === 'backfill') return { objectMapId, wish: { act } }
	if (act === 'filter') return { objectMapId, wish: { act, filter: readConditions(form) } }
	const createsCrm = oneOf(['never', 'gate', 'always'], form.get('createsCrm')) ?? 'never'
	const createsMa = form.get('createsMa') === 'on' ? 'always' : 'never'
	return { objectMapId, wish: { act, scope: { createsCrm, createsMa, policies: { crm: readPolicies(form, 'crm'), ma: readPolicies(form, 'ma') } } } }
}

/** A filter, or a back-fill, of which only the writes are to be listed; null: that is not asked. */
export function readDryChange(form: FormData): DryChange | null {
	const [objectMapId, act] = [idIn(form, 'object'), oneOf(['dry', 'dry_backfill'], form.get('act'))]
	if (!objectMapId || !act) return null
	return act === 'dry' ? { filter: { objectMapId, filter: readConditions(form) } } : { backfill: { objectMapId } }
}

/** The filter that the address tries, if any. */
export function readTried(search: URLSearchParams): Tried | null {
	const objectMapId = search.get('try') === null ? null : idIn(search, 'object')
	if (!objectMapId) return null
	const form = new FormData()
	for (const [name, value] of search) form.append(name, value)
	return { objectMapId, filter: readConditions(form) }
}
