import { useFetcher } from '@remix-run/react'
import { useCallback, useEffect, useRef } from 'react'
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
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
	const { submit, data } = useFetcher<{ preview: Preview | null }>()
	useEffect(() => () => clearTimeout(timer.current), [])
	const changed = useCallback(() => {
		clearTimeout(timer.current)
		timer.current = setTimeout(() => {
			if (!form.current) return
			const fields = new FormData(form.current)
			fields.set('intent', 'preview')
			submit(fields, { method: 'post' })
		}, PAUSE_MS)
	}, [submit])
	return { form, changed, preview: data?.preview ?? null }
}
