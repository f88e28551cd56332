import { parseArgs } from 'node:util'
import { buildWhenStale } from '../../app/cli/build.ts'
import { openDb } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { type Kind, kinds, runKills } from '../processes/sync-kills.ts'
import type { Size } from './data.ts'
import { explain } from './explain.ts'
import { hasRetail, retailFile, runLadders } from './ladders.ts'
import { matrix } from './matrix.ts'
import { isPeopleKind, runMembers } from './members.ts'
import { runPages } from './pages.ts'
import { fillProspects, runRules } from './rules.ts'
import { scope } from './scope.ts'
import { runSide } from './side.ts'
import { machine, openEmptyStage, openNamedStage } from './stage.ts'
import { syncT1 } from './sync.ts'
import { syncT2, syncT6 } from './sync-live.ts'
import { syncT3 } from './sync-side.ts'
import { w1 } from './w1.ts'
import { w2, w3 } from './w2.ts'
import { w2e } from './w2e.ts'
import { w4 } from './w4.ts'
import { w5 } from './w5.ts'
import { runW8 } from './w8.ts'

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: {
		...{ json: { type: 'boolean', default: false }, explain: { type: 'boolean', default: false }, bulk: { type: 'boolean', default: false } },
		...{
			skus: { type: 'string' },
			accounts: { type: 'string' },
			books: { type: 'string' },
			seconds: { type: 'string', default: '8' },
			lines: { type: 'string', default: '500000' },
			prospects: { type: 'string', default: '1000000' },
			links: { type: 'string', default: '100000' },
			points: { type: 'string', default: '1000' },
			seed: { type: 'string', default: '1' },
			kind: { type: 'string' },
			rows: { type: 'string', default: '100000' },
			rounds: { type: 'string', default: '300' },
			contacts: { type: 'string', default: '20000' },
			locales: { type: 'string', default: 'en,fr-CA,es,ja,cs' },
			concurrency: { type: 'string', default: '1,8,32' },
		},
	},
})

const small: Size = { skus: 10_000, categories: 40, accounts: 1000, segmentBooks: 10, contractBooks: 190, entriesPerBook: null }
const large: Size = { skus: 1_000_000, categories: 4000, accounts: 10_000, segmentBooks: 500, contractBooks: 1500, entriesPerBook: 4500 }

function sized(base: Size): Size {
	const contractBooks = values.books ? Number(values.books) - base.segmentBooks : base.contractBooks
	return { ...base, skus: Number(values.skus ?? base.skus), accounts: Number(values.accounts ?? base.accounts), contractBooks }
}

const seconds = Number(values.seconds)
const concurrency = values.concurrency.split(',').map(Number)

/** Half a million order lines through the import as people run it; `--lines` for fewer. */
async function w8(lines: number): Promise<Record<string, unknown>> {
	const stage = await openEmptyStage()
	const house = asHouse(openDb(stage.url, { max: 4, applicationName: 'kontor-import' }))
	try {
		return { work: 'w8', machine: await machine(stage.db), ...(await runW8(house, lines)) }
	} finally {
		await house.end()
		await stage.close()
	}
}

/** A file of people with 3 % bad rows through the marketing room; `--kind prospects` for people who are new. */
async function members(kind: string, rows: number): Promise<Record<string, unknown>> {
	if (!isPeopleKind(kind)) throw new Error(`There is no file of ${kind} here`)
	const stage = await openEmptyStage('bench_members')
	const house = asHouse(openDb(stage.url, { max: 4, applicationName: 'kontor-import' }))
	try {
		return { work: 'members', machine: await machine(stage.db), ...(await runMembers(stage.db, house, { kind, rows })) }
	} finally {
		await house.end()
		await stage.close()
	}
}

/** An automation rule over a million people, and over those who changed. */
async function rules(prospects: number): Promise<Record<string, unknown>> {
	const stage = await openNamedStage(`bench_rules_${prospects}`, (db) => fillProspects(db, prospects))
	const house = asHouse(openDb(stage.url, { max: 4, applicationName: 'kontor-rules' }))
	try {
		return { work: 'rules', machine: await machine(stage.db), ...(await runRules(stage.db, house, prospects)) }
	} finally {
		await house.end()
		await stage.close()
	}
}

/** Tier ladders derived from a real half year and priced again by the engine; needs the outside data beside the project. */
async function ladders(): Promise<Record<string, unknown>> {
	if (!hasRetail) return { work: 'ladders', skipped: `${retailFile} is not there` }
	const stage = await openEmptyStage()
	try {
		return { work: 'ladders', machine: await machine(stage.db), ...(await runLadders(stage.db, { onStep: (step) => console.error(step) })) }
	} finally {
		await stage.close()
	}
}

/** T4 of sync-core.md: kills at random moments; what is wrong afterwards ends it with an error. */
async function crash(): Promise<Record<string, unknown>> {
	const of = kinds.filter((kind): kind is Kind => (values.kind ?? 'worker,web,postgres').split(',').includes(kind))
	const points = Number(values.points)
	const report = await runKills({
		points,
		seed: Number(values.seed),
		of,
		onPoint: (point, kind, ms) => console.error(`  ${point + 1} of ${points}: ${kind}, ${ms} ms`),
	})
	if (report.wrong.length > 0 || !report.cameToRest || report.writtenAfterQuiet.length > 0) process.exitCode = 1
	return { work: 'crash', seed: values.seed, ...report }
}

const works: Record<string, () => Promise<Record<string, unknown>>> = {
	w1: () => w1({ size: sized(small), seconds, concurrency }),
	w1l: () => w1({ size: sized(large), seconds, concurrency }),
	w2: () => w2(sized(small)),
	w2e: () => w2e(sized(small)),
	w3: () => w3(sized(small), seconds),
	scope: () => scope(sized(small), seconds),
	w4: () => w4(sized(small), Number(values.rounds)),
	w5: () => w5({ skus: Number(values.skus ?? 1_000_000), seconds, concurrency, locales: values.locales.split(',') }),
	w8: () => w8(Number(values.lines)),
	members: () => members(values.kind ?? 'campaign-members', Number(values.rows)),
	rules: () => rules(Number(values.prospects)),
	pages: () => runPages(Number(values.prospects), { rounds: 5, only: values.kind }),
	crash,
	side: () => runSide(Number(values.contacts)),
	'sync-side': () => syncT3(Number(values.contacts), values.bulk),
	sync: () => syncT1(Number(values.links)),
	'sync-live': () => syncT2(Number(values.links), Number(values.seconds)),
	resync: () => syncT6(Number(values.links)),
	matrix: () =>
		matrix(sized(small), [
			{ lines: 300, deliveries: 15 },
			{ lines: 2000, deliveries: 50 },
		]),
	ladders,
}

const [name = ''] = positionals
const work = works[name]
if (!work) {
	console.error(`npm run bench -- <workload>; there are ${Object.keys(works).join(', ')}`)
	process.exit(2)
}
// The pages are measured as they are now: yesterday's build beside today's database is neither.
if (!['side', 'sync', 'sync-live', 'resync', 'rules', 'members', 'pages'].includes(name)) await buildWhenStale((line) => console.error(line))
if (values.explain) {
	console.log(await explain(sized(name === 'w1l' ? large : small)))
	process.exit(0)
}
const figures = await work()
console.log(values.json ? JSON.stringify(figures) : JSON.stringify(figures, null, 2))
