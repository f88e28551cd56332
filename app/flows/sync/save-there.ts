import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readRefused } from '../../../db/queries/sync-error.ts'
import { prepareWrites, type SettledWrite } from '../../../db/queries/sync-write.ts'
import type { SidePort, SideWritten } from '../../connectors/sync/contract.ts'
import { leaveBehind } from '../../engine/sync/leave-behind.ts'
import type { Role } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import { loadCandidates } from './load-candidates.ts'
import { fieldRefused, preparedOf, settledOf } from './save-outside.ts'
import { writesOf } from './save-pairs.ts'
import { partedOf, type WrittenSide } from './save-parted.ts'
import type { DecidedPair } from './types.ts'

type There = { connectionId: number; port: SidePort; role: Role; pairs: readonly DecidedPair[]; at: Date }

/** `settled`: what became of each prepared write. */
export type WrittenThere = WrittenSide & { settled: SettledWrite[] }

/**
 * Writes a batch to another system. A row that is refused for fields it names is written once more in the same round without them, all
 * such rows in one call (sync-core.md B8, field quarantine): the fields stay behind with their refusal. Each write is prepared under
 * its key before it is made. A second refusal leaves the link to the next round, which begins without what is known to be refused.
 */
export async function writeThere(db: Db, given: There): Promise<WrittenThere> {
	const first = await writeOnce(db, { ...given, pairs: await withoutKnown(db, given) })
	const less = partedOf(first.pairs, given.role, first.answers)
	if (less.length === 0) return { ...first, answers: await withCandidates(given, first) }
	const second = await writeOnce(db, { ...given, pairs: less }).catch((error: unknown) => notAsked(error, given, less))
	const byId = new Map(less.map((pair) => [pair.link.id, pair]))
	const written = {
		pairs: first.pairs.map((pair) => byId.get(pair.link.id) ?? pair),
		answers: new Map([...first.answers, ...second.answers]),
		settled: [...first.settled, ...second.settled],
	}
	return { ...written, answers: await withCandidates(given, written) }
}

function withCandidates({ port, role }: There, { pairs, answers }: WrittenThere): Promise<Map<string, SideWritten>> {
	const { mailField } = port.capabilities
	const sent = pairs.flatMap((pair) => {
		const record = pair[role]
		return record ? [{ key: String(pair.link.id), object: record.object, id: record.id, mail: pair.decision[role][mailField] ?? record.values[mailField] }] : []
	})
	return loadCandidates(port, sent, answers)
}

async function writeOnce(db: Db, { connectionId, port, role, pairs, at }: There): Promise<WrittenThere> {
	const prepared = pairs.flatMap((pair) => preparedOf(pair, role))
	await withTransaction(db, (tx) => prepareWrites(tx, connectionId, prepared, at))
	const rows = writesOf(pairs, role)
	const answers = new Map((rows.length > 0 ? await port.write(rows) : []).map((answer) => [answer.key, answer]))
	return { pairs, answers, settled: settledOf(prepared, answers) }
}

/** The first call stands whatever becomes of the second: its rows wait by themselves. */
function notAsked(error: unknown, { role }: There, pairs: readonly DecidedPair[]): WrittenThere {
	if (!(error instanceof SideDown)) throw error
	return { pairs, answers: new Map(writesOf(pairs, role).map(({ key }) => [key, { key, ok: false, failure: error.failure }])), settled: [] }
}

/** A value that was just refused is not sent again in the round that goes on with the others. */
async function withoutKnown(db: Db, { role, pairs }: There): Promise<readonly DecidedPair[]> {
	const open = pairs.filter(({ job }) => job.waitsFor === fieldRefused).map(({ link }) => link.id)
	if (open.length === 0) return pairs
	const refused = Map.groupBy(await readRefused(db, { side: role, linkIds: open }), ({ linkId }) => linkId)
	return pairs.map((pair) => {
		const same = (refused.get(pair.link.id) ?? []).filter(({ field, value }) => JSON.stringify(value) === JSON.stringify(pair.decision[role][field]))
		const decision = same.reduce(
			(left, { field, code, message }) => leaveBehind(left, role, { ...nothing, code, message: message ?? '', fields: [field] }) ?? left,
			pair.decision,
		)
		return { ...pair, decision }
	})
}

const nothing = { status: null, retryAfterSeconds: null, isUnknown: false }
