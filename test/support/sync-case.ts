import type { FieldKind, FieldMap, FieldShape, FieldTime, LinkCase, LinkDecision, SyncValue } from '../../app/engine/sync/types.ts'

export const shapeOf = (name: string, kind: FieldKind = 'text', more: Partial<FieldShape> = {}): FieldShape => ({
	...{ name, label: name, kind, length: null, precision: null, scale: null, values: null, required: false, createable: true, updateable: true },
	...{ visible: true, custom: false, references: [] },
	...more,
})

export const mapOf = (key: string, more: Partial<FieldMap> = {}): FieldMap => ({
	...{ key, crmField: `crm_${key}`, maField: `ma_${key}`, behaviour: 'most_recent', blank: 'fill', multi: 'last', overflow: 'error' },
	...{ transform: null, fallback: null, stoppedBy: null },
	...more,
})

/** One field of a link in a test: both values, and only what is not usual about it. */
export type OneField = {
	crm: SyncValue
	ma: SyncValue
	agreed?: SyncValue
	map?: Partial<FieldMap>
	crmShape?: Partial<FieldShape>
	maShape?: Partial<FieldShape>
	times?: { crm?: FieldTime; ma?: FieldTime }
}

/** A link out of fields by key; shapes named `null` are not described by their side. */
export function linkCase(fields: Readonly<Record<string, OneField>>, more: Partial<LinkCase> = {}): LinkCase {
	const crm = { shape: {} as Record<string, FieldShape>, values: {} as Record<string, SyncValue>, times: {} as Record<string, FieldTime> }
	const ma = { shape: {} as Record<string, FieldShape>, values: {} as Record<string, SyncValue>, times: {} as Record<string, FieldTime> }
	const agreed: Record<string, SyncValue> = {}
	const maps = Object.entries(fields).map(([key, one]) => {
		const map = mapOf(key, one.map)
		crm.shape[map.crmField] = shapeOf(map.crmField, 'text', one.crmShape)
		ma.shape[map.maField] = shapeOf(map.maField, 'text', one.maShape)
		crm.values[map.crmField] = one.crm
		ma.values[map.maField] = one.ma
		if (one.times?.crm) crm.times[map.crmField] = one.times.crm
		if (one.times?.ma) ma.times[map.maField] = one.times.ma
		if (one.agreed !== undefined) agreed[key] = one.agreed
		return map
	})
	return { maps, crm, ma, agreed, pinned: [], frozen: [], tieWinner: 'crm', skewMs: 0, consent: { words: [], at: '2026-03-02T09:00:00.000Z' }, ...more }
}

/** The link as it stands once the writes are made. */
export function applied(given: LinkCase, { crm, ma, agreed }: Pick<LinkDecision, 'crm' | 'ma' | 'agreed'>): LinkCase {
	return {
		...given,
		crm: { ...given.crm, values: { ...given.crm.values, ...crm } },
		ma: { ...given.ma, values: { ...given.ma.values, ...ma } },
		agreed: { ...given.agreed, ...agreed },
	}
}
