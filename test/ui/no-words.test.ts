import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = new URL('../../app/ui', import.meta.url).pathname
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'))
const spoken = /^(aria-label|title|alt|placeholder|label|summary|caption)$/
const letters = /\p{L}{2,}/u

/** Words that a reader would see or hear and no catalog knows. */
function wordsIn(name: string, source: string): string[] {
	const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
	const found: string[] = []
	const visit = (node: ts.Node): void => {
		if (ts.isJsxText(node) && letters.test(node.text)) found.push(`${name}: ${node.text.trim()}`)
		if (
			ts.isJsxExpression(node) &&
			node.expression &&
			ts.isStringLiteral(node.expression) &&
			!ts.isJsxAttribute(node.parent) &&
			letters.test(node.expression.text)
		)
			found.push(`${name}: ${node.expression.text}`)
		if (
			ts.isJsxAttribute(node) &&
			spoken.test(node.name.getText(file)) &&
			node.initializer &&
			ts.isStringLiteral(node.initializer) &&
			letters.test(node.initializer.text)
		)
			found.push(`${name}: ${node.name.getText(file)}="${node.initializer.text}"`)
		ts.forEachChild(node, visit)
	}
	visit(file)
	return found
}

test('the kit says nothing of its own: every word is handed in, translated', () => {
	expect(files.length).toBeGreaterThan(30)
	expect(files.flatMap((name) => wordsIn(name, readFileSync(join(root, name), 'utf8')))).toEqual([])
})
