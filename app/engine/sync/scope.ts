import type { PredicateKind } from '../base/predicate.ts'
import type { PredicateFields } from '../base/read-predicate.ts'
import type { FieldMap, FieldShape } from './types.ts'

const kinds: Readonly<Partial<Record<FieldShape['kind'], PredicateKind>>> = {
	...{ integer: 'number', decimal: 'number', boolean: 'boolean', date: 'day', multipicklist: 'choices' },
}

/** Which fields of sales a filter may ask for (sync-core.md B10): those that are mapped and seen. An instant has no words in a filter. */
export function filterFields(maps: readonly FieldMap[], shapes: Readonly<Record<string, FieldShape>>): PredicateFields {
	return Object.fromEntries(
		maps.flatMap(({ crmField }) => {
			const shape = shapes[crmField]
			return shape?.visible && shape.kind !== 'instant' ? [[crmField, kinds[shape.kind] ?? 'text']] : []
		}),
	)
}

/** How prospects of our own come, in the order in which they are shown. */
export const acquisitions = ['form', 'event', 'import', 'hand', 'crm'] as const
