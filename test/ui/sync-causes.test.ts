import { expect, test } from 'vitest'
import { causesOf, type ShownGroup } from '../../app/ui/sync/shown-group.ts'

const group = (key: string, over: Partial<ShownGroup> = {}): ShownGroup => ({
	...{ key, code: 'INVALID_EMAIL_ADDRESS', side: 'crm', object: 'lead', field: 'email', value: `${key}.@bar.example`, who: null, message: null, facts: {} },
	...{ count: 1, firstAt: '2026-05-12T09:00:00Z', lastAt: '2026-05-12T10:00:00Z', class: 'value', cause: 'invalid_email', remedies: [], retry: 'on_change' },
	...{ suggestion: null, ...over },
})

test('(B8) what one code says of one field is one cause, however many values have it', () => {
	const causes = causesOf([
		group('ana', { count: 3, firstAt: '2026-05-12T08:00:00Z' }),
		group('long', { code: 'STRING_TOO_LONG', field: 'title' }),
		group('bea', { lastAt: '2026-05-12T11:00:00Z' }),
		group('ma', { side: 'ma', object: 'prospect' }),
	])
	expect(causes.map(({ groups, count, firstAt, lastAt }) => [groups.map(({ key }) => key), count, firstAt, lastAt])).toEqual([
		[['ana', 'bea'], 4, '2026-05-12T08:00:00Z', '2026-05-12T11:00:00Z'],
		[['long'], 1, '2026-05-12T09:00:00Z', '2026-05-12T10:00:00Z'],
		[['ma'], 1, '2026-05-12T09:00:00Z', '2026-05-12T10:00:00Z'],
	])
})
