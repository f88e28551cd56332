import type { FieldTime, Later } from './types.ts'

/**
 * Which side's field changed later (sync-core.md B3). `field` beats `record` beats `none`: a record's stamp is only an
 * upper bound of its field's time, so it may show that the other side's field is later, never that its own is. Times closer
 * than `skewMs` are the same time.
 */
export function compareTimes(crm: FieldTime | undefined, ma: FieldTime | undefined, skewMs: number): Later {
	const [ofCrm, ofMa] = [crm?.evidence ?? 'none', ma?.evidence ?? 'none']
	if (!crm || ofCrm === 'none') return ofMa === 'none' ? 'tie' : 'ma'
	if (!ma || ofMa === 'none') return 'crm'
	const later = laterOf(crm.at, ma.at, skewMs)
	if (ofCrm === ofMa) return later
	return later === (ofCrm === 'field' ? 'crm' : 'ma') ? later : 'tie'
}

function laterOf(crm: string, ma: string, skewMs: number): Later {
	if (crm === ma) return 'tie'
	const difference = Date.parse(crm) - Date.parse(ma)
	if (difference === 0) return skewMs > 0 ? 'tie' : compareBelow(crm, ma)
	if (Number.isNaN(difference) || Math.abs(difference) < skewMs) return 'tie'
	return difference > 0 ? 'crm' : 'ma'
}

/** Of two instants within one millisecond: our own clock tells microseconds, which Date.parse leaves out. */
function compareBelow(crm: string, ma: string): Later {
	const [ofCrm, ofMa] = [belowMs(crm), belowMs(ma)]
	if (ofCrm === ofMa) return 'tie'
	return ofCrm > ofMa ? 'crm' : 'ma'
}

function belowMs(instant: string): string {
	return (/\.\d{3}(\d+)/.exec(instant)?.[1] ?? '').replace(/0+$/, '').padEnd(6, '0')
}
