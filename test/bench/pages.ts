import { openAccountTwins } from '../../app/flows/account/open-account-twins.ts'
import { openDeskCases } from '../../app/flows/case/open-cases.ts'
import { openFunnel } from '../../app/flows/crm/open-funnel.ts'
import { openQueues } from '../../app/flows/crm/open-queues.ts'
import { openReturn } from '../../app/flows/crm/open-return.ts'
import { openWays } from '../../app/flows/crm/open-ways.ts'
import { listAccounts } from '../../app/flows/desk/list-accounts.ts'
import { openTasks } from '../../app/flows/desk/open-tasks.ts'
import { openToday } from '../../app/flows/desk/open-today.ts'
import { openLeads } from '../../app/flows/lead/open-leads.ts'
import { openPerson } from '../../app/flows/marketing/open-person.ts'
import { openProspects } from '../../app/flows/marketing/open-prospects.ts'
import { openDuplicates } from '../../app/flows/merge/open-duplicates.ts'
import { openMerges } from '../../app/flows/merge/open-merges.ts'
import { openRecords } from '../../app/flows/sync/open-records.ts'
import { openRuns } from '../../app/flows/sync/open-runs.ts'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import { openSyncRoom } from '../../app/flows/sync/open-sync-room.ts'
import type { Seller, StaffMember } from '../../app/platform/actor.ts'
import { openDb } from '../../db/client.server.ts'
import { readLeadMatches } from '../../db/queries/lead.ts'
import { countMissing, previewFilter, type Scope } from '../../db/queries/sync-scope.ts'
import { asHouse } from '../../db/scope.server.ts'
import { fillHouse } from './pages-fill.ts'
import { countStatements, machine, openNamedStage, resetStatements } from './stage.ts'

const at = new Date('2026-03-02T09:00:00Z')
const seller = {
	id: 1,
	code: 'BENCH',
	name: 'Bench Roasters',
	timeZone: 'America/Chicago',
	rounding: 'half_away',
	currency: 'USD',
	country: 'US',
	pricesIncludeTax: false,
} as Seller
const staffOf = (userId: number, role: 'head_office' | 'administrator' | 'rep'): StaffMember =>
	({ kind: 'staff', userId, name: 'Ada', email: '', locale: 'en', roles: [role], seller, sessionHash: '', actingFor: null }) as StaffMember

type Page = { page: string; ms: number; worst: number; rows: number; statements: number }

