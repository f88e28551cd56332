import { afterEach, beforeEach, expect, vi } from 'vitest'

/**
 * React, i18next and Node report real mistakes on console.error and console.warn, and a test that
 * ignores them passes over a broken page. A test that expects one replaces the spy itself.
 */
const said: string[] = []

beforeEach(() => {
	said.length = 0
	vi.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => {
		said.push(parts.map(String).join(' '))
	})
})

afterEach(() => {
	expect(said, 'console.error fails the test').toEqual([])
})
