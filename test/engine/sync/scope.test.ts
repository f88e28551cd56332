import { expect, test } from 'vitest'
import { mayMakeProspect } from '../../../app/engine/sync/match.ts'
import { filterFields } from '../../../app/engine/sync/scope.ts'
import { mapOf, shapeOf } from '../../support/sync-case.ts'

test('(A27) a filter asks for mapped fields that are seen, each as its kind', () => {
	const maps = ['name', 'score', 'is_active', 'since', 'custom.likes', 'hidden', 'gone', 'at'].map((crmField, key) => mapOf(String(key), { crmField }))
	const shapes = Object.fromEntries(
		[
			shapeOf('name', 'email'),
			shapeOf('score', 'integer'),
			shapeOf('is_active', 'boolean'),
			shapeOf('since', 'date'),
			shapeOf('custom.likes', 'multipicklist'),
			shapeOf('hidden', 'text', { visible: false }),
			shapeOf('at', 'instant'),
			shapeOf('unmapped'),
		].map((shape) => [shape.name, shape]),
	)
	expect(filterFields(maps, shapes)).toEqual({ name: 'text', score: 'number', is_active: 'boolean', since: 'day', 'custom.likes': 'choices' })
})

const since = '2026-03-02T09:00:00.000Z'
test.each([
	['by itself, when it is newer than the switch', { creates: 'always' as const, createdAt: since }, true],
	['not by itself, when it was there before', { creates: 'always' as const, createdAt: '2026-03-02T08:59:59.999Z' }, false],
	['not by itself, when nobody knows when it was made', { creates: 'always' as const, createdAt: null }, false],
	['not while the switch is off', { creates: 'never' as const, createdAt: since, since: null }, false],
	['with a back-fill, whenever it was made', { causes: ['backfill'], createdAt: null }, true],
	['by hand, whatever the mapping does by itself', { causes: ['send'], policy: 'never' as const }, true],
	['not against the filter, even by hand', { causes: ['send'], isWanted: false }, false],
	['not from a source that only meets whom it knows', { creates: 'always' as const, policy: 'match_only' as const }, false],
	['nor with a back-fill from such', { causes: ['backfill'], policy: 'never' as const }, false],
])('(A26) a record of sales becomes a prospect %s', (_name, given, expected) => {
	expect(mayMakeProspect({ creates: 'never', causes: ['edit'], policy: 'create', isWanted: true, createdAt: since, since, ...given })).toBe(expected)
})