/** What pages are asked, by name: how many rows each shows. Each is a flow as its loader calls it. */
function pagesOf(db: ReturnType<typeof asHouse>, { connectionId, scope }: { connectionId: number; scope: Scope }): Record<string, () => Promise<number>> {
	const [ada, rep] = [staffOf(1, 'administrator'), staffOf(103, 'rep')]
	const none = { text: null, status: null, rating: null, kind: null, whose: null, due: null, queueId: null, after: null }
	const people = {
		...none,
		face: null,
		grade: null,
		minimumScore: null,
		tagId: null,
		listId: null,
		own: null,
		ownValue: '',
		way: null,
		funnel: null,
		sort: 'newest',
		limit: 40,
	} as const
	const prospects = async (asked: object) => (await openProspects(db, ada, { ...people, ...asked }, 'en', at)).prospects.length
	const accounts = async (staff: StaffMember, asked: object) =>
		(await listAccounts(db, staff, { search: '', standing: null, sort: 'name', after: null, limit: 40, at, ...asked })).accounts.length
	const records = async (asked: object) =>
		(await openRecords(db, ada, connectionId, { objectMapId: null, state: null, text: null, after: null, limit: 50, ...asked }))?.rows.length ?? 0
	const twins = async (object: 'prospect' | 'lead' | 'contact', text: string | null = null) =>
		(await openDuplicates(db, ada, { object, text, after: null, limit: 20 })).groups.length
	const leads = async (asked: object) => (await openLeads(db, ada, { ...none, limit: 40, ...asked })).leads.length
	const errors = async (text: string | null) =>
		(await openSyncErrors(db, ada, connectionId, { group: null, code: null, text, after: null, runId: null, limit: 50 }))?.records.length ?? 0
	return {
		'people, newest': () => prospects({}),
		'people, by score': () => prospects({ sort: 'score' }),
		'people, by a name': () => prospects({ text: 'First77777' }),
		'people, by an address': () => prospects({ text: 'p123456@bench.test' }),
		'people, by a word of all': () => prospects({ text: 'bench.test' }),
		'people, by a word of nobody': () => prospects({ text: 'zyxwv' }),
		'people, behind a figure of the way': () => prospects({ way: { step: 'orders', by: 'month', key: '2025-06', months: 12 } }),
		'a person': async () => ((await openPerson(db, ada, 123_456, { at })) ? 1 : 0),
		'duplicates, prospects': () => twins('prospect'),
		'duplicates, leads': () => twins('lead'),
		'duplicates, contacts': () => twins('contact'),
		'duplicates, by a name': () => twins('prospect', 'First500000'),
		'duplicates, accounts': async () => (await openAccountTwins(db, ada, { text: null, after: null, limit: 20 })).groups.length,
		'duplicates, accounts by a name': async () => (await openAccountTwins(db, ada, { text: 'Coffeehaus 5000', after: null, limit: 20 })).groups.length,
		merges: async () => (await openMerges(db, ada, { object: null, text: null, after: null, limit: 40 }, at)).merges.length,
		'way to an order, by month': async () => (await openWays(db, ada, { by: 'month', months: 12 }, at)).ways.length,
		'way to an order, by campaign': async () => (await openWays(db, ada, { by: 'campaign', months: 12 }, at)).ways.length,
		'funnel of leads': async () => (await openFunnel(db, ada, at)).length,
		'return of campaigns': async () => (await openReturn(db, ada, 'even')).length,
		'accounts, by name': () => accounts(ada, {}),
		'accounts, by revenue': () => accounts(ada, { sort: 'revenue' }),
		'accounts, by last order': () => accounts(ada, { sort: 'last_order' }),
		'accounts, by overdue': () => accounts(ada, { sort: 'overdue' }),
		'accounts, by a word': () => accounts(ada, { search: 'haus 77777' }),
		'accounts, by an address': () => accounts(ada, { search: 'p123456@bench' }),
		'accounts of a rep': () => accounts(rep, {}),
		'accounts of a rep, by revenue': () => accounts(rep, { sort: 'revenue' }),
		leads: () => leads({}),
		'leads, by a name': () => leads({ text: 'No 77777' }),
		'matches of a lead': async () => (await readLeadMatches(db, { sellerEntityId: 1, email: 'p123456@bench.test', company: 'coffeehaus 4711' })).length,
		cases: async () => (await openDeskCases(db, ada, { ...none, limit: 40 })).cases.length,
		'cases, open': async () => (await openDeskCases(db, ada, { ...none, status: 'open', limit: 40 })).cases.length,
		tasks: async () => (await openTasks(db, rep, { filter: { ...none, limit: 40 }, at })).tasks.length,
		queues: async () => (await openQueues(db, ada, { ...none, limit: 40 })).rows.length,
		today: async () => (await openToday(db, rep, { at, locale: 'en' })).tasks.length,
		connections: async () => (await openSyncRoom(db, ada, at)).length,
		records: () => records({}),
		'records, by a name': () => records({ text: 'First77777' }),
		'records, by an address': () => records({ text: 'p123456@bench.test' }),
		'records, by a word of all': () => records({ text: 'bench.test' }),
		'records, at rest': () => records({ state: 'archived' }),
		errors: () => errors(null),
		'errors, by a name': () => errors('Last77000'),
		runs: async () => (await openRuns(db, ada, connectionId, { kind: null, after: null, limit: 50 }))?.runs.length ?? 0,
		'whom a back-fill would make': async () => (await countMissing(db, scope)).count,
		'a filter that is tried': async () => (await previewFilter(db, scope, { all: [{ field: 'title', op: 'eq', value: 'Owner' }] } as never)).leaves.count,
	}
}

/** Each page's data `rounds` times, the first left out: the middle and the worst, how many rows it shows and statements it sends. */
export async function runPages(people: number, { rounds, only }: { rounds: number; only: string | undefined }): Promise<Record<string, unknown>> {
	const stage = await openNamedStage(`bench_pages_${people}`, (db) => fillHouse(db, people))
	const db = asHouse(openDb(stage.url, { max: 6, applicationName: 'kontor-pages' }))
	try {
		const [map] = await stage.db<
			{ id: number; connectionId: number }[]
		>`select id, connection_id from sync_object_map where crm_object = 'contact' and ma_object = 'prospect' order by id limit 1`
		const connectionId = map?.connectionId ?? 0
		const scope = {
			...{ connectionId, object: 'contact', sellerEntityId: 1, fields: { title: 'text' } },
			map: { id: map?.id ?? 0, crmObject: 'contact', filter: null, policies: { crm: {}, ma: {} } },
		} as unknown as Scope
		const pages: Page[] = []
		for (const [page, ask] of Object.entries(pagesOf(db, { connectionId, scope })).filter(([name]) => !only || name.includes(only))) {
			await resetStatements(stage.db)
			let rows = await ask()
			const statements = await countStatements(stage.db)
			const times: number[] = []
			for (let round = 0; round < rounds; round += 1) {
				const begun = performance.now()
				rows = await ask()
				times.push(performance.now() - begun)
			}
			const sorted = times.toSorted((a, b) => a - b)
			pages.push({ page, ms: Math.round(sorted[Math.floor(rounds / 2)] ?? 0), worst: Math.round(sorted.at(-1) ?? 0), rows, statements })
			console.error(pages.at(-1))
		}
		return { work: 'pages', machine: await machine(stage.db), people, slowest: Math.max(...pages.map(({ ms }) => ms)), pages }
	} finally {
		await db.end()
		await stage.close()
	}
}
