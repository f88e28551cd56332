import type { SidePort, SideWrite, SideWritten } from '../../app/connectors/sync/contract.ts'
import { failRows } from '../../app/connectors/sync/write-lots.ts'

/** All rows as one bulk job, looked at until it has ended; answers under the keys of the rows. What the job did not come to is refused. */
export async function sendBulk({ bulk }: SidePort, rows: readonly SideWrite[]): Promise<SideWritten[]> {
	if (!bulk) throw new Error('This side has no bulk way')
	const [first] = rows
	const part = { object: first?.object ?? '', isNew: first?.id === null }
	const id = await bulk.open(part)
	await bulk.fill(id, part, rows)
	await bulk.start(id)
	for (let looks = 0; ; looks++) {
		const { state } = await bulk.look(id)
		if (state !== 'working') break
		if (looks > 1000) throw new Error('The job never ends')
	}
	const { written, untouched } = await bulk.results(id, part)
	const keyOf = new Map(rows.map((row) => [row.id ?? row.externalKey ?? '', row]))
	const left = untouched.flatMap((name) => keyOf.get(name) ?? [])
	const why = { code: 'UNTOUCHED', message: '', fields: [], status: null, retryAfterSeconds: null, isUnknown: false }
	return [...written.map((answer) => ({ ...answer, key: keyOf.get(answer.key)?.key ?? answer.key })), ...failRows(left, why)]
}
