import { type FirstLine, type FirstMap, firstMapping } from './first-mapping.ts'
import type { FieldShape, Role } from './types.ts'

/** Two fields of a pair of objects, by their names. */
export type FieldPair = { crmField: string; maField: string }
type Mapped = { crmObject: string; maObject: string; fields: readonly FieldPair[]; leftOut: readonly FieldPair[] }
type Shapes = Readonly<Record<Role, Readonly<Record<string, FieldShape>>>>

export const isSamePair = (a: FieldPair, b: FieldPair) => a.crmField === b.crmField && a.maField === b.maField

/**
 * What is usual of a pair of objects and not mapped in a connection that began before it was (sync-core.md A11, decision 0470): lines that both sides show at this
 * moment, as `firstMapping` would begin with them. Not offered is what she took out, nor a line of which one field travels with another.
 */
export function offerFields(usual: readonly FirstMap[], { crmObject, maObject, fields, leftOut }: Mapped, shapes: Shapes): FirstLine[] {
	const map = usual.find((one) => one.crmObject === crmObject && one.maObject === maObject)
	if (!map) return []
	const [now] = firstMapping([map], { crm: { [crmObject]: shapes.crm }, ma: { [maObject]: shapes.ma } })
	return (now?.fields ?? []).filter(
		(line) => !fields.some(({ crmField, maField }) => crmField === line.crmField || maField === line.maField) && !leftOut.some((one) => isSamePair(one, line)),
	)
}
