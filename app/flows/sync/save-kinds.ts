import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { ErrorRow } from '../../../db/queries/sync-journal.ts'
import { type Link, moveLinks } from '../../../db/queries/sync-link.ts'
import type { SidePort, SideRecord } from '../../connectors/sync/contract.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { type Standing, turnKind } from '../../engine/sync/turn-kind.ts'
import type { Role } from '../../engine/sync/types.ts'
import { closeErrors, saveErrors } from './save-errors.ts'
import type { Ports } from './types.ts'

const kindDiffers = 'KIND_DIFFERS'
const roles = ['crm', 'ma'] as const
type Sides = Readonly<Record<Role, ReadonlyMap<string, SideRecord>>>
type Kinds = { connection: Connection; ports: Ports; links: readonly Link[]; sides: Sides; at: Date }

/** The object of the same record in its other kind, and its id; null where it has none. */
const otherOf = (port: SidePort, object: string, id: string | null) => {
	const other = port.capabilities.kinds?.[object]
	return other && id !== null ? { object: other, id } : null
}

const namedIn = (link: Link, role: Role) => (role === 'crm' ? { object: link.crmObject, id: link.crmId } : { object: link.maObject, id: link.maId })

/**
 * Links whose record became of another kind on one side or on both (app/decisions/0427): they move with it, rest with a named reason until both sides agree, or go on. No call
 * and no statement while every record stands where its link says. Answers the links that go on, and the ids of those that moved or came back, to be looked at once more.
 */
export async function saveKinds(db: Db, { connection, ports, links, sides, at }: Kinds): Promise<{ staying: Link[]; again: Set<number> }> {
	const open = links.filter(({ state, stateReason }) => state === 'active' || (state === 'conflict' && stateReason === kindDiffers))
	const others = { crm: await readOthers(ports.crm, 'crm', open, sides.crm), ma: await readOthers(ports.ma, 'ma', open, sides.ma) }
	const turned = open.flatMap((link) => {
		const [crm, ma] = roles.map((role) => standingOf(link, { role, port: ports[role], found: sides[role], other: others[role] }))
		const map = mappingOf(connection, ports, link)
		const turn = turnKind({ crm: crm ?? 'gone', ma: ma ?? 'gone', isResting: link.state === 'conflict', hasMapping: map !== undefined })
		return turn ? [{ link, map, turn }] : []
	})
	if (turned.length > 0) await withTransaction(db, (tx) => saveTurned(tx, connection, turned, at))
	const gone = new Set(turned.map(({ link }) => link.id))
	return { staying: links.filter(({ id }) => !gone.has(id)), again: new Set(turned.flatMap(({ link, turn }) => (turn === 'differs' ? [] : [link.id]))) }
}

/** Those that are missing under their name, under that of their other kind; one call for each such object. */
async function readOthers(port: SidePort, role: Role, links: readonly Link[], found: ReadonlyMap<string, SideRecord>): Promise<Set<string>> {
	const asked = links.flatMap((link) => {
		const { object, id } = namedIn(link, role)
		return found.has(`${object}:${id}`) ? [] : (otherOf(port, object, id) ?? [])
	})
	const there = new Set<string>()
	for (const [object, some] of Map.groupBy(asked, (one) => one.object)) {
		const records = await port.readByIds(
			object,
			some.map(({ id }) => id),
			[],
		)
		for (const { id, deletedAt } of records) if (deletedAt === null) there.add(`${object}:${id}`)
	}
	return there
}

type Looking = { role: Role; port: SidePort; found: ReadonlyMap<string, SideRecord>; other: ReadonlySet<string> }

function standingOf(link: Link, { role, port, found, other }: Looking): Standing {
	const { object, id } = namedIn(link, role)
	if (found.has(`${object}:${id}`)) return 'here'
	const turned = otherOf(port, object, id)
	return turned && other.has(`${turned.object}:${turned.id}`) ? 'other' : 'gone'
}

const mappingOf = ({ objects }: Connection, ports: Ports, { crmObject, maObject }: Link) =>
	objects.find((map) => map.crmObject === ports.crm.capabilities.kinds?.[crmObject] && map.maObject === ports.ma.capabilities.kinds?.[maObject])

type Turned = { link: Link; map: Connection['objects'][number] | undefined; turn: 'moves' | 'differs' | 'returns' }

async function saveTurned(tx: Tx, connection: Connection, turned: readonly Turned[], at: Date): Promise<void> {
	await moveLinks(
		tx,
		turned.map(({ link: { id, objectMapId, crmObject, crmId, maObject }, map, turn }) => {
			const goes = turn === 'moves' ? map : undefined
			const rests = turn === 'differs'
			return {
				...{ id, objectMapId: goes?.id ?? objectMapId, crmObject: goes?.crmObject ?? crmObject, crmId, maObject: goes?.maObject ?? maObject },
				...{ state: rests ? ('conflict' as const) : ('active' as const), stateReason: rests ? kindDiffers : null },
			}
		}),
	)
	const errors = turned.flatMap(({ link, turn }) => (turn === 'differs' ? [errorOf(link)] : []))
	await saveErrors(tx, connection.id, errors, at)
	const looked = turned.flatMap(({ link }) => (link.maId === null ? [] : [{ side: 'ma' as const, object: link.maObject, recordId: link.maId }]))
	await closeErrors(tx, connection.id, { looked, seen: errors, at })
}

const errorOf = ({ id, maObject, maId, crmObject }: Link): ErrorRow => ({
	...{ linkId: id, side: 'ma', object: maObject, recordId: maId ?? '', fieldMapId: null, field: '', code: kindDiffers },
	...{ errorClass: classifyFailure(kindDiffers).class, message: null, value: null, facts: { was: crmObject } },
})

/** By a record's name, the live link that it has in its other kind; nothing where the sides know no kinds. */
export function inOtherKind(ports: Ports, { side, object, id }: { side: Role; object: string; id: string }): { side: Role; object: string; id: string }[] {
	const other = otherOf(ports[side], object, id)
	return other ? [{ side, object: other.object, id }] : []
}
