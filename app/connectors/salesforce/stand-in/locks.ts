import type { Org } from './org.ts'

export type Held = { elsewhere: ReadonlySet<string>; release: () => void }

const none: Held = { elsewhere: new Set(), release: () => {} }

/** A write locks the accounts that it names until its answer is out; what another call holds already is `elsewhere`. */
export function hold(org: Org, method: string, text: string): Held {
	if (!org.faults.lockContention || method === 'GET') return none
	const named = new Set([...text.matchAll(/"AccountId":"(\w{15,18})"/g)].map(([, id = '']) => id))
	const elsewhere = new Set(org.locks)
	const mine = [...named].filter((id) => !elsewhere.has(id))
	for (const id of mine) org.locks.add(id)
	return {
		elsewhere,
		release() {
			for (const id of mine) org.locks.delete(id)
		},
	}
}
