import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { importGraph, testsOf } from '../checks/mutant-tests.ts'

const root = resolve(import.meta.dirname, '../..')

test('every engine module that does something is reached by an engine test', () => {
	const graph = importGraph(root, globSync('test/engine/**/*.test.ts', { cwd: root }))
	const doing = globSync('app/engine/**/*.ts', { cwd: root }).filter((file) =>
		/^export (async )?(function|const|class)/m.test(readFileSync(resolve(root, file), 'utf8')),
	)
	expect(doing.length).toBeGreaterThan(100)
	expect(doing.filter((file) => testsOf(graph, file).length === 0)).toEqual([])
})
