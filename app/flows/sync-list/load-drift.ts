import type { Sql } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { readLinks } from '../../../db/queries/sync-link.ts'
import { type ListLine, type ListPage, readBusy } from '../../../db/queries/sync-list.ts'
import { listLinks } from '../../../db/queries/sync-resync.ts'
import { decidePairs } from '../sync/load-decided.ts'
import { loadShapes, loadSide, loadStamps, pairUp } from '../sync/load-pairs.ts'
import { loadWords } from '../sync/save-consents.ts'
import type { DecidedPair, Pair, Ports } from '../sync/types.ts'

type Comparing = { connection: Connection; ports: Ports; page: readonly ListPage[]; skewMs: number; at: Date }

/**
 * What of these links stands apart although nothing is on its way to it (sync-core.md B15): a trigger that was off, a notice that was lost. A field that
 * is pinned, frozen or refused is no drift: somebody knows; nor is what only goes along with the next change. Statements do not grow with the links.
 */
export async function loadDrift(sql: Sql, { connection, ports, page, skewMs, at }: Comparing): Promise<ListLine[]> {
	const ids = page.map(({ id }) => id)
	const links = await readLinks(sql, ids)
	const jobs = page.map(({ id, side, object, recordId }) => ({
		...{
			id,
			linkId: id,
			side,
			object,
			recordId,
			lane: lanes.backfill,
			causes: ['reconcile'],
			actor: `sync:${connection.id}`,
			attempts: 0,
			runId: null,
			waitsFor: null,
			dueAt: at,
			firstAt: at,
		},
	}))
	const sides = {
		crm: await loadSide(ports.crm, { connection, role: 'crm', links }),
		ma: await loadSide(ports.ma, { connection, role: 'ma', links }),
		stamps: await loadStamps(sql, { connection, links }),
	}
	const pairs = pairUp({ connection, links, jobs, ...sides })
	const gone = pairs.filter(({ crm, ma }) => !crm || !ma)
	const shapes = await loadShapes(connection, ports)
	const apart = decidePairs(pairs, { ...{ connection, shapes, skewMs, words: await loadWords(sql, ports, pairs), at } })
		.map(({ link, decision }) => ({ link, decisions: decision.decisions.filter(({ maField }) => !shapes.ma[link.maObject]?.[maField]?.isUnmarked) }))
		.filter(({ decisions }) => decisions.some(({ wrote }) => wrote))
	if (gone.length + apart.length === 0) return []
	// Asked last: what changed while we looked is on its way.
	const busy = await readBusy(
		sql,
		connection.id,
		[...gone, ...apart].map(({ link }) => link.id),
	)
	const found = { gone: gone.filter(({ link }) => !busy.has(link.id)), apart: apart.filter(({ link }) => !busy.has(link.id)) }
	const linkIds = [...found.gone, ...found.apart].map(({ link }) => link.id)
	if (linkIds.length === 0) return []
	const names = new Map(
		(await listLinks(sql, { connectionId: connection.id, linkIds }, { after: null, limit: linkIds.length })).map(({ id, name }) => [id, name]),
	)
	return [...found.gone.map((pair) => goneLine(pair, names)), ...found.apart.flatMap((pair) => apartLines(pair, names))]
}

type Names = ReadonlyMap<number, string>
type Apart = Pick<DecidedPair, 'link'> & Pick<DecidedPair['decision'], 'decisions'>

function goneLine({ link, crm }: Pair, names: Names): ListLine {
	const [side, object, recordId] = crm ? (['ma', link.maObject, link.maId] as const) : (['crm', link.crmObject, link.crmId] as const)
	return {
		linkId: link.id,
		fieldMapId: null,
		name: names.get(link.id) ?? '',
		side,
		object,
		recordId,
		field: '',
		fromValue: null,
		toValue: null,
		rule: 'gone',
		state: 'open',
		reason: null,
	}
}

function apartLines({ link, decisions }: Apart, names: Names): ListLine[] {
	return decisions.flatMap(({ key, crmField, maField, crm, ma, wrote, value, rule }): ListLine[] => {
		if (!wrote) return []
		const [object, recordId, field, fromValue] = wrote === 'crm' ? [link.crmObject, link.crmId, crmField, crm] : [link.maObject, link.maId, maField, ma]
		return [
			{
				linkId: link.id,
				fieldMapId: Number(key),
				name: names.get(link.id) ?? '',
				side: wrote,
				object,
				recordId,
				field,
				fromValue,
				toValue: value,
				rule,
				state: 'open',
				reason: null,
			},
		]
	})
}
