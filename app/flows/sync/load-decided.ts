import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { SideRecord } from '../../connectors/sync/contract.ts'
import type { ConsentEvent } from '../../engine/sync/consent.ts'
import { decideLink } from '../../engine/sync/decide-link.ts'
import { usualSettings } from '../../engine/sync/decide-settings.ts'
import { foreignAmounts } from '../../engine/sync/foreign-amounts.ts'
import { toldBy, toldTimes } from '../../engine/sync/told-times.ts'
import type { FieldTime, LinkDecision, Role } from '../../engine/sync/types.ts'
import { outsideOf } from './load-connection.ts'
import type { DecidedPair, Pair, Shapes } from './types.ts'

/** `words`: what was said of the people whose flag on mails is open, by link (save-consents.ts). */
type Deciding = { connection: Connection; shapes: Shapes; skewMs: number; words: ReadonlyMap<number, readonly ConsentEvent[]>; at: Date }

/** Each pair's decision by itself: no link and no field waits for another. Links that are not active, or lost a record, are left out. */
export function decidePairs(pairs: readonly Pair[], { connection, shapes, skewMs, words, at }: Deciding): DecidedPair[] {
	const outside = outsideOf(connection)
	return pairs.flatMap((pair) => {
		const { link, map, crm, ma, crmStamps, maStamps } = pair
		if (!crm || !ma || link.state !== 'active') return []
		const unpinned = Object.entries(link.pinned).flatMap(([key, pinnedAt]) => (isEditedSince(pair, key, pinnedAt) ? [key] : []))
		const foreign = foreignAmounts(
			map.fields,
			{ crm: shapes.crm[link.crmObject] ?? {}, ma: shapes.ma[link.maObject] ?? {} },
			{ crm: crm.values, ma: ma.values },
		)
		const given = {
			...(foreign.size > 0 ? { foreign } : {}),
			...(pair.elsewhere ? { elsewhere: pair.elsewhere } : {}),
			maps: map.fields,
			crm: { shape: shapes.crm[link.crmObject] ?? {}, values: crm.values, times: timesOf(crm, crmStamps), owned: crm.owned ?? [] },
			ma: { shape: shapes.ma[link.maObject] ?? {}, values: ma.values, times: timesOf(ma, maStamps), owned: ma.owned ?? [] },
			...{ agreed: link.agreed, pinned: Object.keys(link.pinned).filter((key) => !unpinned.includes(key)), frozen: Object.keys(link.frozen) },
			...{ wishes: link.wishes, tieWinner: connection.settings.tieWinner ?? usualSettings.tieWinner, skewMs },
			consent: { words: words.get(link.id) ?? [], at: at.toISOString() },
		}
		const decision = decideLink(given)
		const edited = outside ? editedThere(pair, decision, outside) : []
		if (edited.length === 0) return [{ ...pair, decision, unpinned }]
		return [{ ...pair, decision: decideLink({ ...given, pinned: given.pinned.filter((key) => !edited.includes(key)) }), unpinned: [...unpinned, ...edited] }]
	})
}

/** What the side itself says of a field, else the mark of our own trigger or of its notice, else the record's stamp, which is an upper bound only (B3). */
function timesOf({ modifiedAt, changedAt, values }: SideRecord, stamps: Pair['crmStamps']): Record<string, FieldTime> {
	const times: Record<string, FieldTime> = {}
	if (modifiedAt) for (const field of Object.keys(values)) times[field] = { at: modifiedAt, evidence: 'record' }
	for (const [field, [at]] of Object.entries(toldTimes(stamps, modifiedAt))) times[field] = { at, evidence: 'field' }
	for (const [field, at] of Object.entries(changedAt)) times[field] = { at, evidence: 'field' }
	return times
}

/** A revert stands until a person edits the field again, on either side (A4); what the sync itself writes takes no pin off, nor what nobody knows by whom it was. */
function isEditedSince({ map, crmStamps, maStamps }: Pair, key: string, pinnedAt: string): boolean {
	const field = map.fields.find((one) => one.key === key)
	if (!field) return true
	return [crmStamps[field.crmField], maStamps[field.maField]].some(
		(stamp) => stamp && stamp[0] > pinnedAt && !stamp[1].startsWith('sync:') && !stamp[1].startsWith(toldBy),
	)
}

/** Of another system no trigger of ours tells who edited what: a pinned field that no longer says what it was pinned at, which is its base, was edited there. */
function editedThere({ link }: Pair, { decisions }: LinkDecision, role: Role): string[] {
	return decisions.flatMap(({ key, note, changed, wish }) =>
		note === 'pinned' && !wish && link.pinned[key] && (changed === role || changed === 'both') ? [key] : [],
	)
}
