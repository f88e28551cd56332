import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLocalFiles } from '../../app/connectors/files/local/local-files.server.ts'
import { saveCampaign } from '../../app/flows/crm/change-campaign.ts'
import { advanceImports } from '../../app/flows/exchange/advance-imports.ts'
import { stageImport } from '../../app/flows/exchange/stage-import.ts'
import { steerImport } from '../../app/flows/exchange/steer-import.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import type { Db } from '../../db/client.server.ts'
import { countStatements, resetStatements } from './stage.ts'

const at = new Date('2026-03-02T09:00:00Z')

/** How a file of each kind looks: `line` for a row that is good, `wrong` for what is wrong with every hundredth but three, `made` where the good rows stand afterwards. */
const files = {
	'campaign-members': {
		head: 'E-Mail,Status,Campaign',
		line: (n: number) => `P${n}@people.test,${n % 2 === 0 ? 'Sent' : 'Responded'},FAIR`,
		wrong: [(n: number) => `nobody${n}@people.test,Sent,FAIR`, (n: number) => `not an address ${n},Sent,FAIR`, (n: number) => `P${n}@people.test,Danced,FAIR`],
		made: 'crm_campaign_member',
	},
	prospects: {
		head: 'email,firstName,lastName,company,tags,lists,consent,consentSource,consentOn',
		line: (n: number) => `F${n}@fair.test,Ada,Bench ${n},Café ${n % 5000},Fair,Visitors${n % 2 === 0 ? ',opt_in,Stand 4,2026-02-20' : ',,,'}`,
		wrong: [
			(n: number) => `not an address ${n},Ada,Bench,,,,,,`,
			(n: number) => `F${n}@fair.test,Ada,Bench,,,,opt_in,,2026-02-20`,
			(n: number) => `F${n}@fair.test,Ada,Bench,,,Unheard of,,,`,
		],
		made: 'ma_prospect',
	},
} as const

export type PeopleKind = keyof typeof files
export const isPeopleKind = (kind: string): kind is PeopleKind => kind in files

type Part = { seconds: number; rowsPerSecond: number; slices: number; chunks: number; statementsPerChunk: number }
export type PeopleResult = { kind: PeopleKind; rows: number; bad: number; trial: Part; import: Part; made: number; rowErrors: Record<string, number> }

/** A seller with a marketer, a campaign and a list; half of the rows' people stand as contacts, half as leads. */
async function fillHouse(owner: Db, house: Db, { kind, rows }: { kind: PeopleKind; rows: number }): Promise<StaffMember> {
	const [seller] = await owner<
		{ id: number }[]
	>`insert into seller_entity (code, name, currency, country) values ('MEMBERS', 'Bench', 'USD', 'US') returning id`
	const sellerId = seller?.id ?? 0
	const [user] = await owner<{ id: number }[]>`
		insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${sellerId}, 'Yuki', 'Bench', 'yuki@bench.test', '{marketer}') returning id`
	await owner`insert into ma_list (seller_entity_id, name) values (${sellerId}, 'Visitors')`
	const staff = {
		...{ kind: 'staff', userId: user?.id ?? 0, name: 'Yuki', email: '', locale: 'en', roles: ['marketer'], sessionHash: '', actingFor: null },
		seller: { id: sellerId, code: 'MEMBERS', currency: 'USD', timeZone: 'UTC' },
	} as unknown as StaffMember
	if (kind === 'campaign-members') {
		const sums = { budgetedCost: '', actualCost: '', expectedRevenue: '', startsOn: '', endsOn: '' }
		const wish = { code: 'FAIR', name: 'Fair', kind: 'event', status: 'planned' as const, parentId: null, ...sums }
		const made = await saveCampaign(house, staff, { id: null, wish, typed: {}, requestId: 'bench', at })
		if (!made?.ok) throw new Error(`No campaign to join: ${JSON.stringify(made)}`)
		await owner`insert into account (seller_entity_id, number, name, currency) select ${sellerId}, 'A' || n, 'Café ' || n, 'USD' from generate_series(0, 999) n`
		await owner`
			insert into contact (account_id, first_name, last_name, email, role)
			select a.id, 'Ada', 'Bench ' || n, 'p' || n || '@people.test', 'buyer' from generate_series(0, ${rows - 1}, 2) n join account a on a.number = 'A' || n / 2 % 1000`
		await owner`
			insert into crm_lead (seller_entity_id, last_name, company, email) select ${sellerId}, 'Bench ' || n, 'Café', 'p' || n || '@people.test' from generate_series(1, ${rows - 1}, 2) n`
	}
	await owner.unsafe('vacuum analyze')
	return staff
}

