import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { CustomDef, Words } from '../crm/custom-fields.ts'
import { type FieldType, recordObjects } from '../crm/record-fields.ts'
import type { MirrorField, MirrorOwn } from './read-mirror.ts'
import type { FieldKind, FieldShape, ObjectShape } from './types.ts'

/** A lookup that leads to an object which the connection keeps alike: `theirs` there, `ours` here. */
export type MirrorParent = { field: string; label: string; theirs: string; ours: MirrorOwn }
/** What can be said of another system's own object: by which lookups its records may hang, and which fields may come along. */
export type MirrorOffer = { object: string; label: string; nameField: string; parents: MirrorParent[]; fields: FieldShape[] }
export type MirrorWish = { object: string; parentField: string; fields: readonly string[] }
export type MirrorPlan = {
	code: string
	labels: Words
	object: string
	nameField: string
	parentField: string
	parentObject: string
	ownObject: MirrorOwn
	fields: MirrorField[]
	defs: Pick<CustomDef, 'name' | 'labels' | 'type' | 'precision' | 'scale' | 'choices'>[]
}

type Pair = { crmObject: string; maObject: string }

const owns: readonly string[] = ['account', 'prospect', 'opportunity'] satisfies MirrorOwn[]
const isOwn = (object: string): object is MirrorOwn => owns.includes(object)

/** By which lookups the records of an object may hang, with the connection's pairs as they are, and what of them can be shown. References and the side's own stamps cannot. */
export function offerMirror(shape: ObjectShape, nameField: string, pairs: readonly Pair[]): MirrorOffer {
	const parents = shape.fields
		.filter(({ kind, visible }) => kind === 'reference' && visible)
		.flatMap(({ name, label, references }) => {
			const pair = pairs.find(({ crmObject, maObject }) => references.includes(crmObject) && isOwn(maObject))
			return pair && isOwn(pair.maObject) ? [{ field: name, label, theirs: pair.crmObject, ours: pair.maObject }] : []
		})
	const fields = shape.fields.filter(
		({ name, kind, visible, custom, createable }) => kind !== 'reference' && visible && name !== nameField && (custom || createable),
	)
	return { object: shape.name, label: shape.label, nameField, parents, fields }
}

/** More fields of one object than anybody shows on a card, and what a page of them may weigh. */
export const mostMirrorFields = 50

/**
 * How an object of another system is read here: under which word, off what its records hang, and which fields come along. Refuses SYNC_MIRROR_HIDDEN (`offer` null: it is not shown),
 * SYNC_MIRROR_NO_PARENT (no lookup of it leads to what is kept alike), SYNC_MIRROR_PARENT, SYNC_MIRROR_FIELD and SYNC_MIRROR_MANY.
 */
export function planMirror(offer: MirrorOffer | null, wish: MirrorWish, takenCodes: readonly string[]): Result<{ plan: MirrorPlan }> {
	if (!offer) return { ok: false, refusals: [refusal('SYNC_MIRROR_HIDDEN', { object: wish.object })] }
	const parent = offer.parents.find(({ field }) => field === wish.parentField)
	const chosen = offer.fields.filter(({ name }) => wish.fields.includes(name))
	const unknown = wish.fields.filter((name) => !chosen.some((field) => field.name === name))
	const refusals: Refusal[] = [
		...(offer.parents.length === 0
			? [refusal('SYNC_MIRROR_NO_PARENT', { object: offer.label })]
			: parent
				? []
				: [refusal('SYNC_MIRROR_PARENT', { object: offer.label })]),
		...unknown.map((field) => refusal('SYNC_MIRROR_FIELD', { object: offer.label, field })),
		...(wish.fields.length > mostMirrorFields ? [refusal('SYNC_MIRROR_MANY', { most: mostMirrorFields })] : []),
	]
	if (refusals.length > 0 || !parent) return { ok: false, refusals }
	const names = distinctWords(
		chosen.map(({ name }) => name),
		['name'],
	)
	const typed = chosen.map((field, at) => ({ field, name: names[at] ?? '', type: typeOf(field) }))
	return {
		ok: true,
		plan: {
			code: distinctWords([offer.object], [...recordObjects, ...takenCodes])[0] ?? '',
			labels: { en: offer.label },
			...{ object: offer.object, nameField: offer.nameField, parentField: parent.field, parentObject: parent.theirs, ownObject: parent.ours },
			fields: typed.map(({ field, name, type }) => ({ theirs: field.name, name, type })),
			defs: typed.map(({ field, name, type }) => defOf(field, name, type)),
		},
	}
}

const types: Record<Exclude<FieldKind, 'picklist' | 'reference'>, FieldType> = {
	...{ text: 'text', email: 'text', phone: 'text', integer: 'number', decimal: 'number', boolean: 'boolean' },
	...{ date: 'date', instant: 'date', multipicklist: 'multipicklist' },
}

/** A list that is open to any value is a text here. */
const typeOf = ({ kind, values }: FieldShape): FieldType => (kind === 'picklist' || kind === 'reference' ? (values ? 'picklist' : 'text') : types[kind])

function defOf({ label, precision, scale, values }: FieldShape, name: string, type: FieldType): MirrorPlan['defs'][number] {
	const isChoice = type === 'picklist' || type === 'multipicklist'
	// Only what is typed here is held to these sizes; what the other system says is kept as it is.
	const decimals = Math.min(scale ?? 0, 6)
	return {
		...{ name, type, labels: { en: label } },
		precision: type === 'number' ? Math.max(1, decimals, Math.min(precision ?? 15, 15)) : null,
		scale: type === 'number' ? decimals : null,
		choices: isChoice ? (values ?? []) : null,
	}
}

/** Names of another system as words of ours, each another one: `shop__Serial_No__c` is `shop_serial_no`. */
function distinctWords(names: readonly string[], taken: readonly string[]): string[] {
	const used = new Set(taken)
	return names.map((name) => {
		const word = wordOf(name)
		let free = word
		for (let more = 2; used.has(free); more++) free = `${word.slice(0, 36)}_${more}`
		used.add(free)
		return free
	})
}

function wordOf(name: string): string {
	const plain = name
		.replace(/__[a-z]+$/i, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_+|_+$/g, '')
	return (/^[a-z]/.test(plain) ? plain : `o_${plain}`).slice(0, 40)
}
