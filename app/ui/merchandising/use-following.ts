import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'

/** How often a page looks again while the worker is at it. */
const EVERY_MS = 1000

/** Looks again and again as long as the work goes on. */
export function useFollowing(isOpen: boolean) {
	const { revalidate } = useRevalidator()
	useEffect(() => {
		if (!isOpen) return
		const timer = setInterval(revalidate, EVERY_MS)
		return () => clearInterval(timer)
	}, [isOpen, revalidate])
}
