import { useSyncExternalStore } from 'react'

const LOOK_MS = 3000

let isLost = false
const listeners = new Set<() => void>()
const waiting = new Set<() => void>()

function tell(lost: boolean) {
	isLost = lost
	for (const listener of listeners) listener()
}

/** Looks for the shop at once instead of at the next turn. */
export function lookNow() {
	for (const go of waiting) go()
	waiting.clear()
}

/** Waits until the shop answers again: looked for every few seconds, when the browser says so, and when somebody presses. */
async function untilReached(): Promise<void> {
	tell(true)
	for (;;) {
		await new Promise<void>((go) => {
			waiting.add(go)
			setTimeout(go, LOOK_MS)
			addEventListener('online', () => go(), { once: true })
		})
		const answered = await fetch('/healthz', { cache: 'no-store' }).then(
			() => true,
			() => false,
		)
		if (answered) return tell(false)
	}
}

/**
 * Runs a server action. When the shop cannot be reached it waits until it can and answers `offline`: the page stays as
 * it is with all that was typed, and what was sent is sent again from there.
 */
export async function throughLostConnection<T>(act: () => Promise<T>): Promise<T | { ok: false; kind: 'offline' }> {
	try {
		return await act()
	} catch (error) {
		if (!(error instanceof TypeError)) throw error
		await untilReached()
		return { ok: false, kind: 'offline' }
	}
}

export function useIsLost(): boolean {
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener)
			return () => listeners.delete(listener)
		},
		() => isLost,
		() => false,
	)
}
