import type { Sql } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { countMirrors, type MirrorCount, type MirrorLine } from '../../../db/queries/sync-mirror.ts'
import type { OutsideSides, OwnObject } from '../../connectors/sync/contract.ts'
import { type MirrorDiffers, mirrorDiffers } from '../../engine/sync/mirror-differs.ts'
import { type MirrorOffer, offerMirror } from '../../engine/sync/plan-mirror.ts'
import { SideDown } from '../../platform/side-down.ts'
import { noneWhenDown } from '../sync/load-outside.ts'

/** The port where the other system is master: only sales' side has objects that are mirrored (sync-core.md A42). */
const portOf = (connection: Connection, sides: OutsideSides) => (connection.crmSystem.startsWith('embedded_') ? null : sides(connection))

/** What the other system has of its own, and one of it looked at closely. */
type Beyond = { isPossible: boolean; own: OwnObject[]; picked: MirrorOffer | null }

/** Asks the other system, outside of any transaction. `pick`: the object that somebody looks at. */
export async function loadMirrorsBeyond(connection: Connection, sides: OutsideSides, pick: string | null): Promise<Beyond> {
	const port = portOf(connection, sides)
	// Who answers nothing may still have been read before.
	if (!port?.listOwn) return { isPossible: false, own: [], picked: null }
	const own = await port.listOwn().catch(noneWhenDown)
	return { isPossible: true, own, picked: pick === null ? null : await loadMirrorOffer(connection, sides, pick) }
}

/** A line of the journal without the two versions, with where they differ. */
export type MirrorEntry = Pick<MirrorLine, 'id' | 'name' | 'at' | 'kind'> & { differs: MirrorDiffers[] }
export type MirrorRoom = {
	isPossible: boolean
	isRunning: boolean
	mirrors: (Omit<MirrorCount, 'lines'> & { lines: MirrorEntry[] })[]
	offered: OwnObject[]
	picked: MirrorOffer | null
}
const mostLines = 10

/** Which objects of the other system's own are read here, how it goes, and which others could be; one statement. */
export async function loadMirrorRoom(sql: Sql, connection: Connection, { isPossible, own, picked }: Beyond): Promise<MirrorRoom> {
	const mirrors = isPossible ? await countMirrors(sql, connection.id, mostLines) : []
	const isTaken = (object: string) => mirrors.some((one) => one.object === object)
	return {
		isPossible,
		isRunning: connection.state === 'running',
		mirrors: mirrors.map((mirror) => ({
			...mirror,
			lines: mirror.lines.map(({ before, after, ...line }) => ({ ...line, differs: mirrorDiffers(mirror, before, after) })),
		})),
		offered: own.filter(({ name }) => !isTaken(name)),
		picked: picked && !isTaken(picked.object) ? picked : null,
	}
}

/** One of them with its lookups and fields as they are now. Null: there is none, it is not shown, or nobody answers. Outside of any transaction. */
export async function loadMirrorOffer(connection: Connection, sides: OutsideSides, object: string): Promise<MirrorOffer | null> {
	const port = portOf(connection, sides)
	try {
		const own = (await port?.listOwn?.())?.find(({ name }) => name === object)
		const [shape] = own && port ? await port.describe([object]) : []
		return own && shape ? offerMirror({ ...shape, label: own.label }, own.nameField, connection.objects) : null
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		return null
	}
}
