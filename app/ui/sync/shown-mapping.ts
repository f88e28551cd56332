import type { FieldMap, FieldShape } from '../../engine/sync/types.ts'

type Shapes = { crm: FieldShape | null; ma: FieldShape | null }
export type ShownField = FieldMap & Shapes
/** A line that is not mapped yet. */
export type ShownLine = Omit<FieldMap, 'key' | 'stoppedBy'> & Shapes
export type ShownObject = {
	id: number
	crmObject: string
	maObject: string
	createsCrm: 'never' | 'gate' | 'always'
	createsMa: 'never' | 'always'
	links: number
	/** Added while the connection ran; nothing of it goes yet. */
	rests: boolean
	fields: readonly ShownField[]
	/** What the first map has by now and this one has not. */
	offers: readonly ShownLine[]
	free: { crm: readonly FieldShape[]; ma: readonly FieldShape[] }
	isDescribed: boolean
}
/** An object of the house's own. */
export type ShownKept = { code: string; labels: Readonly<Record<string, string>> }
export type ShownOffer = { crmObject: string; maObject: string; isThere: boolean }

/** An object of the other system's own that is read here; `differs`: by the name of the field there. */
export type ShownMirror = {
	id: number
	labels: Readonly<Record<string, string>>
	object: string
	parentField: string
	ownObject: string
	fields: readonly { theirs: string }[]
	rows: number
	waiting: number
	isPassing: boolean
	stoppedBy: string | null
	throughAt: string | Date | null
	lines: readonly {
		id: number
		name: string | null
		at: string | Date
		kind: 'came' | 'changed' | 'went'
		differs: readonly { theirs: string; from: string | null; to: string | null }[]
	}[]
}
export type ShownMirrorOffer = {
	object: string
	label: string
	parents: readonly { field: string; label: string; ours: string }[]
	fields: readonly { name: string; label: string }[]
}
export type ShownMirrorRoom = {
	/** Whether the other system may have such objects at all. */
	isPossible: boolean
	isRunning: boolean
	mirrors: readonly ShownMirror[]
	offered: readonly { name: string; label: string }[]
	picked: ShownMirrorOffer | null
}
