import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { activityKinds } from '../../app/ui/automation/read-automation-form.ts'

const topics = [
	'cart.abandoned',
	'cart.recovered',
	'order.delivered',
	'reorder.due',
	'login.dormant',
	'quote.declined',
	'cart.created',
	'quote.requested',
	'order.placed',
]

test('what lets people into a programme, or ends it (sync-core.md section c), can be chosen, and has a name in every language', async () => {
	expect(topics.filter((topic) => !(activityKinds as readonly string[]).includes(topic))).toEqual([])
	for (const locale of ['en', 'fr-CA', 'es', 'ja', 'cs']) {
		const words = JSON.parse(await readFile(`public/locales/${locale}/people.json`, 'utf8')) as { activity: Record<string, string> }
		expect(
			activityKinds.filter((kind) => !words.activity[kind.replaceAll('.', '_')]),
			locale,
		).toEqual([])
	}
})
