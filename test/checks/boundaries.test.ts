import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

type Planted = { rule: string; from: string; imports: string; typeOnly?: true }

/** One forbidden import for each rule: [the rule, the file that breaks it, what it imports]. */
const forbidden: Planted[] = [
	{ rule: 'engine-imports-only-engine', from: 'app/engine/pricing/a.ts', imports: 'db/queries/price.ts' },
	{ rule: 'engine-uses-no-package', from: 'app/engine/pricing/b.ts', imports: 'node:fs' },
	{ rule: 'engine-is-on-the-stairs', from: 'app/engine/mystery/a.ts', imports: 'app/engine/base/money.ts' },
	{ rule: 'engine-stairs-pricing', from: 'app/engine/pricing/c.ts', imports: 'app/engine/cart/total.ts' },
	{ rule: 'engine-stairs-base', from: 'app/engine/base/up.ts', imports: 'app/engine/account/name.ts' },
	{ rule: 'ui-imports-ui-and-engine', from: 'app/ui/a.ts', imports: 'app/flows/cart/add-line.ts' },
	{ rule: 'ui-has-no-server-code', from: 'app/ui/b.ts', imports: 'app/platform/env.server.ts' },
	{ rule: 'routes-import-flows-ui-platform', from: 'app/routes/a.ts', imports: 'app/worker.ts' },
	{ rule: 'routes-never-compute', from: 'app/routes/b.ts', imports: 'app/engine/cart/total.ts' },
	{ rule: 'routes-never-compute', from: 'app/routes/c.ts', imports: 'db/queries/price.ts' },
	{ rule: 'flows-import-engine-queries-platform', from: 'app/flows/cart/a.ts', imports: 'app/ui/card.ts' },
	{ rule: 'flows-know-connectors-by-type', from: 'app/flows/cart/b.ts', imports: 'app/connectors/payment/contract.ts' },
	{ rule: 'a-verb-never-imports-a-verb', from: 'app/flows/cart/c.ts', imports: 'app/flows/cart/add-line.ts' },
	{ rule: 'connectors-import-engine-platform', from: 'app/connectors/payment/stripe/a.ts', imports: 'db/queries/price.ts' },
	{ rule: 'embedded-connectors-may-query', from: 'app/connectors/crm/embedded/a.ts', imports: 'app/flows/cart/add-line.ts' },
	{ rule: 'db-imports-schema', from: 'db/queries/a.ts', imports: 'app/flows/cart/add-line.ts' },
	{ rule: 'db-knows-the-engine-by-type', from: 'db/queries/b.ts', imports: 'app/engine/cart/total.ts' },
	{ rule: 'seed-uses-flows-and-engine', from: 'db/seed/a.ts', imports: 'app/ui/card.ts' },
	{ rule: 'only-the-seed-and-roots-read-the-seed', from: 'app/flows/cart/d.ts', imports: 'db/seed/company.ts' },
	{ rule: 'platform-imports-nothing-of-ours', from: 'app/platform/a.ts', imports: 'db/queries/price.ts' },
	{ rule: 'platform-knows-the-rest-by-type', from: 'app/platform/b.ts', imports: 'app/engine/cart/total.ts' },
	{ rule: 'stand-ins-stay-outside', from: 'app/connectors/payment/stripe/b.ts', imports: 'app/connectors/payment/stand-in/server.ts' },
	{ rule: 'nobody-imports-the-roots', from: 'app/flows/cart/e.ts', imports: 'app/worker.ts' },
	{ rule: 'nothing-imports-test', from: 'app/flows/cart/f.ts', imports: 'test/support/people.ts' },
	{ rule: 'one-door-to-the-database', from: 'app/flows/cart/g.ts', imports: 'postgres' },
	{ rule: 'not-to-unresolvable', from: 'app/flows/cart/h.ts', imports: 'app/engine/base/missing.ts' },
	// A cycle is reported once, for whichever of its files is met first; these two make one.
	{ rule: 'no-cycles', from: 'app/engine/credit/one.ts', imports: 'app/engine/credit/two.ts' },
]

const allowed: Planted[] = [
	{ rule: '', from: 'app/engine/order/a.ts', imports: 'app/engine/cart/line.ts' },
	{ rule: '', from: 'app/routes/d.ts', imports: 'app/flows/cart/add-line.ts' },
	{ rule: '', from: 'app/routes/e.ts', imports: 'app/engine/cart/line.ts', typeOnly: true },
	{ rule: '', from: 'app/flows/cart/i.ts', imports: 'app/flows/order/save-order.ts' },
	{ rule: '', from: 'app/flows/cart/j.ts', imports: 'app/connectors/payment/contract.ts', typeOnly: true },
	{ rule: '', from: 'app/connectors/crm/embedded/b.ts', imports: 'db/queries/price.ts' },
	{ rule: '', from: 'db/seed/b.ts', imports: 'app/flows/cart/add-line.ts' },
	{ rule: '', from: 'app/server.ts', imports: 'app/connectors/payment/stand-in/server.ts' },
]

const root = resolve(import.meta.dirname, '../..')
const own = /^(app|db|test)\//

const specifier = ({ from, imports }: Planted) => (own.test(imports) ? `${'../'.repeat(from.split('/').length - 1)}${imports}` : imports)

function plant(folder: string, planted: readonly Planted[]) {
	const write = (path: string, text: string) => {
		mkdirSync(dirname(join(folder, path)), { recursive: true })
		writeFileSync(join(folder, path), text)
	}
	for (const { imports } of planted) if (own.test(imports) && !imports.includes('missing')) write(imports, 'export const here = 1\n')
	for (const one of planted)
		write(
			one.from,
			`import ${one.typeOnly ? 'type ' : ''}{ here } from '${specifier(one)}'\nexport const used${one.typeOnly ? ': typeof here | undefined = undefined' : ' = here'}\n`,
		)
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}

test('every rule is seen to fail on a planted import, and what the house allows passes', () => {
	mkdirSync(join(root, '.cache'), { recursive: true })
	const folder = mkdtempSync(join(root, '.cache/boundaries-'))
	try {
		plant(folder, [...forbidden, ...allowed])
		writeFileSync(join(folder, 'app/engine/credit/two.ts'), "import { used } from './one.ts'\nexport const here = used\n")
		const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
		const run = spawnSync(
			process.execPath,
			[program, '--config', join(root, 'test/checks/boundaries.config.mjs'), '--output-type', 'json', 'app', 'db', 'test'],
			{ cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 },
		)
		const found: { rule: { name: string }; from: string }[] = JSON.parse(run.stdout).summary.violations
		const broken = new Set(found.map(({ rule, from }) => `${rule.name} by ${from}`))
		for (const { rule, from } of forbidden) expect(broken).toContain(`${rule} by ${from}`)
		expect(found.filter(({ from }) => allowed.some((one) => one.from === from))).toEqual([])
	} finally {
		rmSync(folder, { recursive: true, force: true })
	}
}, 60_000)
