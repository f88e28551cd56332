import { expect, test } from 'vitest'
import { suppress } from '../../../app/engine/marketing/suppress.ts'

test('(c) who owes, or waits for help, is not sold to; nothing else stands against it', () => {
	expect(suppress({ isOverdue: true, hasOpenCase: true })).toBe('overdue')
	expect(suppress({ isOverdue: false, hasOpenCase: true })).toBe('open_case')
	expect(suppress({ isOverdue: false, hasOpenCase: false })).toBeNull()
})
