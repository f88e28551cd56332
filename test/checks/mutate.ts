import ts from 'typescript'

/** One small change to a file: the text from `start` to `end` becomes `to`. */
export type Mutant = { line: number; start: number; end: number; from: string; to: string }

const swapped: Partial<Record<ts.SyntaxKind, string>> = {
	[ts.SyntaxKind.LessThanToken]: '<=',
	[ts.SyntaxKind.LessThanEqualsToken]: '<',
	[ts.SyntaxKind.GreaterThanToken]: '>=',
	[ts.SyntaxKind.GreaterThanEqualsToken]: '>',
	[ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
	[ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
	[ts.SyntaxKind.PlusToken]: '-',
	[ts.SyntaxKind.MinusToken]: '+',
	[ts.SyntaxKind.AsteriskToken]: '/',
	[ts.SyntaxKind.SlashToken]: '*',
	[ts.SyntaxKind.PercentToken]: '*',
	[ts.SyntaxKind.AmpersandAmpersandToken]: '||',
	[ts.SyntaxKind.BarBarToken]: '&&',
	[ts.SyntaxKind.QuestionQuestionToken]: '&&',
	[ts.SyntaxKind.PlusEqualsToken]: '-=',
	[ts.SyntaxKind.MinusEqualsToken]: '+=',
}

const swappedCalls: Record<string, string> = { some: 'every', every: 'some', max: 'min', min: 'max' }
/** Calls on a list that may be left out; the list itself is then used as it is. */
const droppedCalls = new Set(['filter', 'sort', 'reverse'])

/** Every change that this script knows to make in a file: operators, constants, conditions, branches, statements and list calls. */
export function mutantsOf(source: string): Mutant[] {
	const file = ts.createSourceFile('engine.ts', source, ts.ScriptTarget.Latest, true)
	const mutants: Mutant[] = []
	const change = (node: ts.Node, to: string) => {
		const [start, end] = [node.getStart(file), node.getEnd()]
		const line = file.getLineAndCharacterOfPosition(start).line + 1
		mutants.push({ line, start, end, from: source.slice(start, end), to })
	}
	const visit = (node: ts.Node) => {
		// Types are gone when the engine runs.
		if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) return
		changeExpression(node, change)
		changeStatement(node, change)
		ts.forEachChild(node, visit)
	}
	visit(file)
	return mutants
}

type Change = (node: ts.Node, to: string) => void

function changeExpression(node: ts.Node, change: Change) {
	if (ts.isBinaryExpression(node)) {
		const other = swapped[node.operatorToken.kind]
		if (other) change(node.operatorToken, other)
	}
	if (ts.isNumericLiteral(node)) changeNumber(node, change)
	if (ts.isBigIntLiteral(node)) change(node, `${BigInt(node.text.slice(0, -1)) + 1n}n`)
	if (node.kind === ts.SyntaxKind.TrueKeyword) change(node, 'false')
	if (node.kind === ts.SyntaxKind.FalseKeyword) change(node, 'true')
	if (ts.isPrefixUnaryExpression(node) && [ts.SyntaxKind.ExclamationToken, ts.SyntaxKind.MinusToken].includes(node.operator))
		change(node, `(${node.operand.getText()})`)
	if (ts.isConditionalExpression(node)) change(node.condition, `!(${node.condition.getText()})`)
	if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
		const name = node.expression.name
		if (Object.hasOwn(swappedCalls, name.text)) change(name, swappedCalls[name.text] as string)
		if (droppedCalls.has(name.text)) change(node, node.expression.expression.getText())
	}
}

function changeNumber(node: ts.NumericLiteral, change: Change) {
	const value = Number(node.text)
	if (!Number.isSafeInteger(value)) return
	change(node, String(value + 1))
	if (value > 0) change(node, String(value - 1))
}

function changeStatement(node: ts.Node, change: Change) {
	if (ts.isIfStatement(node)) {
		change(node.expression, `!(${node.expression.getText()})`)
		change(node, node.elseStatement ? node.elseStatement.getText() : ';')
	}
	if (ts.isWhileStatement(node)) change(node.expression, 'false')
	if (ts.isExpressionStatement(node)) change(node, ';')
	if (ts.isContinueStatement(node) || ts.isBreakStatement(node)) change(node, ';')
}

export function applyMutant(source: string, { start, end, to }: Mutant): string {
	return source.slice(0, start) + to + source.slice(end)
}

/** `count` of them in an order that only `seed` decides (mulberry32, Fisher and Yates). */
export function draw<T>(all: readonly T[], count: number, seed: number): T[] {
	const drawn = [...all]
	let state = seed >>> 0
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
	for (let last = drawn.length - 1; last > 0; last -= 1) {
		const other = Math.floor(next() * (last + 1))
		const [a, b] = [drawn[last] as T, drawn[other] as T]
		drawn[last] = b
		drawn[other] = a
	}
	return drawn.slice(0, count)
}
