import type { Tx } from '../../../db/client.server.ts'
import { readConnections } from '../../../db/queries/sync-connection.ts'
import { type FieldKind, type FormDesign, type FormField, prospectFields } from '../../engine/marketing/form.ts'
import { type FormWarning, preflightForm } from '../../engine/sync/preflight-form.ts'
import type { FieldKind as SideKind } from '../../engine/sync/types.ts'
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

/**
 * What the CRM will refuse of a form's answers, told while it is built (sync-core.md A16 to A19): by every connection that makes a
 * lead of a prospect; of a system that only the worker speaks to, what goes nowhere. `field` is the form's own key where it has one.
 */
export async function loadFormWarnings(
	tx: Tx,
	{ sellerId, design, ownSides }: { sellerId: number; design: FormDesign; ownSides: OwnSides },
): Promise<FormWarning[]> {
	const connections = (await readConnections(tx)).filter(({ sellerEntityId }) => sellerEntityId === sellerId)
	const fields = design.fields.map(asked)
	const keyOf = new Map(fields.map(({ name }, index) => [name, design.fields[index]?.key ?? name]))
	const found: FormWarning[] = []
	// One connection in most houses, two in some.
	for (const connection of connections) {
		const map = connection.objects.find(({ crmObject, maObject }) => crmObject === 'lead' && maObject === 'prospect')
		if (!map) continue
		const shape = (await loadObjects(connection, ownSides(tx, connection))).crm.get('lead')
		const warnings = preflightForm(fields, map.fields, shapesOf(shape))
		found.push(...(shape ? warnings : warnings.filter(({ code }) => code === 'FIELD_UNMAPPED')))
	}
	const told = new Map(found.map((one) => [`${one.field} ${one.code}`, { ...one, field: keyOf.get(one.field) ?? one.field }]))
	return [...told.values()]
}
