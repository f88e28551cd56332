import { useEffect } from 'react'

const movements = ['pointermove', 'pointerdown', 'keydown', 'touchstart', 'wheel'] as const

/** Calls `tell` once, after two seconds in sight and a movement of a person's; a scanner does neither. `key`: another one begins anew; null: nobody is asked about. */
export function useSomebodyIsHere(key: string | null, tell: (key: string) => void) {
	// biome-ignore lint/correctness/useExhaustiveDependencies: what is told is the key's alone
	useEffect(() => {
		if (key === null) return
		let moved = false
		let waited = false
		let told = false
		const say = () => {
			if (!moved || !waited || told || document.visibilityState !== 'visible') return
			told = true
			tell(key)
		}
		const move = () => {
			moved = true
			say()
		}
		const timer = setTimeout(() => {
			waited = true
			say()
		}, 2100)
		for (const movement of movements) window.addEventListener(movement, move, { passive: true })
		return () => {
			clearTimeout(timer)
			for (const movement of movements) window.removeEventListener(movement, move)
		}
	}, [key])
}
