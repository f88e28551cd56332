import { changedSince } from './changed-since.ts'
import { writtenBy } from './check-mapping.ts'
import { type Compared, compareField } from './compare-field.ts'
import { compareTimes } from './compare-times.ts'
import { decideWish } from './decide-wish.ts'
import { otherCurrency } from './foreign-amounts.ts'
import { isSame, normalise } from './normalise.ts'
import { preflight } from './preflight.ts'
import { overflowOf, type Told, tellCrm, tellMa } from './project.ts'
import { resolveConsent } from './resolve-consent.ts'
import { otherRole, type Resolution, type ResolveCase, resolveField } from './resolve-field.ts'
import type { Behaviour, ConsentNews, FieldDecision, FieldMap, ForeignAmount, LinkCase, LinkDecision, Note, Role } from './types.ts'

/**
 * What both sides of a link need to agree, field by field (sync-core.md B5, B8): the only place where the sync core decides about
 * values. A field that cannot travel is refused alone and the others go on.
 *
 * Laws: each field is decided as if it were the only one; their order makes no difference; once the writes are made, the
 * same question writes nothing; nothing outside the maps is written; each map is a decision or one of `equal`.
 */
export function decideLink(given: LinkCase): LinkDecision {
	const decision: LinkDecision = { crm: {}, ma: {}, agreed: {}, decisions: [], refusals: [], equal: 0, consents: [] }
	for (const map of given.maps) {
		const crm = given.crm.values[map.crmField] ?? null
		const ma = given.ma.values[map.maField] ?? null
		const wish = given.wishes?.[map.key]
		const foreign = given.foreign?.get(map.key)
		// Nearly every field of nearly every link is equal as it was agreed on: it costs three look-ups.
		if (foreign && map.behaviour !== 'off') refuseForeign(given, decision, { map, foreign })
		else if (wish) decideWish(given, decision, map, wish)
		else if (crm === ma && map.transform === null && given.agreed[map.key] === crm) decision.equal += 1
		else decideField(given, decision, map)
	}
	return decision
}

/** Told nowhere, also where the bare numbers are the same. */
function refuseForeign(given: LinkCase, decision: LinkDecision, { map, foreign }: { map: FieldMap; foreign: ForeignAmount }): void {
	const { role, ...facts } = foreign
	const row = rowOf(given, map, compareField(given, map))
	const value = role === 'crm' ? row.ma : row.crm
	decision.refusals.push({ key: map.key, field: role === 'crm' ? map.crmField : map.maField, role, code: otherCurrency, value, facts })
	decision.decisions.push({ ...row, rule: 'other_currency', value, note: 'refused' })
}

function decideField(given: LinkCase, decision: LinkDecision, map: FieldMap): void {
	const pair = compareField(given, map)
	if (map.isConsent && pair && !heldBy(given, map, pair)) {
		decideConsent(given, decision, { map, pair })
		return
	}
	if (pair && isSame(pair.crm, pair.ma)) {
		decision.equal += 1
		// Both agree without a write, and from now on know it.
		if (!isSame(given.agreed[map.key] ?? null, pair.crm) || given.agreed[map.key] === undefined) decision.agreed[map.key] = pair.crm
		return
	}
	const row = rowOf(given, map, pair)
	const held = heldBy(given, map, pair)
	if (held || !pair) {
		decision.decisions.push({ ...row, ...held })
		return
	}
	const [{ crm, ma }, { behaviour, blank }, { changed, later }] = [pair, map, row]
	const resolution = isOwned(given, map)
		? resolveOwned(given, map, { crm, ma, changed, later })
		: resolveField({ behaviour, blank, crm, ma, changed, later, tieWinner: given.tieWinner, pinned: false })
	write(given, decision, { pair, row, resolution })
}

/** Whose the field is on this record alone, as an order's amount is the house's (app/decisions/0415). */
const ownerOf = ({ crm, ma }: LinkCase, { crmField, maField }: FieldMap) => (crm.owned?.includes(crmField) ? 'crm' : ma.owned?.includes(maField) ? 'ma' : null)
const isOwned = (given: LinkCase, map: FieldMap) => ownerOf(given, map) !== null

/** What its owner says stands, and is told where the mapping ever writes there; the other side's word is never taken. */
function resolveOwned(given: LinkCase, map: FieldMap, { crm, ma, changed, later }: Pick<ResolveCase, 'crm' | 'ma' | 'changed' | 'later'>): Resolution {
	const owner = ownerOf(given, map) ?? 'crm'
	const behaviour = owner === 'crm' ? 'crm_to_ma' : 'ma_to_crm'
	if (!writtenBy(map.behaviour).includes(otherRole(owner))) return { rule: 'owned.kept', winner: owner, wrote: null, value: null }
	const { tieWinner } = given
	const { rule, ...resolution } = resolveField({ behaviour, blank: map.blank, crm, ma, changed, later, tieWinner, pinned: false })
	return { ...resolution, rule: rule.replace(behaviour, 'owned') }
}

