import { foreignAmounts, otherCurrency } from './foreign-amounts.ts'
import { preflight } from './preflight.ts'
import { overflowOf, tellCrm, tellMa } from './project.ts'
import { otherRole } from './resolve-field.ts'
import type { FieldMap, FieldRefusal, FieldShape, Role, SyncValue } from './types.ts'

type Shapes = Readonly<Record<string, FieldShape>>

export type CreateCase = {
	maps: readonly FieldMap[]
	/** The side that has the record; the other gets a new one. */
	from: Role
	source: { shape: Shapes; values: Readonly<Record<string, SyncValue>> }
	target: Shapes
}

/** `values` of the new record. Not `ok`: it cannot be made; `refusals` say why, and otherwise which fields stayed behind. */
export type CreateDecision = { ok: true; values: Record<string, SyncValue>; refusals: FieldRefusal[] } | { ok: false; refusals: FieldRefusal[] }

/**
 * A record for who has none yet (sync-core.md B4, A23): every mapped field, whichever side owns it afterwards, because a new record has
 * nothing to lose; its fallback where there is nothing to tell. A field that the new side would refuse stays behind alone, unless the record cannot be without it.
 */
export function decideCreate({ maps, from, source, target }: CreateCase): CreateDecision {
	const to = otherRole(from)
	const values: Record<string, SyncValue> = {}
	const refusals: FieldRefusal[] = []
	const none = {}
	const foreign = foreignAmounts(
		maps,
		shapesBy(from, source.shape, target),
		from === 'crm' ? { crm: source.values, ma: none } : { crm: none, ma: source.values },
	)
	for (const map of maps) {
		const [mine, shape] = [source.shape[from === 'crm' ? map.crmField : map.maField], target[to === 'crm' ? map.crmField : map.maField]]
		if (!mine || !shape?.createable || map.stoppedBy || map.behaviour === 'off') continue
		const other = foreign.get(map.key)
		if (other && source.values[mine.name] != null) {
			refusals.push({
				key: map.key,
				field: shape.name,
				role: to,
				code: otherCurrency,
				value: source.values[mine.name] ?? null,
				facts: { currency: other.currency, only: other.only },
			})
			continue
		}
		const answer = told(map, { mine, shape, to, held: source.values[mine.name] ?? null })
		if (answer.ok && answer.value !== null) values[shape.name] = answer.value
		// An amount of a side that counts in one currency alone brings it along.
		if (answer.ok && answer.value !== null && mine.onlyCurrency && shape.currencyIn && target[shape.currencyIn]?.createable)
			values[shape.currencyIn] ??= mine.onlyCurrency
		if (!answer.ok) refusals.push({ key: map.key, field: shape.name, role: to, code: answer.code, value: answer.value, facts: answer.facts })
	}
	for (const shape of Object.values(target)) {
		const isMapped = refusals.some(({ field }) => field === shape.name)
		if (shape.required && values[shape.name] === undefined && !isMapped)
			refusals.push({ key: '0', field: shape.name, role: to, code: 'REQUIRED_FIELD_MISSING', value: null, facts: {} })
	}
	return refusals.some(({ field }) => target[field]?.required) ? { ok: false, refusals } : { ok: true, values, refusals }
}

const shapesBy = (from: Role, source: Shapes, target: Shapes): Record<Role, Shapes> =>
	from === 'crm' ? { crm: source, ma: target } : { crm: target, ma: source }

type Telling = { mine: FieldShape; shape: FieldShape; to: Role; held: SyncValue }

function told(map: FieldMap, { mine, shape, to, held }: Telling) {
	const joined = to === 'crm' ? { map, crm: shape, ma: mine } : { map, crm: mine, ma: shape }
	const said = to === 'crm' ? tellCrm(joined, held) : tellMa(joined, held, null)
	if (!said.ok) return { ...said, value: held }
	const value = said.value ?? (to === 'crm' ? map.fallback : null)
	if (value === null && !shape.required) return { ok: true as const, value: null }
	const checked = preflight(shape, value, overflowOf(joined), 'create')
	return checked.ok ? { ok: true as const, value: checked.value } : { ...checked, value }
}
