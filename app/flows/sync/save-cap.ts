import type { Tx } from '../../../db/client.server.ts'
import { insertNotices } from '../../../db/queries/attention.ts'
import { heldByCap, type LockedCap, lockCap, passing, readAdministrators, reserveHeld, saveCapWarned, wakeHeld } from '../../../db/queries/sync-cap.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { insertDecisions, takeRunId, upsertErrors } from '../../../db/queries/sync-journal.ts'
import { insertLinks, type Link, type NewLink } from '../../../db/queries/sync-link.ts'
import type { Capabilities } from '../../connectors/sync/contract.ts'
import { type Arrival, admit, capWarning } from '../../engine/sync/admit.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'

/** Whose links count: those of mappings that join people, which is what an address is mapped for; not those of people who are no prospects. */
export const peopleMaps = ({ objects }: Connection, { mailField, uncounted = [] }: Pick<Capabilities, 'mailField' | 'uncounted'>): number[] =>
	objects.filter(({ maObject, fields }) => !uncounted.includes(maObject) && fields.some(({ maField }) => maField === mailField)).map(({ id }) => id)

/** Somebody who has met her counterpart or may be made. `held`: the link under which she waits already. */
export type CapArrival = { link: NewLink; held: Link | null; arrivedAt: Date; cause: string; actor: string }
type Admitting = { connection: Connection; mapIds: readonly number[]; arrivals: readonly CapArrival[]; at: Date }

/** By which an arrival is known: her marketing record, or the record in sales that becomes one. */
export const arrivalKey = ({ maObject, maId, crmObject, crmId }: Pick<NewLink, 'maObject' | 'maId' | 'crmObject' | 'crmId'>) =>
	maId === null ? `crm:${crmObject}:${crmId}` : `${maObject}:${maId}`

/**
 * Lets through as many as the cap has room for and holds the rest in the order in which they came (sync-core.md A9). Those who pass are reserved
 * in the same breath. By `object:id`, the reserved link of each who passes; null: there is no cap, and everybody does.
 */
export async function admitArrivals(tx: Tx, { connection, mapIds, arrivals, at }: Admitting): Promise<Map<string, number> | null> {
	const counted = arrivals.filter(({ link }) => mapIds.includes(link.objectMapId))
	if (counted.length === 0) return null
	const state = await lockCap(tx, connection.id, mapIds)
	if (!state || state.cap === null) return null
	const byKey = new Map(counted.map((one) => [arrivalKey(one.link), one]))
	const { passing: through, holding } = admit(counted.map(arrivalOf), state)
	const pick = (some: readonly Arrival[]) => some.flatMap(({ key }) => byKey.get(key) ?? [])
	await reserveHeld(
		tx,
		through.flatMap(({ heldId }) => heldId ?? []),
	)
	// Nobody else sees the counterpart as taken while she waits: who drains first has it.
	const waits = (one: CapArrival, stateReason: string): NewLink => ({
		...one.link,
		...(one.link.maId === null ? {} : { crmId: null }),
		state: 'held',
		stateReason,
		heldAt: one.arrivedAt.toISOString(),
	})
	const fresh = (some: readonly CapArrival[]) => some.filter(({ held }) => held === null)
	const reserved = await insertLinks(
		tx,
		connection.id,
		fresh(pick(through)).map((one) => waits(one, passing)),
		at,
	)
	const held = await insertLinks(
		tx,
		connection.id,
		fresh(pick(holding)).map((one) => waits(one, heldByCap)),
		at,
	)
	await sayHeld(tx, { connection, at, held: [...held, ...pick(holding).flatMap((one) => one.held ?? [])], fresh: held, byKey })
	return new Map([
		...reserved.map((link) => [arrivalKey(link), link.id] as const),
		...through.flatMap(({ key, heldId }) => (heldId === null ? [] : [[key, heldId] as const])),
	])
}

const arrivalOf = ({ link, held, arrivedAt }: CapArrival): Arrival => ({
	...{ key: arrivalKey(link), id: link.maId ?? link.crmId ?? '', arrivedAt: arrivedAt.toISOString() },
	...{ heldId: held?.id ?? null, isReserved: held?.stateReason === passing },
})

type Saying = {
	connection: Connection
	at: Date
	held: readonly Link[]
	fresh: readonly Link[]
	byKey: ReadonlyMap<string, Pick<CapArrival, 'cause' | 'actor'>>
}

/** Nothing silent: each stands in the error list with its remedy, and in the journal from the moment it was held. */
export async function sayHeld(tx: Tx, { connection, at, held, fresh, byKey }: Saying): Promise<void> {
	const rows = held.map(({ id, crmObject, crmId, maObject, maId }) => ({
		...(maId === null ? { side: 'crm' as const, object: crmObject, recordId: crmId ?? '' } : { side: 'ma' as const, object: maObject, recordId: maId }),
		...{ linkId: id, fieldMapId: null, field: '', code: heldByCap },
		...{ errorClass: classifyFailure(heldByCap).class, message: null, value: null, facts: {} },
	}))
	await upsertErrors(tx, connection.id, rows, at)
	const lines = fresh.map((link) => ({
		...{
			key: '0',
			crmField: '',
			maField: '',
			linkId: link.id,
			crm: null,
			ma: null,
			crmAt: null,
			maAt: null,
			agreed: undefined,
			rule: 'held',
			winner: null,
			wrote: null,
		},
		...{ changed: 'neither' as const, later: 'tie' as const, value: null, note: 'held' as const },
		...{ cause: byKey.get(arrivalKey(link))?.cause ?? 'cap', actor: byKey.get(arrivalKey(link))?.actor ?? `sync:${connection.id}` },
	}))
	if (lines.length > 0) await insertDecisions(tx, { connectionId: connection.id, runId: await takeRunId(tx), at, rows: lines })
}

/**
 * The places as a batch leaves them; null: there is no cap. Before its jobs are finished: who wakes those in line would wait for whoever
 * finishes the same job, who waits for the places.
 */
export async function lockPlaces(tx: Tx, { connection, mapIds }: Pick<Admitting, 'connection' | 'mapIds'>): Promise<LockedCap | null> {
	return connection.prospectCap === null ? null : await lockCap(tx, connection.id, mapIds)
}

/** Once a batch is through: places that came free are given to the first in line, and administrators hear once of each crossing of 80 and 95 in a hundred. */
export async function settleCap(tx: Tx, { connection, state, at }: { connection: Connection; state: LockedCap | null; at: Date }): Promise<void> {
	if (!state || state.cap === null) return
	await wakeHeld(tx, state.line, at)
	const warns = capWarning(state)
	if (warns === state.warned) return
	await saveCapWarned(tx, connection.id, warns)
	if (warns < state.warned) return
	const facts = { percent: warns, live: state.live, cap: state.cap, held: state.held }
	const users = await readAdministrators(tx, connection.sellerEntityId)
	const notices = users.map((userId) => ({
		idempotencyKey: `sync.cap:${connection.id}:${warns}:${at.toISOString()}:${userId}`,
		userId,
		kind: 'sync.cap_near',
		facts,
		at,
	}))
	if (notices.length > 0) await insertNotices(tx, notices)
}
