import { randomUUID } from 'node:crypto'
import type { Tx } from '../../../db/client.server.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { askAgain, lanes } from '../../../db/queries/sync-job.ts'
import { type DecisionRow, insertDecisions } from '../../../db/queries/sync-journal.ts'
import { lockLinks, orderValues } from '../../../db/queries/sync-link.ts'
import { type OpenLine, settleLines } from '../../../db/queries/sync-list.ts'
import { pinFields } from '../../../db/queries/sync-why.ts'
import type { SidePort } from '../../connectors/sync/contract.ts'
import type { Role, SyncValue, Wish } from '../../engine/sync/types.ts'
import { loadSide } from '../sync/load-pairs.ts'

type Undoing = { connection: Connection; runId: number; lines: readonly OpenLine[]; sides: Record<Role, SidePort | null>; userId: number | null; at: Date }

const isSame = (a: SyncValue, b: SyncValue) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Gives back what the list says, through the sides' own door, and pins it, or the next sync would do the same again; a person's edit takes the pin off
 * (app/decisions/0408). What changed since the list was made is left alone, by name. Statements do not grow with the lines. Answers how many values were given back.
 */
export async function saveUndo(tx: Tx, { connection, runId, lines, sides, userId, at }: Undoing): Promise<number> {
	const actor = userId === null ? `sync:${connection.id}` : `user:${userId}`
	await sayCause(tx, { cause: 'revert', actor, trace: randomUUID() })
	const links = await lockLinks(tx, [...new Set(lines.flatMap(({ linkId }) => linkId ?? []))])
	const free = new Set(links.map(({ id }) => id))
	const [done, refused]: [OpenLine[], { id: number; state: 'refused'; reason: string | null }[]] = [[], []]
	for (const role of ['crm', 'ma'] as const) {
		const mine = lines.filter(({ side, linkId }) => side === role && linkId !== null && free.has(linkId))
		const port = sides[role]
		if (mine.length === 0) continue
		if (!port) {
			await orderUndo(tx, { connection, runId, lines: mine, actor, at })
			continue
		}
		const records = await loadSide(port, { connection, role, links })
		const still = mine.filter(({ object, recordId, field, fromValue }) => isSame(records.get(`${object}:${recordId}`)?.values[field] ?? null, fromValue))
		refused.push(...mine.filter((line) => !still.includes(line)).map(({ id }) => ({ id, state: 'refused' as const, reason: 'CHANGED_SINCE' })))
		const rows = [...Map.groupBy(still, ({ linkId }) => linkId)].map(([linkId, some]) => ({
			...{ key: String(linkId), object: some[0]?.object ?? '', id: some[0]?.recordId ?? '' },
			values: Object.fromEntries(some.map(({ field, toValue }) => [field, toValue])),
		}))
		const answers = new Map((rows.length > 0 ? await port.write(rows) : []).map((answer) => [answer.key, answer]))
		for (const line of still) {
			const answer = answers.get(String(line.linkId))
			if (answer?.ok) done.push(line)
			else refused.push({ id: line.id, state: 'refused', reason: answer?.failure.code ?? 'GONE' })
		}
	}
	const pins = [...Map.groupBy(done, ({ linkId }) => linkId)].map(([id, some]) => ({ id: id ?? 0, keys: some.map(({ fieldMapId }) => String(fieldMapId)) }))
	if (pins.length > 0) await pinFields(tx, pins)
	await insertDecisions(tx, { connectionId: connection.id, runId, at, rows: done.flatMap((line) => rowOf(connection, line, actor)) })
	await settleLines(tx, runId, [...done.map(({ id }) => ({ id, state: 'done' as const, reason: null })), ...refused])
	return done.length
}

/** On the side that only the worker speaks to: it looks whether what shall go still stands, gives back, and says so on the line. */
async function orderUndo(
	tx: Tx,
	{ connection, runId, lines, actor, at }: Pick<Undoing, 'connection' | 'runId' | 'lines' | 'at'> & { actor: string },
): Promise<void> {
	const orders = [...Map.groupBy(lines, ({ linkId }) => linkId ?? 0)].map(([id, some]) => ({
		id,
		wishes: Object.fromEntries(
			some.map(({ id: lineId, side, fieldMapId, fromValue, toValue }): [string, Wish] => [
				String(fieldMapId),
				{ side, value: toValue, expects: fromValue, cause: 'revert', actor, pins: true, line: { runId, id: lineId } },
			]),
		),
	}))
	const ordered = new Set(await orderValues(tx, orders))
	const jobs = [...ordered].map((linkId) => ({ linkId, causes: ['revert'], actor, lane: lanes.live }))
	await askAgain(tx, connection.id, jobs, at)
	const resting = lines.filter(({ linkId }) => linkId === null || !ordered.has(linkId))
	await settleLines(
		tx,
		runId,
		resting.map(({ id }) => ({ id, state: 'refused', reason: 'RESTING' })),
	)
}

function rowOf(connection: Connection, { linkId, fieldMapId, side, field, fromValue, toValue }: OpenLine, actor: string): DecisionRow[] {
	const map = connection.objects.flatMap(({ fields }) => fields).find(({ key }) => key === String(fieldMapId))
	if (!map || linkId === null) return []
	return [
		{
			...{ key: map.key, crmField: map.crmField, maField: map.maField, linkId, cause: 'revert', actor },
			...{ crm: side === 'crm' ? fromValue : null, ma: side === 'ma' ? fromValue : null, crmAt: null, maAt: null, agreed: undefined },
			...{ changed: 'neither' as const, later: 'tie' as const, rule: 'reverted', winner: null, wrote: side, value: toValue, note: 'pinned' as const },
		},
	].filter(() => field === (side === 'crm' ? map.crmField : map.maField))
}
