import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

/** For each test, every file of ours that it reaches; paths from the root. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>

export function importGraph(root: string, tests: readonly string[]): ImportGraph {
	const known = new Map<string, string[]>()
	const importsOf = (file: string): string[] => {
		const before = known.get(file)
		if (before) return before
		const { importedFiles } = ts.preProcessFile(readFileSync(resolve(root, file), 'utf8'), true, true)
		const ours = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'))
		const paths = ours.map((name) => relative(root, resolve(root, dirname(file), name))).filter((path) => existsSync(join(root, path)))
		known.set(file, paths)
		return paths
	}
	const reach = (test: string) => {
		const reached = new Set<string>()
		const open = [test]
		for (let file = open.pop(); file !== undefined; file = open.pop()) {
			if (reached.has(file) || !/\.tsx?$/.test(file)) continue
			reached.add(file)
			open.push(...importsOf(file))
		}
		return reached
	}
	return new Map(tests.map((test) => [test, reach(test)]))
}

/** The tests that reach a file: those of its room and of every room that imports it. */
export function testsOf(graph: ImportGraph, file: string): string[] {
	return [...graph].filter(([, reached]) => reached.has(file)).map(([test]) => test)
}