/** A flag on mails may have to be set on both sides at once, where what was said outlived the records. */
function decideConsent(given: LinkCase, decision: LinkDecision, { map, pair }: { map: FieldMap; pair: Compared }): void {
	const { joined } = pair
	const timeOf = (role: Role) => given[role].times[joined[role].name]?.at ?? given.consent.at
	const at = { crm: timeOf('crm'), ma: timeOf('ma') }
	const resolution = resolveConsent({ crm: pair.crm, ma: pair.ma, agreed: given.agreed[map.key], words: given.consent.words, at })
	const { rule, winner, writes, value, said, blocked } = resolution
	const news = (kind: ConsentNews['kind']) => (role: Role) => ({ key: map.key, role, field: joined[role].name, kind, at: at[role] })
	decision.consents.push(...said.map(news('opt_out')), ...blocked.map(news('blocked')))
	if (writes.length === 0) decision.equal += 1
	const row = rowOf(given, map, pair)
	for (const wrote of writes) {
		const told: Told = wrote === 'crm' ? { ok: true, value } : tellMa(joined, value, given.ma.values[map.maField] ?? null)
		const answer = told.ok ? preflight(joined[wrote], told.value, 'error') : told
		if (!answer.ok) {
			decision.refusals.push({ key: map.key, field: joined[wrote].name, role: wrote, code: answer.code, value, facts: answer.facts })
			decision.decisions.push({ ...row, rule, winner, value, note: 'refused' })
			return
		}
		decision[wrote][joined[wrote].name] = answer.value
		decision.decisions.push({ ...row, rule, winner, wrote, value: answer.value })
	}
	if (given.agreed[map.key] !== value) decision.agreed[map.key] = value
}

/** By these the CRM's word stands whatever marketing says: two of them would undo each other for ever (app/decisions/0486). */
export const overrulesMa: readonly Behaviour[] = ['use_crm', 'crm_to_ma']

/** Why a field that differs is left alone, whatever the table says. */
function heldBy({ frozen, pinned, elsewhere }: LinkCase, map: FieldMap, pair: Compared | null): { rule: string; note: Note | null } | null {
	const { key, behaviour, stoppedBy } = map
	if (behaviour === 'off') return { rule: 'off', note: null }
	if (overrulesMa.includes(behaviour) && elsewhere?.has(map.maField)) return { rule: 'owned.elsewhere', note: null }
	if (!pair || stoppedBy) return { rule: 'stopped', note: 'stopped' }
	if (frozen.includes(key)) return { rule: 'frozen', note: 'frozen' }
	return pinned.includes(key) ? { rule: 'pinned', note: 'pinned' } : null
}

function rowOf(given: LinkCase, { key, crmField, maField }: FieldMap, pair: Compared | null): FieldDecision {
	const { crm, ma, agreed, skewMs } = given
	return {
		...{ key, crmField, maField },
		crm: normalise(crm.values[crmField], pair?.joined.crm.kind ?? 'text'),
		ma: normalise(ma.values[maField], pair?.joined.ma.kind ?? 'text'),
		changed: pair ? changedSince(agreed[key], pair.crm, pair.ma) : 'neither',
		later: compareTimes(crm.times[crmField], ma.times[maField], skewMs),
		...{ rule: '', winner: null, wrote: null, value: null, note: null },
	}
}

type Writing = { pair: Compared; row: FieldDecision; resolution: Resolution }

function write(given: LinkCase, decision: LinkDecision, { pair, row, resolution }: Writing): void {
	const { joined } = pair
	const { map } = joined
	const { rule, winner, wrote } = resolution
	if (!wrote) {
		decision.decisions.push({ ...row, rule, winner })
		return
	}
	const shape = joined[wrote]
	const told = wrote === 'crm' ? pair.told : tellMa(joined, given.crm.values[map.crmField] ?? null, given.ma.values[map.maField] ?? null)
	const answer = told.ok ? preflight(shape, told.value, overflowOf(joined)) : told
	if (!answer.ok) {
		const value = told.ok ? told.value : row[wrote === 'crm' ? 'ma' : 'crm']
		decision.refusals.push({ key: map.key, field: shape.name, role: wrote, code: answer.code, value, facts: answer.facts })
		decision.decisions.push({ ...row, rule, winner, value, note: 'refused' })
		return
	}
	decision[wrote][shape.name] = answer.value
	decision.agreed[map.key] = wrote === 'crm' ? pair.ma : pair.crm
	const note = isCut(pair, row, wrote) || answer.note ? 'truncated' : rule.startsWith('most_recent.tie') ? 'tie' : null
	decision.decisions.push({ ...row, rule, winner, wrote, value: answer.value, note })
}

/** Whether the value lost its end on the way: the projection has cut it already, so that both count as equal afterwards. */
function isCut({ joined }: Compared, row: FieldDecision, wrote: 'crm' | 'ma'): boolean {
	const { map } = joined
	if (overflowOf(joined) === 'error' || joined[wrote].length === null) return false
	const whole = { ...joined, map: { ...map, overflow: 'error' as const } }
	const told = wrote === 'crm' ? tellCrm(whole, row.ma) : tellMa(whole, row.crm, row.ma)
	return told.ok && typeof told.value === 'string' && told.value.length > (joined[wrote].length ?? 0)
}
