import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type Db, openDb } from '../../db/client.server.ts'
import { startEmbedded } from '../../db/embedded.server.ts'
import { ensureDatabase, migrate, newestLevel } from '../../db/migrate.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { apiScopes, createApiKey } from '../flows/account/create-api-key.ts'
import { exchangeNames } from '../flows/exchange/read-kind.ts'
import { importables } from '../flows/import/read-importables.ts'
import { hashToken } from '../platform/session.server.ts'
import { isExported, runExactImport, runExport } from './exchange.ts'
import { type ImportAnswer, runImport } from './import.ts'
import { progressLine, sayExact, sayRefusals, sayResult } from './say.ts'

const usage = `kontor import <what> --file FILE [--map MAP] [--rejects FILE] [--chunk ROWS] [--json]

  <what>     ${importables.join(', ')}, sobjects
  --file     a CSV, plain or .gz; for sobjects a plan or a tree file
  --map      a map file, or the name of one in app/cli/maps
  --rejects  where rejected rows go (default: beside the file)
  --chunk    rows per transaction (default 8000)
  --json     the result as one line of JSON

Stop it at any time and repeat the same command: it goes on where it stood.

kontor export <what>|all --out FILE|FOLDER [--seller CODE]

  <what>     ${exchangeNames.join(', ')}, salesforce-products
  --out      a CSV file, or for \`all\` a folder with one for each

kontor import <what>|all --file FILE|FOLDER [--seller CODE] [--trial]

  A file that \`export\` wrote is known by its head, and comes in again without loss; it needs no map.
  --trial    writes nothing, and tells what would become of each row

kontor api-key --email BUYER [--name NAME] [--scopes LIST]

  Makes a key for /api/v1 that acts for the buyer's account, and shows it once.
  --scopes   separated by commas (default ${apiScopes.join(',')})
`

/** The database of DATABASE_URL, or the bundled one, at the newest level. */
async function openHouse() {
	const url = process.env['DATABASE_URL']
	if (url) await bringUp(url, process.env['DATABASE_ADMIN_URL'] ?? url)
	if (url) return { db: asHouse(openDb(url, { max: 4, applicationName: 'kontor-import' })), stop: async () => undefined }
	const embedded = await startEmbedded({ dataDir: process.env['KONTOR_DATA_DIR'] ?? '.kontor' })
	await ensureDatabase(embedded.urlOf('postgres'), 'kontor')
	await migrate(embedded.adminUrl)
	return { db: asHouse(openDb(embedded.adminUrl, { max: 4, applicationName: 'kontor-import' })), stop: embedded.stop }
}

/** A database that is behind is migrated, as a start does it; where that may not be, the message says what to do. */
async function bringUp(url: string, adminUrl: string): Promise<void> {
	if ((await levelOf(url)) >= (await newestLevel())) return
	try {
		await migrate(adminUrl)
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error)
		process.stderr.write(`The database is not at the level that this version needs, and could not be brought there: ${why}\n`)
		process.stderr.write('Give the owner of its tables as DATABASE_ADMIN_URL, or run `npm start` against it once.\n')
		process.exit(1)
	}
}

/** The level of a database; 0 where nothing was migrated yet, roles included. */
async function levelOf(url: string): Promise<number> {
	const pool = openDb(url, { max: 1, applicationName: 'kontor-level' })
	const [row] = await asHouse(pool)<{ level: number | null }[]>`select max(level) as level from schema_migration`
		.catch(() => [])
		.finally(() => pool.end({ timeout: 5 }))
	return row?.level ?? 0
}

/** The commands about files that `export` writes, and takes back as they stand. */
async function exportCommand(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' }, seller: { type: 'string' } } })
	const [what] = positionals
	if (!what || !values.out) {
		process.stderr.write(usage)
		return 2
	}
	const house = await openHouse()
	try {
		const answer = await runExport(house.db, { what, out: values.out, seller: values.seller })
		if (!answer.ok) process.stderr.write(`${answer.message}\n`)
		else process.stdout.write(answer.files.map((file) => `${file}\n`).join(''))
		return answer.ok ? 0 : 1
	} finally {
		await house.db.end({ timeout: 5 })
		await house.stop()
	}
}

