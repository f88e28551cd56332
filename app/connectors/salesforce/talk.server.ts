import { type Answer, type Ask, openDoor } from '../sync/door.server.ts'
import { watchQuota } from '../sync/quota.ts'
import { readRefusal } from './failure.ts'
import { callsAtOnce, type SalesforceSettings } from './settings.ts'
import { signIn } from './sign-in.server.ts'

/** The door to an org. Paths stand behind `/services/data/vNN.0`, or are whole from `/services` on. */
export type Talk = {
	root: string
	call: (ask: Ask) => Promise<Answer>
	usage: () => { used: number; limit: number } | null
	/** The id of the user as whom the last session was opened. */
	me: () => string | null
	now: () => number
}

export function openTalk(settings: SalesforceSettings): Talk {
	const now = settings.now ?? Date.now
	const root = `/services/data/v${settings.apiVersion ?? '62.0'}`
	const quota = watchQuota(settings.quotaShare ?? 0.5, now, readUsage)
	let me: string | null = null
	const door = openDoor({
		open: async () => {
			const session = await signIn(settings)
			me = session.userId
			return session
		},
		atOnce: callsAtOnce,
		timeoutMs: settings.timeoutMs ?? 60_000,
		headers: (): Record<string, string> => (settings.allowDuplicates ? { 'sforce-duplicate-rule-header': 'allowSave=true' } : {}),
		quota,
		isSessionOver: ({ status }) => status === 401,
		readRefusal,
		now,
	})
	const call = (ask: Ask) => door({ ...ask, path: ask.path.startsWith('/services') ? ask.path : root + ask.path })
	return { root, call, usage: quota.usage, me: () => me, now }
}

function readUsage(headers: Headers) {
	const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? []
	return used && limit ? { used: Number(used), limit: Number(limit) } : null
}
