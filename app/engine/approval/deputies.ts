import type { Day } from '../base/calendar.ts'
import { daysBetween } from '../base/calendar.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { ApprovalPerson } from './steps-to-take.ts'

/** Somebody who answers in an approver's place from one day to another, both included. */
export type Deputy = {
	id: number
	deputyName: string
	/** Who is away. */
	contactId: number
	deputyContactId: number
	namedByContactId: number
	fromOn: Day
	untilOn: Day
	isEnded: boolean
}

/** Who answers today in whose place. */
export type StandIn = { deputyContactId: number; deputyName: string; namedByContactId: number; away: ApprovalPerson }

/**
 * The deputies of a day. Who has left has none, for she has nothing to give away. There are no chains:
 * a deputy's own deputy answers for her, never for whom she stands in for.
 */
export function standInsOn(day: Day, deputies: readonly Deputy[], people: readonly ApprovalPerson[]): StandIn[] {
	const known = new Map(people.map((person) => [person.contactId, person]))
	return deputies.flatMap(({ contactId, deputyContactId, deputyName, namedByContactId, fromOn, untilOn, isEnded }) => {
		const away = known.get(contactId)
		const isToday = !isEnded && fromOn <= day && day <= untilOn
		return away && isToday ? [{ deputyContactId, deputyName, namedByContactId, away }] : []
	})
}

/**
 * Whose requests a deputy's word does not answer. Law: nobody's own request is answered by herself, in her own place, or by
 * whom she named into another's.
 */
export const keptFrom = ({ deputyContactId, namedByContactId, away }: StandIn): number[] => [deputyContactId, namedByContactId, away.contactId]

/** As it was typed. */
export type TypedDeputy = { contactId: string; deputyContactId: string; fromOn: string; untilOn: string }

export type DeputyChoices = { people: readonly { id: number; name: string; role: string; signsIn: boolean }[]; deputies: readonly Deputy[] }

/** Who names: owners name for anybody, others for themselves. */
export type Namer = ApprovalPerson & { isHerself: boolean }

/** The longest absence, in days. */
const LONGEST = 366

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && text >= '2000' && text < '2200'

/** Whether this person may name or end for another. */
export const mayNameFor = ({ contactId, role, isHerself }: Namer, awayContactId: number): boolean =>
	isHerself && role !== 'viewer' && (role === 'owner' || contactId === awayContactId)

type NewDeputy = Pick<Deputy, 'contactId' | 'deputyContactId' | 'fromOn' | 'untilOn'>

/**
 * A deputy out of what was typed, or everything that is wrong with it: `ROLE_MAY_NOT`, `DEPUTY_AWAY`, `DEPUTY_WHO`, `DEPUTY_SAME`,
 * `DEPUTY_DAYS`, `DEPUTY_TWICE`.
 */
export function readDeputy(typed: TypedDeputy, { people, deputies }: DeputyChoices, namer: Namer, today: Day): Result<{ deputy: NewDeputy }> {
	const mayAnswer = (id: string) => people.find((one) => String(one.id) === id && one.signsIn && one.role !== 'viewer')
	const away = mayAnswer(typed.contactId)
	const deputy = mayAnswer(typed.deputyContactId)
	const { fromOn, untilOn } = typed
	const areDays = isDay(fromOn) && isDay(untilOn) && today <= fromOn && fromOn <= untilOn && daysBetween(fromOn, untilOn) < LONGEST
	const refusals: Refusal[] = []
	if (!away) refusals.push(refusal('DEPUTY_AWAY'))
	else if (!mayNameFor(namer, away.id)) refusals.push(refusal('ROLE_MAY_NOT'))
	if (!deputy) refusals.push(refusal('DEPUTY_WHO'))
	else if (deputy.id === away?.id) refusals.push(refusal('DEPUTY_SAME'))
	if (!areDays) refusals.push(refusal('DEPUTY_DAYS', { most: LONGEST }))
	const twin = away && areDays ? standsAlready(deputies, { contactId: away.id, fromOn, untilOn }) : undefined
	if (twin) refusals.push(refusal('DEPUTY_TWICE', { name: twin.deputyName }))
	if (refusals.length > 0 || !away || !deputy) return { ok: false, refusals }
	return { ok: true, deputy: { contactId: away.id, deputyContactId: deputy.id, fromOn, untilOn } }
}

/** Who stands in for the same person on one of those days. */
export function standsAlready(
	deputies: readonly Deputy[],
	{ contactId, fromOn, untilOn }: Pick<Deputy, 'contactId' | 'fromOn' | 'untilOn'>,
): Deputy | undefined {
	return deputies.find((one) => !one.isEnded && one.contactId === contactId && one.fromOn <= untilOn && fromOn <= one.untilOn)
}
