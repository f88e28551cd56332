import { Worker } from 'node:worker_threads'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import type { SidePort, SideWrite } from '../../app/connectors/sync/contract.ts'
import { SideDown } from '../../app/platform/side-down.ts'
import { sendBulk } from '../support/bulk.ts'

export const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-bench' }
const fields = ['FirstName', 'LastName', 'Email', 'Title', 'Score__c', 'AccountId']
const chunk = 1600

export type Org = { origin: string; ids: string[]; end: () => Promise<number>; knobs: (turn: object) => Promise<{ calls: { used: number } }> }

/** T3 of sync-core.md: the port alone against an org that takes 200 ms for each call; no core and no database yet. */
export async function runSide(contacts: number, answerDelayMs = 200): Promise<Record<string, unknown>> {
	const org = await openOrg(contacts, answerDelayMs)
	const port = open(org, 0.5)
	try {
		await port.describe(['Contact'])
		const read = await timed(org, () => inChunks(org.ids, async (ids) => void (await port.readByIds('Contact', ids, fields))))
		const written = await timed(org, () => inChunks(org.ids, async (ids) => landed(await port.write(ids.map((id) => change(id, '1'))), ids.length)))
		const both = await timed(org, () => inChunks(org.ids, (ids) => turn(port, ids)))
		const bulk = await timed(org, async () =>
			landed(
				await sendBulk(
					port,
					org.ids.map((id) => change(id, '3')),
				),
				contacts,
			),
		)
		const per = (some: { seconds: number }) => Math.round(contacts / some.seconds)
		return {
			...{ work: 'side', contacts, answerDelayMs },
			read: { recordsPerSecond: per(read), recordsPerCall: Math.round(contacts / read.calls) },
			write: { recordsPerSecond: per(written), recordsPerCall: Math.round(contacts / written.calls) },
			readAndWrite: { recordsPerSecond: per(both), calls: both.calls },
			bulk: { recordsPerSecond: per(bulk), calls: bulk.calls },
			quota: await share(org),
		}
	} finally {
		await org.end()
	}
}

const open = ({ origin }: Org, quotaShare: number): SidePort =>
	openSalesforce({ origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret }, quotaShare })

export function openOrg(contacts: number, answerDelayMs: number): Promise<Org> {
	const worker = new Worker(new URL('side-org.ts', import.meta.url), { workerData: { contacts, answerDelayMs, keys } })
	return new Promise((resolve, reject) => {
		worker.once('error', reject)
		worker.once('message', ({ origin, ids }: { origin: string; ids: string[] }) => {
			const headers = { authorization: `Bearer ${keys.clientSecret}` }
			const knobs: Org['knobs'] = async (turned) =>
				(await (await fetch(`${origin}/_knobs`, { method: 'POST', headers, body: JSON.stringify(turned) })).json()) as { calls: { used: number } }
			resolve({ origin, ids, knobs, end: () => worker.terminate() })
		})
	})
}

export async function timed(org: Org, run: () => Promise<void>): Promise<{ seconds: number; calls: number }> {
	const { calls: before } = await org.knobs({})
	const start = performance.now()
	await run()
	const seconds = (performance.now() - start) / 1000
	return { seconds, calls: (await org.knobs({})).calls.used - before.used }
}

/** Four chunks under way at a time, as four jobs of the worker. */
async function inChunks(ids: readonly string[], run: (some: string[]) => Promise<void>): Promise<void> {
	const chunks = Array.from({ length: Math.ceil(ids.length / chunk) }, (_, at) => ids.slice(at * chunk, (at + 1) * chunk))
	const jobs = Array.from({ length: 4 }, async () => {
		for (let some = chunks.shift(); some; some = chunks.shift()) await run(some)
	})
	await Promise.all(jobs)
}

const change = (id: string, score: string): SideWrite => ({ key: id, object: 'Contact', id, values: { Score__c: score, Title: `Buyer, round ${score}` } })

function landed(answers: readonly { ok: boolean }[], expected: number): void {
	const refused = answers.filter(({ ok }) => !ok)
	if (answers.length !== expected || refused.length > 0) throw new Error(`${refused.length} of ${answers.length} refused: ${JSON.stringify(refused[0])}`)
}

/** What a job does: reads what stands there, compares, writes what differs, and the next reading agrees. */
async function turn(port: SidePort, ids: readonly string[]): Promise<void> {
	const records = await port.readByIds('Contact', ids, fields)
	const differing = records.filter(({ values }) => values['Score__c'] !== '2')
	if (differing.length !== ids.length) throw new Error(`${differing.length} of ${ids.length} records read before they were written`)
	landed(await port.write(differing.map(({ id }) => change(id, '2'))), ids.length)
}

/** With a day of 60 calls and half of it ours, eight jobs that never stop asking. */
async function share(org: Org): Promise<{ limit: number; share: number; used: number }> {
	await org.knobs({ calls: { used: 0, limit: 60 } })
	const port = open(org, 0.5)
	let isOver = false
	const ask = async () => {
		while (!isOver) {
			await port.readByIds('Contact', org.ids.slice(0, 1), ['Email']).catch((error: unknown) => {
				if (!(error instanceof SideDown)) throw error
				isOver = true
			})
		}
	}
	await Promise.all(Array.from({ length: 8 }, ask))
	const { calls } = await org.knobs({})
	if (calls.used > 30) throw new Error(`${calls.used} calls of 60 were used, and 30 are ours`)
	return { limit: 60, share: 0.5, used: calls.used }
}
