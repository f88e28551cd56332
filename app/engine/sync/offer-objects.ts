import { type FirstMap, firstMapping } from './first-mapping.ts'
import type { FieldShape, Role } from './types.ts'

type Shapes = Readonly<Record<Role, Readonly<Record<string, Readonly<Record<string, FieldShape>>>>>>
type Pair = { crmObject: string; maObject: string }

/** A pair of objects that a connection might keep alike and does not; `map` null: one of the sides has no such object, or does not show it. */
export type Offer = Pair & { map: FirstMap | null }

const isSame = (a: Pair, b: Pair) => a.crmObject === b.crmObject && a.maObject === b.maObject

/** What is usual between two systems and not mapped yet, each with what it would begin with as both sides are now (sync-core.md A11). */
export function offerObjects(usual: readonly FirstMap[], taken: readonly Pair[], shapes: Shapes): Offer[] {
	return usual
		.filter((map) => !taken.some((one) => isSame(one, map)))
		.map((map) => ({ crmObject: map.crmObject, maObject: map.maObject, map: firstMapping([map], shapes)[0] ?? null }))
}

/** Objects whose records hang on those of this pair: they would wait for ever without it. By their names on the marketing side. */
export function hangOn(objects: readonly (Pair & Pick<FirstMap, 'fields'>)[], pair: Pair): string[] {
	return objects
		.filter((one) => !isSame(one, pair) && one.fields.some(({ transform }) => transform?.kind === 'linked' && isNamed(transform, pair)))
		.filter(
			(one) =>
				!objects.some(
					(other) =>
						!isSame(other, pair) && one.fields.some(({ transform }) => transform?.kind === 'linked' && isNamed(transform, other) && isNamed(transform, pair)),
				),
		)
		.map(({ maObject }) => maObject)
}

const isNamed = ({ crm, also = [], ma }: { crm: string; also?: readonly string[]; ma: string }, { crmObject, maObject }: Pair) =>
	ma === maObject && [crm, ...also].includes(crmObject)
