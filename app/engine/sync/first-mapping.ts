import { writtenBy } from './check-mapping.ts'
import type { Behaviour, FieldMap, FieldShape, Role, Transform } from './types.ts'

export type FirstLine = Omit<FieldMap, 'key' | 'stoppedBy' | 'transform'> & { transform?: FieldMap['transform'] }
export type FirstMap = {
	crmObject: string
	maObject: string
	rank: number
	createsCrm: 'never' | 'gate' | 'always'
	createsMa: 'never' | 'always'
	fields: readonly FirstLine[]
}

type Shapes = Readonly<Record<Role, Readonly<Record<string, Readonly<Record<string, FieldShape>>>>>>

/** Owners, who are people: each side has its own ids for them. */
export const ownerLine = (crmField: string, maField: string): FirstLine => ({
	...firstLine(crmField, maField, 'crm_to_ma'),
	transform: { kind: 'users', pairs: {}, elseCrm: null, elseMa: null },
})

/** The record above this one, by its objects on both sides: it goes over first, and who comes before it waits (B8 DEPENDENCY). Only with another system: our own sides name each other's records by the same ids. */
export const parentLine = (
	crmField: string,
	maField: string,
	to: Omit<Extract<Transform, { kind: 'linked' }>, 'kind' | 'pairs'>,
	behaviour: Behaviour = 'most_recent',
): FirstLine => ({
	...firstLine(crmField, maField, behaviour),
	transform: { kind: 'linked' as const, ...to, pairs: {} },
})

/** A field that travels both ways where nothing else is said. */
export const firstLine = (crmField: string, maField: string, behaviour: Behaviour = 'most_recent', fallback: string | null = null): FirstLine => ({
	...{ crmField, maField, behaviour, fallback, blank: 'fill', multi: 'last', overflow: 'error' },
})

/**
 * What a new connection maps, out of what is usual between two systems and what both show at this moment (sync-core.md A11, A12): an object or a
 * field that one of them hides is left out, and a field that may only be read travels only away from there. What stands in for a blank does so only where it has to.
 */
export function firstMapping(usual: readonly FirstMap[], shapes: Shapes): FirstMap[] {
	return usual.flatMap((map) => {
		const [crm, ma] = [shapes.crm[map.crmObject], shapes.ma[map.maObject]]
		if (!crm || !ma) return []
		const fields = map.fields.flatMap((line): FirstLine[] => {
			const pair = { crm: crm[line.crmField], ma: ma[line.maField] }
			if (!pair.crm?.visible || !pair.ma?.visible) return []
			const behaviour = writable(line.behaviour, { crm: isWritten(line, pair.crm), ma: isWritten(line, pair.ma) })
			return behaviour ? [{ ...line, behaviour, fallback: pair.crm.required ? line.fallback : null }] : []
		})
		return fields.length > 0 ? [{ ...map, fields }] : []
	})
}

/** Which record stands above another is often said once, when it is made. */
const isWritten = ({ transform }: FirstLine, { updateable, createable }: FieldShape) => updateable || (createable && transform?.kind === 'linked')

function writable(behaviour: Behaviour, may: Readonly<Record<Role, boolean>>): Behaviour | null {
	const left = writtenBy(behaviour).filter((role) => may[role])
	if (left.length === writtenBy(behaviour).length) return behaviour
	const [only] = left
	return only === undefined ? null : only === 'ma' ? 'crm_to_ma' : 'ma_to_crm'
}
