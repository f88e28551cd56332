import { compareField } from './compare-field.ts'
import { isSame, normalise } from './normalise.ts'
import { preflight } from './preflight.ts'
import type { FieldDecision, FieldMap, LinkCase, LinkDecision, Wish } from './types.ts'

/**
 * A field of which a person ordered what stands on one side (sync-core.md A4, B8, section e): the value goes there whatever the table says, given that
 * `expects`, if it is said, still stands there; what says already what was ordered is done, for an answer may have been lost. Ordered for good it is the
 * base from then on and pinned; otherwise the base stays, and the next look carries it on as an edit of that side. What the side would refuse is refused
 * by its code, and the order is done with.
 */
export function decideWish(given: LinkCase, decision: LinkDecision, map: FieldMap, wish: Wish): void {
	const field = wish.side === 'crm' ? map.crmField : map.maField
	const shape = given[wish.side].shape[field]
	const row: FieldDecision = {
		...{ key: map.key, crmField: map.crmField, maField: map.maField, value: wish.value, wish },
		crm: normalise(given.crm.values[map.crmField], given.crm.shape[map.crmField]?.kind ?? 'text'),
		ma: normalise(given.ma.values[map.maField], given.ma.shape[map.maField]?.kind ?? 'text'),
		...{
			changed: 'neither',
			later: 'tie',
			rule: wish.keeps ? 'pinned' : wish.cause === 'revert' ? 'reverted' : 'edited',
			winner: null,
			wrote: null,
			note: null,
		},
	}
	const now = row[wish.side]
	if (!shape?.visible || map.stoppedBy) {
		decision.decisions.push({ ...row, note: 'refused', wish: { ...wish, refusedFor: map.stoppedBy ?? 'FIELD_MISSING' } })
		return
	}
	const stands = !wish.keeps && isSame(now, normalise(wish.value, shape.kind))
	if (wish.expects !== undefined && !stands && !isSame(now, normalise(wish.expects, shape.kind))) {
		decision.decisions.push({ ...row, note: 'refused', wish: { ...wish, refusedFor: 'CHANGED_SINCE' } })
		return
	}
	const answer = wish.keeps ? { ok: true as const, value: now } : preflight(shape, wish.value, 'error')
	if (!answer.ok) {
		decision.refusals.push({ key: map.key, field, role: wish.side, code: answer.code, value: wish.value, facts: answer.facts })
		decision.decisions.push({ ...row, note: 'refused', wish: { ...wish, refusedFor: answer.code } })
		return
	}
	if (wish.pins) {
		const there = { ...given[wish.side], values: { ...given[wish.side].values, [field]: answer.value } }
		const pair = compareField({ ...given, [wish.side]: there }, map)
		if (pair) decision.agreed[map.key] = pair[wish.side]
	}
	const note = wish.pins ? 'pinned' : null
	if (isSame(now, answer.value)) decision.decisions.push({ ...row, value: answer.value, note })
	else {
		decision[wish.side][field] = answer.value
		decision.decisions.push({ ...row, value: answer.value, wrote: wish.side, note })
	}
}
