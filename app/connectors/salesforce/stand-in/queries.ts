import { ApiError } from './api-error.ts'
import { type Answer, type Call, type Door, ok } from './calls.ts'
import type { Org } from './org.ts'
import { defined } from './single.ts'
import { parseSoql } from './soql-parse.ts'
import { runSoql } from './soql-run.ts'

const dayMs = 86_400_000

export const queryDoors: Door[] = [
	{ method: 'GET', path: /^\/(query|queryAll)\/?$/, answer: (org, call, [way = '']) => first(org, call, way) },
	{
		method: 'GET',
		path: /^\/(query|queryAll)\/(\w+)-(\d+)$/,
		answer: (org, call, [way = '', locator = '', from = '0']) => page(org, call, way, locator, Number(from)),
	},
	{ method: 'GET', path: /^\/sobjects\/(\w+)\/deleted\/?$/, answer: deleted },
	{
		method: 'GET',
		path: /^\/connect\/organization\/?$/,
		answer: ({ currency }) => ok({ features: { multiCurrency: false, defaultCurrencyIsoCode: currency } }),
	},
	{
		method: 'GET',
		path: /^\/limits$/,
		answer: ({ calls, batches }) => ok({ DailyApiRequests: dayOf(calls), DailyBulkApiBatches: dayOf(batches) }),
	},
]

const dayOf = ({ used, limit }: Org['calls']) => ({ Max: limit, Remaining: Math.max(0, limit - used) })

function first(org: Org, call: Call, way: string): Answer {
	const soql = call.query.get('q')
	if (!soql) throw new ApiError(400, 'MALFORMED_QUERY', 'no SOQL query string was given')
	const { total, records } = runSoql(org, call.root, parseSoql(soql), way === 'queryAll')
	if (records.length <= org.faults.queryBatch) return ok({ totalSize: total, done: true, records })
	org.counter += 1
	const locator = `01g5g00000${org.counter}AAA`
	org.locators.set(locator, records)
	return page(org, call, way, locator, 0)
}

function page(org: Org, { root }: Call, way: string, locator: string, from: number): Answer {
	const records = org.locators.get(locator)
	if (!records) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
	const next = from + org.faults.queryBatch
	const done = next >= records.length
	if (done) org.locators.delete(locator)
	return ok({ totalSize: records.length, done, ...(done ? {} : { nextRecordsUrl: `${root}/${way}/${locator}-${next}` }), records: records.slice(from, next) })
}

/** What was deleted between two times: fifteen days at most, and no further than the bin was kept. */
function deleted(org: Org, { query }: Call, [object = '']: string[]): Answer {
	const def = defined(org, object)
	const [start, end] = [timeOf(query.get('start')), timeOf(query.get('end'))]
	const now = org.now()
	const earliest = Math.max(now - 15 * dayMs, org.binEmptiedAt)
	if (end - start < 60_000) throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'The end date must be more than one minute after the start date.')
	if (start < now - 15 * dayMs) throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be more than 15 days ago')
	const latest = Math.min(end, now - org.faults.feedLagSeconds * 1000)
	const gone = [...(org.rows.get(def.name)?.values() ?? [])].filter(
		({ deletedAt, hiddenUntil }) => deletedAt !== null && deletedAt >= Math.max(start, earliest) && deletedAt < latest && hiddenUntil <= now,
	)
	return ok({
		deletedRecords: gone.map(({ id, deletedAt }) => ({ deletedDate: stamp(deletedAt ?? 0), id })),
		earliestDateAvailable: stamp(earliest),
		latestDateCovered: stamp(latest),
	})
}

const stamp = (at: number) => new Date(at).toISOString().replace('Z', '+0000')

function timeOf(text: string | null): number {
	const at = Date.parse((text ?? '').replace(' ', '+'))
	if (Number.isNaN(at)) throw new ApiError(400, 'INVALID_ARGUMENT', 'start and end are dates')
	return at
}
