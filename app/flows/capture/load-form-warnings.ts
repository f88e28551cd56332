import type { Tx } from '../../../db/client.server.ts'
import { isSideSystem } from '../../../db/queries/side-tables.ts'
import { type Connection, type ObjectMap, readConnections } from '../../../db/queries/sync-connection.ts'
import { readDescriptions } from '../../../db/queries/sync-mapping.ts'
import { type FieldKind, type FormDesign, type FormField, prospectFields } from '../../engine/marketing/form.ts'
import { type FormWarning, preflightForm } from '../../engine/sync/preflight-form.ts'
import type { FieldShape, FieldKind as SideKind } from '../../engine/sync/types.ts'
import { loadObjects, type OwnSides, shapesOf } from '../sync/load-connection.ts'

const kinds: Readonly<Record<FieldKind, SideKind>> = {
	...{ text: 'text', long: 'text', email: 'email', phone: 'phone', number: 'decimal', date: 'date' },
	...{ choice: 'picklist', choices: 'multipicklist', check: 'boolean' },
}

/** A side calls a field of the house's own as the form does. */
const sideName = (key: string) => (key.startsWith('custom.') ? key : key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
const lengthOf = ({ key, kind }: FormField) => (key in prospectFields ? prospectFields[key as keyof typeof prospectFields].most : kind === 'long' ? 4000 : 255)

const asked = (field: FormField) => ({
	...{ name: field.key.startsWith('answer.') ? field.key : sideName(field.key), kind: kinds[field.kind], length: lengthOf(field) },
	...{ values: field.kind === 'choice' || field.kind === 'choices' ? field.choices.map(({ value }) => value) : null, required: field.isRequired },
})

/** What each mapping that makes somebody of a prospect knows of the object that is made; null: nobody was asked yet. */
async function shapesThere(tx: Tx, connection: Connection, ownSides: OwnSides): Promise<(map: ObjectMap) => Readonly<Record<string, FieldShape>> | null> {
	const sides = ownSides(tx, connection)
	if (sides.crm) {
		const { crm } = await loadObjects(connection, sides)
		return ({ crmObject }) => (crm.has(crmObject) ? shapesOf(crm.get(crmObject)) : null)
	}
	const kept = await readDescriptions(tx, connection.id)
	return ({ id }) => kept.get(id) ?? null
}

/**
 * What the CRM will refuse of a form's answers, told while it is built (sync-core.md A16 to A19): by every connection that makes
 * somebody in its CRM of a prospect of ours; another system as it last described itself, and one that never did says what goes nowhere.
 * `field` is the form's own key where it has one.
 */
export async function loadFormWarnings(
	tx: Tx,
	{ sellerId, design, ownSides }: { sellerId: number; design: FormDesign; ownSides: OwnSides },
): Promise<FormWarning[]> {
	const connections = (await readConnections(tx)).filter(({ sellerEntityId, maSystem }) => sellerEntityId === sellerId && isSideSystem(maSystem))
	const fields = design.fields.map(asked)
	const keyOf = new Map(fields.map(({ name }, index) => [name, design.fields[index]?.key ?? name]))
	const found: FormWarning[] = []
	// One connection in most houses, two in some.
	for (const connection of connections) {
		const maps = connection.objects.filter(({ maObject, createsCrm }) => maObject === 'prospect' && createsCrm !== 'never')
		const shapeOf = maps.length > 0 ? await shapesThere(tx, connection, ownSides) : null
		const byMap = maps.map((map) => {
			const shape = shapeOf?.(map) ?? null
			const warnings = preflightForm(fields, map.fields, shape ?? {})
			return shape ? warnings : warnings.filter(({ code }) => code === 'FIELD_UNMAPPED')
		})
		// What one mapping leaves out another may take along, as where people are leads or accounts.
		const isLost = (one: FormWarning) => byMap.every((some) => some.some(({ field, code }) => field === one.field && code === one.code))
		found.push(...byMap.flat().filter((one) => one.code !== 'FIELD_UNMAPPED' || isLost(one)))
	}
	const told = new Map(found.map((one) => [`${one.field} ${one.code}`, { ...one, field: keyOf.get(one.field) ?? one.field }]))
	return [...told.values()]
}
