import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { type DeputiesPage, type DeputyRow, insertDeputy, lockAway, markDeputy, readDeputies } from '../../../db/queries/approval-deputy.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import type { Answerer } from '../../engine/approval/decide-answer.ts'
import { mayNameFor, readDeputy, standsAlready, type TypedDeputy } from '../../engine/approval/deputies.ts'
import { type Day, dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type DomainEvent, saveEvents } from '../event/save-events.ts'
import { answererOf } from './load-approval.ts'

export type OpenedDeputies = {
	/** `mayEnd`: she may end it or, when it is over too early, take that back. */
	deputies: (DeputyRow & { mayEnd: boolean; isOver: boolean })[]
	/** Whom she may name for, and who may stand in. */
	awayChoices: DeputiesPage['people']
	deputyChoices: DeputiesPage['people']
	contactId: number | null
	today: Day
}

/** Who stands in for whom; one statement. Null for a guest. */
export async function openDeputies(db: Db, shopper: Shopper, at: Date): Promise<OpenedDeputies | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const today = dayIn(at, shopper.seller.timeZone)
	const { deputies, people } = await readDeputies(db, accountId, today)
	const who = namerOf(shopper)
	const choices = people.filter(({ role, signsIn }) => signsIn && role !== 'viewer')
	return {
		deputies: deputies.map((one) => ({ ...one, mayEnd: who !== null && mayEnd(one, who), isOver: one.isEnded || one.untilOn < today })),
		awayChoices: who === null ? [] : choices.filter(({ id }) => mayNameFor(who, id)),
		deputyChoices: choices,
		contactId: shopper.contactId,
		today,
	}
}

type Who = Answerer

/** Naming is not answering: no key of a machine does it. */
function namerOf(shopper: Shopper): Who | null {
	const who = answererOf(shopper)
	return who && { ...who, isHerself: shopper.kind === 'buyer' }
}

/** A deputy may lay it down herself; only whoever may name takes that back. */
const mayEnd = ({ contactId, deputyContactId, isEnded }: DeputyRow, who: Who): boolean =>
	mayNameFor(who, contactId) || (!isEnded && who.isHerself && who.contactId === deputyContactId)

export type DeputyChange = { kind: 'name'; typed: TypedDeputy } | { kind: 'end' | 'putBack'; deputyId: number }
export type DeputyChanged = { ok: true } | { ok: false; refusals: Refusal[] }

const idOf = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null)

const no = (code: string, facts: Refusal['facts'] = {}): DeputyChanged => ({ ok: false, refusals: [refusal(code, facts)] })

/**
 * Names a deputy, ends her time early, or takes that end back; written into the audit trail. Refuses what `readDeputy` does, and
 * `DEPUTY_TWICE`, `DEPUTY_OVER` where an end cannot be taken back. Null: no such deputy of this account.
 */
export async function changeDeputies(db: Db, shopper: Shopper, { change, at }: { change: DeputyChange; at: Date }): Promise<DeputyChanged | null> {
	const { accountId } = shopper.account
	const who = namerOf(shopper)
	if (accountId === null || who === null) return null
	const today = dayIn(at, shopper.seller.timeZone)
	return withTransaction<DeputyChanged | null>(db, async (tx) => {
		const contactId = change.kind === 'name' ? idOf(change.typed.contactId) : null
		await lockAway(tx, { accountId, contactId, deputyId: change.kind === 'name' ? null : change.deputyId })
		const page = await readDeputies(tx, accountId, today)
		if (change.kind !== 'name') return mark(tx, { accountId, who, page, today, at }, change)
		const read = readDeputy(change.typed, page, who, today)
		if (!read.ok) return read
		const { id } = await insertDeputy(tx, accountId, { ...read.deputy, namedByContactId: who.contactId }, at)
		await noted(tx, { accountId, who, at }, { action: 'deputy.named', deputyId: id, facts: read.deputy })
		const { deputy } = read
		// Whoever did not name it herself is told, the deputy and who is away alike.
		const told = [deputy.deputyContactId, deputy.contactId].filter((one) => one !== who.contactId)
		await saveEvents(
			tx,
			told.map((one) => eventOf('deputy.named', { accountId, deputyId: id, contactId: one, at }, read.deputy)),
		)
		return { ok: true }
	})
}

type Marking = { accountId: number; who: Who; page: DeputiesPage; today: Day; at: Date }

async function mark(
	tx: Tx,
	{ accountId, who, page, today, at }: Marking,
	{ kind, deputyId }: Exclude<DeputyChange, { kind: 'name' }>,
): Promise<DeputyChanged | null> {
	const deputy = page.deputies.find(({ id }) => id === deputyId)
	if (!deputy) return null
	if (!mayEnd(deputy, who)) return no('ROLE_MAY_NOT')
	if (deputy.untilOn < today) return no('DEPUTY_OVER')
	const twin =
		kind === 'putBack'
			? standsAlready(
					page.deputies.filter(({ id }) => id !== deputyId),
					deputy,
				)
			: undefined
	if (twin) return no('DEPUTY_TWICE', { name: twin.deputyName })
	if (deputy.isEnded === (kind === 'end')) return { ok: true }
	await markDeputy(tx, { accountId, deputyId }, kind === 'end' ? { at, contactId: who.contactId } : null)
	const { contactId, deputyContactId, fromOn, untilOn } = deputy
	const facts = { contactId, deputyContactId, fromOn, untilOn }
	await noted(tx, { accountId, who, at }, { action: kind === 'end' ? 'deputy.ended' : 'deputy.put_back', deputyId, facts })
	if (kind === 'end') await saveEvents(tx, [eventOf('deputy.ended', { accountId, deputyId, contactId: deputyContactId, at }, facts)])
	return { ok: true }
}

type Days = { contactId: number; deputyContactId: number; fromOn: Day; untilOn: Day }

function noted(
	tx: Tx,
	{ accountId, who, at }: { accountId: number; who: Who; at: Date },
	{ action, deputyId, facts }: { action: string; deputyId: number; facts: Days },
) {
	return insertAudit(tx, [
		{
			userId: null,
			accountId,
			contactId: who.contactId,
			onBehalfOfContactId: facts.contactId,
			action,
			subject: `approval_deputy:${deputyId}`,
			after: facts,
			at,
		},
	])
}

function eventOf(
	topic: 'deputy.named' | 'deputy.ended',
	{ accountId, deputyId, contactId, at }: { accountId: number; deputyId: number; contactId: number; at: Date },
	{ contactId: awayContactId, ...days }: Days,
): DomainEvent {
	return { topic, subject: `deputy:${deputyId}`, accountId, contactId, occurredAt: at, payload: { deputyId, awayContactId, ...days } }
}
