import type { FieldMap, FieldShape, Role } from './types.ts'

type Shapes = Readonly<Record<string, FieldShape>>
export const fieldMissing = 'FIELD_MISSING'
export type Gone = { key: string; side: Role; field: string }

/**
 * Mappings whose field one of the sides describes no more, and those that stood still for that and have it again (sync-core.md A18). Once for
 * each mapping, however many records; a side that describes nothing of the object says nothing of its fields.
 */
export function findGone(maps: readonly FieldMap[], { crm, ma }: { crm: Shapes | undefined; ma: Shapes | undefined }): { gone: Gone[]; back: string[] } {
	const gone: Gone[] = []
	const back: string[] = []
	if (!crm || !ma) return { gone, back }
	for (const { key, crmField, maField, behaviour, stoppedBy } of maps) {
		const side: Role | null = !crm[crmField]?.visible ? 'crm' : !ma[maField]?.visible ? 'ma' : null
		if (side && stoppedBy === null && behaviour !== 'off') gone.push({ key, side, field: side === 'crm' ? crmField : maField })
		if (!side && stoppedBy === fieldMissing) back.push(key)
	}
	return { gone, back }
}
