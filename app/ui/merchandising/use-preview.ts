import { useFetcher } from '@remix-run/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { Sentence } from '../../engine/promotion/describe-promotion.ts'
import type { ReviewWarning } from '../../engine/promotion/review-promotion.ts'

export type Preview = {
	missing: readonly Refusal[]
	sentences: readonly Sentence[]
	names: readonly { kind: string; id: number; name: string }[]
	review: { warnings: readonly ReviewWarning[]; accountCount: number; accounts: readonly { id: number; number: string; name: string }[] }
}

/** So long after the last key the form is read: long enough for a word, short enough to feel at once. */
const PAUSE_MS = 350

/** The form said back while it is filled in; nothing is saved by it. Without scripts the page says it once it is saved. */
export function usePreview() {
	const form = useRef<HTMLFormElement>(null)
	const [asked, setAsked] = useState(0)
	const said = useRef(0)
	const { submit, data, state } = useFetcher<{ preview: Preview | null }>()
	// One at a time: what was typed meanwhile is asked for once the answer is here, and no call is broken off.
	useEffect(() => {
		if (state !== 'idle' || asked === said.current) return
		const timer = setTimeout(() => {
			if (!form.current) return
			said.current = asked
			const fields = new FormData(form.current)
			fields.set('intent', 'preview')
			submit(fields, { method: 'post' })
		}, PAUSE_MS)
		return () => clearTimeout(timer)
	}, [asked, state, submit])
	const changed = useCallback(() => setAsked((count) => count + 1), [])
	return { form, changed, preview: data?.preview ?? null }
}
