import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'

/** Asks for the page's data anew every so many seconds, while somebody looks at it. */
export function useRefreshed(seconds: number): void {
	const { revalidate, state } = useRevalidator()
	useEffect(() => {
		const timer = setInterval(() => {
			if (document.visibilityState === 'visible' && state === 'idle') revalidate()
		}, seconds * 1000)
		return () => clearInterval(timer)
	}, [revalidate, state, seconds])
}
