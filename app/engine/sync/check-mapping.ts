import { type Refusal, refusal } from '../base/refusal.ts'
import type { Behaviour, FieldMap, FieldShape, Role } from './types.ts'

/** A field map as an administrator wishes it; both fields are named by their sides' own names. */
export type WishedMap = Omit<FieldMap, 'key' | 'stoppedBy'>

type Shapes = Readonly<Record<Role, Readonly<Record<string, FieldShape>>>>
type Taken = readonly Pick<FieldMap, 'key' | 'crmField' | 'maField'>[]

/** Which sides a behaviour ever writes to. */
export function writtenBy(behaviour: Behaviour): readonly Role[] {
	if (behaviour === 'off') return []
	return behaviour === 'crm_to_ma' ? ['ma'] : behaviour === 'ma_to_crm' ? ['crm'] : ['crm', 'ma']
}

/** Fields that may be mapped newly (sync-core.md A1): there, in sight, no reference, not mapped yet. */
export function mappable(shapes: Readonly<Record<string, FieldShape>>, taken: readonly string[]): FieldShape[] {
	return Object.values(shapes)
		.filter(({ name, visible, kind }) => visible && kind !== 'reference' && !taken.includes(name))
		.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Whether a field map can work before anything is sent (A1): both fields there, neither mapped twice nor a reference newly, each written
 * side writable, no two words for one, and a fallback that the CRM would take. `key` null adds one.
 */
export function checkMapping(key: string | null, wish: WishedMap, { shapes, taken }: { shapes: Shapes; taken: Taken }): Refusal[] {
	const others = taken.filter((one) => one.key !== key)
	const sides = [
		{ role: 'crm', name: wish.crmField, shape: shapes.crm[wish.crmField], isTaken: others.some(({ crmField }) => crmField === wish.crmField) },
		{ role: 'ma', name: wish.maField, shape: shapes.ma[wish.maField], isTaken: others.some(({ maField }) => maField === wish.maField) },
	] as const
	const refusals = sides.flatMap(({ role, name, shape, isTaken }): Refusal[] => {
		if (!shape?.visible) return wish.behaviour === 'off' ? [] : [refusal('SYNC_FIELD_UNKNOWN', { field: name })]
		if (isTaken) return [refusal('SYNC_FIELD_TAKEN', { field: name })]
		if (key === null && shape.kind === 'reference') return [refusal('SYNC_FIELD_REFERENCE', { field: name })]
		return writtenBy(wish.behaviour).includes(role) && !shape.updateable ? [refusal('SYNC_FIELD_READ_ONLY', { field: name })] : []
	})
	return [...refusals, ...ambiguous(wish), ...unfit(wish, shapes.crm[wish.crmField])]
}

/** Two words of ours with one word there could not come back. */
function ambiguous({ transform, behaviour }: WishedMap): Refusal[] {
	if (transform?.kind !== 'choices' || behaviour === 'ma_to_crm') return []
	const words = Object.values(transform.pairs)
	const twice = words.find((word, place) => words.indexOf(word) !== place)
	return twice === undefined ? [] : [refusal('SYNC_PAIR_TWICE', { value: twice })]
}

function unfit({ fallback }: WishedMap, shape: FieldShape | undefined): Refusal[] {
	if (fallback === null || !shape) return []
	const isUnknown = shape.values !== null && !shape.values.includes(fallback)
	return isUnknown || (shape.length !== null && fallback.length > shape.length) ? [refusal('SYNC_FALLBACK_UNFIT', { value: fallback, field: shape.name })] : []
}