type ImportValues = { seller?: string | undefined; chunk?: string | undefined; trial?: boolean | undefined; rejects?: string | undefined }

async function importExported(db: Db, what: string, file: string, { values, signal }: { values: ImportValues; signal: AbortSignal }): Promise<number> {
	const options = {
		what,
		file,
		seller: values.seller,
		chunkRows: values.chunk ? Number(values.chunk) : undefined,
		isTrial: values.trial ?? false,
		rejects: values.rejects,
	}
	const isDone = await runExactImport(db, options, (answer) => void process.stdout.write(sayExact(answer)), signal)
	return isDone ? 0 : signal.aborted ? 3 : 1
}

async function importCommand(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			file: { type: 'string' },
			map: { type: 'string' },
			rejects: { type: 'string' },
			chunk: { type: 'string' },
			json: { type: 'boolean' },
			seller: { type: 'string' },
			trial: { type: 'boolean' },
		},
	})
	const [what] = positionals
	if (!what || !values.file) {
		process.stderr.write(usage)
		return 2
	}
	const stop = new AbortController()
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
	const house = await openHouse()
	const began = performance.now()
	try {
		if (what === 'all' || (!values.map && (await isExported(house.db, what, values.file))))
			return await importExported(house.db, what, values.file, { values, signal: stop.signal })
		const answer = await runImport(house.db, {
			what,
			file: values.file,
			map: values.map,
			rejects: values.rejects,
			chunkRows: values.chunk ? Number(values.chunk) : undefined,
			at: new Date(),
			signal: stop.signal,
			onProgress: (progress) => void process.stderr.write(progressLine(progress, (performance.now() - began) / 1000, process.stderr.isTTY)),
		})
		return answered(answer, values.json ?? false)
	} finally {
		await house.db.end({ timeout: 5 })
		await house.stop()
	}
}

function answered(answer: ImportAnswer, json: boolean): number {
	if (json) process.stdout.write(`${JSON.stringify(answer)}\n`)
	else if (answer.ok) process.stdout.write(sayResult(answer))
	if (!answer.ok) {
		if (!json) process.stderr.write(sayRefusals(answer.refusals))
		return 1
	}
	return answer.state === 'stopped' ? 3 : 0
}

/** Shows the key once; the database has only its hash. */
async function apiKeyCommand(args: string[]): Promise<number> {
	const { values } = parseArgs({ args, options: { email: { type: 'string' }, name: { type: 'string' }, scopes: { type: 'string' } } })
	if (!values.email) {
		process.stderr.write(usage)
		return 2
	}
	const key = `kontor_${randomBytes(24).toString('base64url')}`
	const scopes = values.scopes?.split(',').map((scope) => scope.trim()) ?? apiScopes
	const house = await openHouse()
	try {
		const made = await createApiKey(house.db, { email: values.email, name: values.name ?? 'API', scopes, key, keyHash: hashToken(key), at: new Date() })
		if (!made.ok) {
			process.stderr.write(sayRefusals(made.refusals))
			return 1
		}
		process.stdout.write(`${key}\n`)
		process.stderr.write(`For ${made.accountName}; send it as "Authorization: Bearer …". It is not shown again.\n`)
		return 0
	} finally {
		await house.db.end({ timeout: 5 })
		await house.stop()
	}
}

const [command, ...rest] = process.argv.slice(2)
if (command === 'import') process.exitCode = await importCommand(rest)
else if (command === 'export') process.exitCode = await exportCommand(rest)
else if (command === 'api-key') process.exitCode = await apiKeyCommand(rest)
else {
	process.stderr.write(usage)
	process.exitCode = 2
}
