import type { FieldMap, FieldShape } from '../../engine/sync/types.ts'

export type ShownField = FieldMap & { crm: FieldShape | null; ma: FieldShape | null }
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
	free: { crm: readonly FieldShape[]; ma: readonly FieldShape[] }
	isDescribed: boolean
}
/** An object of the house's own. */
export type ShownKept = { code: string; labels: Readonly<Record<string, string>> }
export type ShownOffer = { crmObject: string; maObject: string; isThere: boolean }
