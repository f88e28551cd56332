import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

test('at the top stand the rooms, the two settings and the README, and nothing else', ({ skip }) => {
	const listed = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
	if (listed.status !== 0) skip('Not a git working tree')
	const tops = new Set(listed.stdout.split('\0').flatMap((path) => (path === '' || path.startsWith('.') ? [] : [path.split('/')[0] ?? ''])))
	expect([...tops].sort()).toEqual(['README.md', 'app', 'db', 'package-lock.json', 'package.json', 'public', 'test', 'tsconfig.json'])
})
