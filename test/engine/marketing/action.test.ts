import { describe, expect, test } from 'vitest'
import { actionKinds, checkReferences, type MarketingAction, parseActions, referencesOf } from '../../../app/engine/marketing/action.ts'

const whole: MarketingAction[] = [
	{ kind: 'list_add', listId: 3 },
	{ kind: 'list_remove', listId: 4 },
	{ kind: 'tag_add', tag: 'Hot' },
	{ kind: 'tag_remove', tag: 'Cold' },
	{ kind: 'score', points: -5 },
	{ kind: 'field', field: 'title', value: 'Barista' },
	{ kind: 'field', field: 'phone', value: null },
	{ kind: 'campaign_member', crmCampaignId: 2, status: 'Sent' },
	{ kind: 'source_campaign', campaignId: 1 },
	{ kind: 'assign', to: { kind: 'queue', id: 7 } },
	{ kind: 'assign', to: { kind: 'rule', id: null } },
	{ kind: 'task', subject: 'Call her', dueDays: 2, priority: 'high' },
	{ kind: 'notify', userId: 9 },
	{ kind: 'webhook', url: 'https://hooks.example.com/a' },
	{ kind: 'enrol', programId: 6 },
	{ kind: 'allow_recreate' },
]

test('what was stored is read again as it was, every kind of it', () => {
	expect(parseActions(JSON.parse(JSON.stringify(whole)))).toEqual({ ok: true, actions: whole })
	expect(new Set(whole.map(({ kind }) => kind))).toEqual(new Set(actionKinds))
})

describe('what does not do is refused by name, all at once, with its place', () => {
	const named = (...input: unknown[]) => {
		const answer = parseActions(input)
		return answer.ok ? [] : answer.refusals.map(({ code, line, facts }) => [code, line, facts['kind'], facts['field']])
	}
	test.each([
		[{ kind: 'fire' }, 'ACTION_UNKNOWN', 'fire', undefined],
		[null, 'ACTION_UNKNOWN', '', undefined],
		[{ kind: 'list_add' }, 'ACTION_INCOMPLETE', 'list_add', 'listId'],
		[{ kind: 'list_add', listId: 0 }, 'ACTION_INCOMPLETE', 'list_add', 'listId'],
		[{ kind: 'tag_add', tag: '   ' }, 'ACTION_INCOMPLETE', 'tag_add', 'tag'],
		[{ kind: 'tag_add', tag: 'x'.repeat(61) }, 'ACTION_INCOMPLETE', 'tag_add', 'tag'],
		[{ kind: 'score', points: 0 }, 'ACTION_INCOMPLETE', 'score', 'points'],
		[{ kind: 'score', points: 1001 }, 'ACTION_INCOMPLETE', 'score', 'points'],
		[{ kind: 'score', points: 1.5 }, 'ACTION_INCOMPLETE', 'score', 'points'],
		[{ kind: 'field', field: 'email', value: 'a@b.cz' }, 'ACTION_INCOMPLETE', 'field', 'field'],
		[{ kind: 'field', field: 'locale', value: 'xx' }, 'ACTION_INCOMPLETE', 'field', 'value'],
		[{ kind: 'field', field: 'title', value: 'x'.repeat(201) }, 'ACTION_INCOMPLETE', 'field', 'value'],
		[{ kind: 'assign', to: { kind: 'user', id: null } }, 'ACTION_INCOMPLETE', 'assign', 'to'],
		[{ kind: 'assign', to: { kind: 'boss', id: 1 } }, 'ACTION_INCOMPLETE', 'assign', 'to'],
		[{ kind: 'task', subject: '', dueDays: 1 }, 'ACTION_INCOMPLETE', 'task', 'subject'],
		[{ kind: 'task', subject: 'Call', dueDays: 366 }, 'ACTION_INCOMPLETE', 'task', 'dueDays'],
		[{ kind: 'task', subject: 'Call', dueDays: 1, priority: 'now' }, 'ACTION_INCOMPLETE', 'task', 'priority'],
		[{ kind: 'webhook', url: 'http://hooks.example.com' }, 'ACTION_INCOMPLETE', 'webhook', 'url'],
		[{ kind: 'webhook', url: 'https://who@hooks.example.com/' }, 'ACTION_INCOMPLETE', 'webhook', 'url'],
		[{ kind: 'notify', userId: '9' }, 'ACTION_INCOMPLETE', 'notify', 'userId'],
		[{ kind: 'enrol' }, 'ACTION_INCOMPLETE', 'enrol', 'programId'],
		[{ kind: 'campaign_member' }, 'ACTION_INCOMPLETE', 'campaign_member', 'crmCampaignId'],
		[{ kind: 'source_campaign' }, 'ACTION_INCOMPLETE', 'source_campaign', 'campaignId'],
	])('%j', (input, code, kind, field) => {
		expect(named({ kind: 'allow_recreate' }, input)).toEqual([[code, 2, kind, field]])
	})
	test('two at once, and too many', () => {
		expect(named({ kind: 'fire' }, { kind: 'score' })).toHaveLength(2)
		expect(parseActions(Array(21).fill({ kind: 'allow_recreate' }))).toMatchObject({ ok: false, refusals: [{ code: 'ACTIONS_TOO_MANY', facts: { most: 20 } }] })
		expect(parseActions('list_add')).toMatchObject({ ok: false })
	})
})

test('what actions name must be the seller’s own', () => {
	const known = new Set(referencesOf(whole).map(({ kind, id }) => `${kind}:${id}`))
	expect([...known].sort()).toEqual(['campaign:1', 'crmCampaign:2', 'list:3', 'list:4', 'program:6', 'queue:7', 'user:9'])
	expect(checkReferences(whole, known)).toEqual([])
	known.delete('queue:7')
	known.delete('list:4')
	expect(checkReferences(whole, known).map(({ facts }) => [facts['kind'], facts['place']])).toEqual([
		['list_remove', 2],
		['assign', 10],
	])
})

test('the longest that is taken, and a letter more', () => {
	const task = (subject: string, dueDays: number) => ({ kind: 'task', subject, dueDays })
	const hook = (letters: number) => ({ kind: 'webhook', url: `https://x.cz/${'a'.repeat(letters - 13)}` })
	for (const one of [task('s'.repeat(200), 365), { kind: 'tag_add', tag: 't'.repeat(60) }, hook(500)]) expect(parseActions([one]).ok).toBe(true)
	for (const one of [task('s'.repeat(201), 365), hook(501)]) expect(parseActions([one]).ok).toBe(false)
	expect(checkReferences(whole.slice(0, 2), new Set(['list:3'])).map(({ line }) => line)).toEqual([2])
})
