import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** What the linter says about `text` when it stands at `path`, in a copy of the house that holds nothing else. */
function lint(path: string, text: string): string {
	mkdirSync(join(root, '.cache'), { recursive: true })
	const folder = mkdtempSync(join(root, '.cache/lint-'))
	try {
		mkdirSync(join(folder, 'test/checks'), { recursive: true })
		for (const name of readdirSync(import.meta.dirname).filter((file) => file.endsWith('.grit')))
			cpSync(join(import.meta.dirname, name), join(folder, 'test/checks', name))
		// The copy stands inside .cache, which the real rules leave out.
		const rules = readFileSync(join(import.meta.dirname, 'biome-rules.jsonc'), 'utf8').replace('"!**/.cache",', '')
		writeFileSync(join(folder, 'test/checks/biome-rules.jsonc'), rules)
		mkdirSync(dirname(join(folder, path)), { recursive: true })
		writeFileSync(join(folder, path), `${text}\n`)
		const run = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--config-path', 'test/checks/biome-rules.jsonc', path], {
			cwd: folder,
			encoding: 'utf8',
		})
		expect(run.stdout + run.stderr).toContain('Checked 1 file')
		return run.stderr
	} finally {
		rmSync(folder, { recursive: true, force: true })
	}
}

const banned: [code: string, said: string][] = [
	['export const at = new Date()', 'The engine has no clock'],
	['export const at = Date.now()', 'The engine has no clock'],
	['export const lot = Math.random()', 'The engine draws no lots'],
	["export const page = fetch('https://example.com')", 'The engine talks to nobody'],
	["export const key = process.env['KEY']", 'The engine reads no environment'],
	["console.log('here')", 'The engine returns what it found'],
	['export async function decide(a: number) {\n\treturn a\n}', 'The engine is synchronous'],
	['export const decide = async (a: number) => a', 'The engine is synchronous'],
	['export const decide = async () => 1', 'The engine is synchronous'],
	["await import('./other.ts')", 'The engine waits for nothing'],
]

test.each(banned)('the engine refuses %s', (code, said) => {
	expect(lint('app/engine/pricing/planted.ts', code)).toContain(said)
	expect(lint('app/flows/cart/planted.ts', code)).not.toContain(said)
})

test('an instant read from an argument is no clock', () => {
	expect(lint('app/engine/pricing/planted.ts', 'export const at = (text: string) => new Date(text)')).not.toContain('clock')
})

test.each(['unitPriceMicros * 2n', '2n * line.unitPriceMicros', 'unitPriceMicros / 3n', 'total.toFixed(2)', 'parseFloat(text)', 'Number.parseFloat(text)'])(
	'money is calculated in the base of the engine only: %s',
	(code) => {
		const said = /Money is never|Unit prices are/
		expect(lint('app/engine/pricing/planted.ts', `export const price = ${code}`)).toMatch(said)
		expect(lint('app/engine/base/planted.ts', `export const price = ${code}`)).not.toMatch(said)
	},
)

test('a transaction is opened through one door', () => {
	expect(lint('app/flows/cart/planted.ts', 'export const save = db.begin(write)')).toContain('withTransaction')
	expect(lint('db/client.server.ts', 'export const save = db.begin(write)')).not.toContain('withTransaction')
})
