import { type Refusal, refusal } from '../base/refusal.ts'
import { type Custom, type CustomDef, changeCustom, wordIn } from './custom-fields.ts'

/** What a lead becomes, and so where its fields of the house's own may go. */
export const carriedObjects = ['contact', 'account', 'opportunity'] as const
export type CarriedObject = (typeof carriedObjects)[number]
/** For a field of leads, the field of each object that it becomes. */
export type Becomes = Readonly<Partial<Record<CarriedObject, string>>>
export type Carried = Readonly<Record<CarriedObject, Custom>>

type Def = CustomDef & { object: string }

/** Whether everything that one field holds can stand in the other. */
export function fits(from: CustomDef, into: CustomDef): boolean {
	if (from.type !== into.type || !into.isActive) return false
	if (from.type === 'text') return into.length === null || (from.length !== null && from.length <= into.length)
	if (from.type === 'number') {
		const [fromWhole, intoWhole] = [(from.precision ?? 15) - (from.scale ?? 0), (into.precision ?? 15) - (into.scale ?? 0)]
		return fromWhole <= intoWhole && (from.scale ?? 0) <= (into.scale ?? 0)
	}
	return (from.choices ?? []).every((choice) => into.choices?.includes(choice))
}

/** Refuses LEAD_FIELD_UNFIT for a field that the house has not, or that cannot hold what the lead's may. */
export function checkBecomes(def: CustomDef, becomes: Becomes, defs: readonly Def[], locale: string): Refusal[] {
	return carriedObjects.flatMap((object) => {
		const name = becomes[object]
		if (name === undefined) return []
		const into = defs.find((one) => one.object === object && one.name === name)
		if (into && fits(def, into)) return []
		return [refusal('LEAD_FIELD_UNFIT', { field: wordIn(def.labels, locale), target: into ? wordIn(into.labels, locale) : name, object })]
	})
}

/**
 * What contact, account and opportunity say once a lead became them (app/decisions/0423): each value of the lead in the field that it becomes, where
 * nothing stands yet. What no longer fits, because a field was narrowed since, stays with the lead. Only objects that change are answered.
 */
export function carryFields(lead: Custom, carried: Carried, defs: readonly (Def & { becomes: Becomes })[]): Partial<Record<CarriedObject, Custom>> {
	const own = defs.filter((def) => def.object === 'lead' && def.isActive && lead[def.name] !== undefined)
	return Object.fromEntries(
		carriedObjects.flatMap((object) => {
			const before = carried[object]
			const after = own.reduce<Custom>((custom, { name, becomes }) => {
				const into = defs.find((def) => def.object === object && def.isActive && def.name === becomes[object])
				if (!into || custom[into.name] !== undefined) return custom
				const changed = changeCustom([{ ...into, isRequired: false }], custom, { [into.name]: lead[name] }, 'en')
				return changed.ok ? changed.custom : custom
			}, before)
			return after === before ? [] : [[object, after] as const]
		}),
	)
}