/** Three rows in a hundred are wrong, each in a way of its own. */
async function* fileOf(kind: PeopleKind, rows: number): AsyncGenerator<Uint8Array> {
	const { head, line, wrong } = files[kind]
	const encoder = new TextEncoder()
	let text = `${head}\r\n`
	for (let n = 0; n < rows; n += 1) {
		text += `${(wrong[n % 100] ?? line)(n)}\r\n`
		if (n % 1000 === 999 || n === rows - 1) {
			yield encoder.encode(text)
			text = ''
		}
	}
}

/**
 * A35 of sync-core.md: a file of people with 3 % bad rows through the marketing room, as its buttons and the worker do it: kept, tried, started,
 * brought in. What is in the tables afterwards is asked of the tables; another figure than the file's ends it with an error.
 */
export async function runMembers(owner: Db, house: Db, { kind, rows }: { kind: PeopleKind; rows: number }): Promise<PeopleResult> {
	const folder = await mkdtemp(join(tmpdir(), 'members-'))
	try {
		await owner.unsafe('create extension if not exists pg_stat_statements')
		const staff = await fillHouse(owner, house, { kind, rows })
		const store = openLocalFiles(folder)
		const part = (steps: () => Promise<unknown>) => measured(owner, rows, () => advanceImports({ db: house, files: store, at }), steps)
		let runId = 0
		const trial = await part(async () => {
			const staged = await stageImport(house, store, staff, { fileName: 'fair.csv', bytes: fileOf(kind, rows), kind, room: 'marketing', at })
			if (!staged.ok) throw new Error(`The file was refused: ${JSON.stringify(staged)}`)
			runId = staged.runId
		})
		const brought = await part(async () => {
			const begun = await steerImport(house, staff, { runId, act: 'start', at, requestId: 'bench', room: 'marketing' })
			if (!begun?.ok) throw new Error(`The import did not start: ${JSON.stringify(begun)}`)
			runId = begun.runId
		})
		const bad = Array.from({ length: rows }, (_, n) => n).filter((n) => n % 100 < files[kind].wrong.length).length
		return { kind, rows, bad, trial, import: brought, ...(await proveRows(owner, { kind, rows, bad, runId })) }
	} finally {
		await rm(folder, { recursive: true })
	}
}

async function proveRows(owner: Db, { kind, rows, bad, runId }: { kind: PeopleKind; rows: number; bad: number; runId: number }) {
	const [{ made } = { made: 0 }] = await owner<{ made: number }[]>`select count(*)::int as made from ${owner(files[kind].made)}`
	const errors = await owner<{ reason: string; rows: number }[]>`
		select reason, count(*)::int as rows from import_reject where run_id = ${runId} and outcome = 'rejected' group by reason order by reason`
	const rowErrors = Object.fromEntries(errors.map(({ reason, rows: count }) => [reason, count]))
	const refused = errors.reduce((sum, one) => sum + one.rows, 0)
	if (made !== rows - bad || refused !== bad) throw new Error(`${made} came in and ${JSON.stringify(rowErrors)} were refused, of ${rows} with ${bad} bad`)
	return { made, rowErrors }
}

/** From the press of the button until the worker has nothing left to do. */
async function measured(owner: Db, rows: number, step: () => Promise<number>, begin: () => Promise<unknown>): Promise<Part> {
	await resetStatements(owner)
	const from = performance.now()
	await begin()
	let slices = 0
	while ((await step()) > 0) slices += 1
	const seconds = (performance.now() - from) / 1000
	const statements = await countStatements(owner)
	const [{ chunks } = { chunks: 0 }] = await owner<{ chunks: number }[]>`
		select coalesce(sum(calls), 0)::int as chunks from pg_stat_statements where toplevel and query ilike '%update import_run set claimed_until%read_count%'`
	return {
		seconds: Math.round(seconds * 100) / 100,
		rowsPerSecond: Math.round(rows / seconds),
		slices,
		chunks,
		statementsPerChunk: Math.round((statements / chunks) * 10) / 10,
	}
}
