import { findRow, note, type Org, type Row, stampOf } from './org.ts'

/**
 * What becomes of records of the org's own objects (`Thing__c`) when the record that they name goes: a detail goes with its master and comes back
 * with it; a lookup is emptied, and filled again if nobody filled it meanwhile. Who is merged away leaves what hangs on her to the winner.
 */
type Naming = { row: Row; field: string; isDetail: boolean }

function naming(org: Org, { object, id }: Pick<Row, 'object' | 'id'>): Naming[] {
	return [...org.objects.values()]
		.filter(({ name }) => name.endsWith('__c'))
		.flatMap((def) => {
			const fields = [...def.fields.values()].filter(({ type, referenceTo }) => type === 'reference' && referenceTo.includes(object))
			const rows = [...(org.rows.get(def.name)?.values() ?? [])]
			return fields.flatMap(({ name, isDetail }) => rows.filter((row) => row.values[name] === id).map((row) => ({ row, field: name, isDetail })))
		})
}

/** Parts of a record that are there, or that went at the same moment. */
export const detailsOf = (org: Org, of: Pick<Row, 'object' | 'id'>, deletedAt: number | null): Row[] =>
	naming(org, of).flatMap(({ row, isDetail }) => (isDetail && row.deletedAt === deletedAt ? [row] : []))

export function emptyReferences(org: Org, gone: Row): void {
	const lookups = naming(org, gone).filter(({ row, isDetail }) => !isDetail && row.deletedAt === null)
	if (lookups.length === 0) return
	const told = lookups.map(({ row, field }) => ({ object: row.object, id: row.id, field }))
	org.emptied.set(gone.id, told)
	for (const { object, id, field } of told) say(org, findRow(org, object, id), field, null)
}

export function fillReferences(org: Org, back: Row): void {
	for (const { object, id, field } of org.emptied.get(back.id) ?? []) {
		const row = findRow(org, object, id)
		if (row && (row.values[field] ?? null) === null) say(org, row, field, back.id)
	}
	org.emptied.delete(back.id)
}

export function moveReferences(org: Org, loser: Row, winnerId: string): void {
	for (const { row, field } of naming(org, loser)) if (row.deletedAt === null) say(org, findRow(org, row.object, row.id), field, winnerId)
}

function say(org: Org, row: Row | undefined, field: string, value: string | null): void {
	if (!row) return
	const next = { ...row, values: { ...row.values, [field]: value }, modifiedAt: stampOf(org), modifiedBy: org.colleague }
	org.rows.get(row.object)?.set(row.id, next)
	note(org, next, row.values)
	org.changed(next, 'UPDATE', [field])
}
