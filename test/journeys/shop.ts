import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import postgres from 'postgres'

const root = resolve(import.meta.dirname, '../..')

export type Shop = {
	/** Where the shop is open. */
	url: string
	/** The shop's own database, for what no page can show; a journey asks it, and never writes to make something happen. */
	sql: postgres.Sql
	/** Everything that web and worker have said. */
	said: () => string
	/** Stops the shop and opens it at the same address on the same database with other settings: a clock moved on, for one. */
	reopen: (settings: Record<string, string>) => Promise<void>
	/** Tells `npm start` to stop, as Ctrl-C or a service manager does; answers with its exit code once it is gone. */
	stop: () => Promise<number | null>
}

type Started = Shop & { close: () => Promise<void> }

async function untilOpen(child: ChildProcess, said: () => string): Promise<string> {
	return new Promise((open, failed) => {
		const look = () => {
			const found = /is open at (\S+)/.exec(said())
			if (found?.[1]) open(found[1])
		}
		child.stdout?.on('data', look)
		child.once('exit', (code) => failed(new Error(`The shop ended with ${code} before it opened:\n${said()}`)))
	})
}

/** The product as `npm start` runs it, on a clone of the demo company and a free port. */
export async function openShop(settings: Record<string, string> = {}): Promise<Started> {
	const template = new URL(process.env['KONTOR_JOURNEY_TEMPLATE'] ?? '')
	const name = `journey_${randomBytes(6).toString('hex')}`
	const urlOf = (database: string) => Object.assign(new URL(template), { pathname: `/${database}` }).toString()
	const owner = postgres(urlOf('postgres'), { max: 1, onnotice: () => undefined })
	await owner`create database ${owner(name)} template ${owner(template.pathname.slice(1))} strategy wal_log`
	const dataDir = join(root, '.cache', name)
	// Playwright's own NODE_ENV says nothing about the shop.
	const env: NodeJS.ProcessEnv = {
		...process.env,
		NODE_ENV: 'production',
		KONTOR_MODE: 'test',
		PORT: '0',
		DATABASE_URL: urlOf(name),
		KONTOR_DATA_DIR: dataDir,
		...settings,
	}
	let output = ''
	const run = (own: NodeJS.ProcessEnv): { child: ChildProcess; gone: Promise<number | null> } => {
		const child = spawn(process.execPath, ['app/cli/start.ts'], { cwd: root, env: own, stdio: ['ignore', 'pipe', 'pipe'] })
		for (const stream of [child.stdout, child.stderr]) {
			stream?.on('data', (chunk: Buffer) => {
				output += chunk
			})
		}
		return { child, gone: new Promise((ended) => child.once('exit', ended)) }
	}
	let running = run(env)
	const url = await untilOpen(running.child, () => output)
	const sql = postgres(urlOf(name), { max: 2, onnotice: () => undefined })
	const stop = () => {
		running.child.kill('SIGTERM')
		return running.gone
	}
	const reopen = async (changed: Record<string, string>) => {
		expect(await stop(), `The shop stops in order:\n${output}`).toBe(0)
		output = ''
		running = run({ ...env, ...changed, PORT: new URL(url).port })
		await untilOpen(running.child, () => output)
	}
	const close = async () => {
		await sql.end()
		expect(await stop(), `The shop stops in order:\n${output}`).toBe(0)
		await owner`drop database ${owner(name)} with (force)`
		await owner.end()
		await rm(dataDir, { recursive: true, force: true })
	}
	return { url, sql, said: () => output, reopen, stop, close }
}

/** A mail stands in a frame without scripts, and refuses those of the test's own browser driver. */
const sandboxed = /Blocked script execution in 'about:srcdoc'/

/** Every page of the journey, checked at its end: a console error or an uncaught one fails it. */
type Quiet = { expected: RegExp[]; watch: (context: BrowserContext) => void }
/** What pages said. A page that is about to fetch something while the shop is closed is at no fault. */
type Ear = { said: string[]; isShut: boolean }
type Fixtures = { ear: Ear; shop: Shop; quiet: Quiet; visit: (locale?: string) => Promise<Page> }

export const test = base.extend<Fixtures>({
	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names out of this pattern
	ear: async ({}, use) => use({ said: [], isShut: false }),
	shop: async ({ ear }, use, info) => {
		info.skip(!process.env['KONTOR_JOURNEY_CHROMIUM'], 'No Chromium on this machine: set CHROMIUM_PATH')
		const shop = await openShop()
		const reopen = async (settings: Record<string, string>) => {
			ear.isShut = true
			await shop.reopen(settings)
			ear.isShut = false
		}
		await use({ ...shop, reopen })
		await shop.close()
	},
	baseURL: async ({ shop }, use) => use(shop.url),
	quiet: [
		async ({ context, ear }, use) => {
			const hear = (line: string) => {
				if (!ear.isShut) ear.said.push(line)
			}
			const watch = (watched: BrowserContext) => {
				watched.on('console', (message) => {
					if (message.type() === 'error') hear(`${message.text()} (${message.location().url})`)
				})
				watched.on('weberror', (error) => hear(error.error().stack ?? error.error().message))
			}
			const quiet: Quiet = { expected: [sandboxed], watch }
			watch(context)
			await use(quiet)
			expect(
				ear.said.filter((line) => !quiet.expected.some((known) => known.test(line))),
				'Nothing was said on the console',
			).toEqual([])
		},
		{ auto: true },
	],
	// A further person at a browser of her own: no cookie of anybody else's.
	visit: async ({ browser, baseURL, quiet }, use) => {
		const contexts: BrowserContext[] = []
		await use(async (locale = 'en-US') => {
			const context = await browser.newContext({
				...(baseURL ? { baseURL } : {}),
				locale,
				timezoneId: 'America/Chicago',
				viewport: { width: 1280, height: 900 },
			})
			quiet.watch(context)
			contexts.push(context)
			return await context.newPage()
		})
		for (const context of contexts) await context.close()
	},
})

/** No violation of WCAG 2.2 AA on the page as it stands now. Ask it full, empty and refused, and with its dialogs open. */
export async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		.exclude('iframe[sandbox]')
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
		.analyze()
	expect
		.soft(
			violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`),
			`Everybody can use ${new URL(page.url()).pathname}`,
		)
		.toEqual([])
}

export { expect }
