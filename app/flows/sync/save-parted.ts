import type { SidePort, SideWritten } from '../../connectors/sync/contract.ts'
import { leaveBehind } from '../../engine/sync/leave-behind.ts'
import { isPutBack } from '../../engine/sync/put-back.ts'
import type { Role } from '../../engine/sync/types.ts'
import { writesOf } from './save-pairs.ts'
import type { DecidedPair, Ports, Written } from './types.ts'

/** `pairs`: as decided, less the fields that stayed behind. */
export type WrittenSide = { pairs: readonly DecidedPair[]; answers: Map<string, SideWritten> }

/** Pairs that were refused for fields they name, without these. */
export function partedOf(pairs: readonly DecidedPair[], role: Role, answers: ReadonlyMap<string, SideWritten>): DecidedPair[] {
	return pairs.flatMap((pair) => {
		const answer = answers.get(String(pair.link.id))
		const decision = answer && !answer.ok ? leaveBehind(pair.decision, role, answer.failure) : null
		return decision ? [{ ...pair, decision }] : []
	})
}

/**
 * Writes one of our own sides, in the caller's transaction. A row that is refused for fields it names is written once more without them, all such
 * rows in one call (sync-core.md B8, field quarantine). `only`: the keys of the rows that may be written; all without it.
 */
export async function writeParted(port: SidePort, pairs: readonly DecidedPair[], role: Role, only?: ReadonlySet<string>): Promise<WrittenSide> {
	const write = async (some: readonly DecidedPair[]) => {
		const rows = writesOf(some, role).filter(({ key }) => only?.has(key) ?? true)
		return (rows.length > 0 ? await port.write(rows) : []).map((answer) => [answer.key, answer] as const)
	}
	const answers = new Map(await write(pairs))
	const less = new Map(partedOf(pairs, role, answers).map((pair) => [pair.link.id, pair]))
	for (const [key, answer] of await write([...less.values()])) answers.set(key, answer)
	return { pairs: less.size > 0 ? pairs.map((pair) => less.get(pair.link.id) ?? pair) : pairs, answers }
}

/** Pairs of which one side put back what was written over: they are looked at once more, as often as the breaker of loops lets them (sync-core.md B6). */
export const putBackOf = (pairs: readonly DecidedPair[], written: Written): DecidedPair[] =>
	pairs.filter((pair) =>
		(['crm', 'ma'] as const).some((role) => {
			const answer = written[role].get(String(pair.link.id))
			return answer?.ok && isPutBack(pair.decision[role], pair[role]?.values, answer.stored)
		}),
	)

/** What the worker is asked again about a pair, for the reason that it looked at it now. */
export const againOf = ({ link, job: { causes, actor, lane } }: DecidedPair) => ({ linkId: link.id, causes, actor, lane })

/** Both sides, the CRM first: what it refuses is not yet agreed. */
export async function writeSides(ports: Ports, pairs: readonly DecidedPair[]): Promise<{ pairs: readonly DecidedPair[]; written: Written }> {
	const crm = await writeParted(ports.crm, pairs, 'crm')
	const ma = await writeParted(ports.ma, crm.pairs, 'ma')
	return { pairs: ma.pairs, written: { crm: crm.answers, ma: ma.answers } }
}
