import { useFetcher } from '@remix-run/react'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Fact } from '../../engine/base/refusal.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Refusals } from '../parts/refusals.tsx'
import { useStore } from './store.ts'

type Answer = { ok: boolean; refusals?: readonly { code: string; facts: Record<string, Fact> }[] }
type Submission = { key: number; body: FormData; name: string; sheet: HTMLFormElement | null }
type Outcome = { key: number; name: string; answer: Answer }

/**
 * Takes the quick-add forms of everything inside it and sends them without leaving the page: one watcher for a whole
 * shelf, each act a submission of its own, so that the next never waits for the one before. Without scripts the same forms post.
 */
export function QuickAdd({ children, className }: { children: ReactNode; className?: string }) {
	const [under, setUnder] = useState<readonly Submission[]>([])
	const [last, setLast] = useState<Outcome | null>(null)
	const count = useRef(0)
	function take(event: FormEvent<HTMLDivElement>) {
		const form = event.target as HTMLFormElement
		const name = form.dataset['quickAdd']
		if (name === undefined) return
		event.preventDefault()
		const body = new FormData(form)
		// A sheet sends the rows that somebody filled in; the browser alone would send every row.
		const sheet = form.dataset['rows'] === undefined ? null : form
		if (sheet) keepFilledRows(body)
		if (!body.has('sku')) return
		count.current += 1
		const key = count.current
		setUnder((before) => [...before, { key, body, name, sheet }])
	}
	function done(outcome: Outcome) {
		if (outcome.answer.ok) under.find(({ key }) => key === outcome.key)?.sheet?.reset()
		setUnder((before) => before.filter(({ key }) => key !== outcome.key))
		setLast(outcome)
	}
	return (
		<div className={className} onSubmit={take}>
			{children}
			{under.map((submission) => (
				<Sending key={submission.key} submission={submission} onDone={done} />
			))}
			<Told outcome={last} isSending={under.length > 0} onClose={() => setLast(null)} />
		</div>
	)
}

function keepFilledRows(body: FormData) {
	const [skus, units, quantities] = (['sku', 'unit', 'quantity'] as const).map((name) => body.getAll(name).map(String))
	for (const name of ['sku', 'unit', 'quantity']) body.delete(name)
	for (const [row, quantity] of (quantities ?? []).entries()) {
		if (quantity.trim() === '' || Number(quantity) === 0) continue
		body.append('sku', skus?.[row] ?? '')
		body.append('unit', units?.[row] ?? '')
		body.append('quantity', quantity)
	}
}

function Sending({ submission, onDone }: { submission: Submission; onDone: (outcome: Outcome) => void }) {
	const { state, data, submit } = useFetcher<Answer>()
	const stage = useRef<'new' | 'sent' | 'told'>('new')
	useEffect(() => {
		if (stage.current === 'new') {
			stage.current = 'sent'
			submit(submission.body, { method: 'post', action: '/cart/lines' })
		} else if (stage.current === 'sent' && state === 'idle' && data) {
			stage.current = 'told'
			onDone({ key: submission.key, name: submission.name, answer: data })
		}
	}, [state, data, submit, submission, onDone])
	return null
}

/** What became of it, said where nobody must look for it, and aloud. */
function Told({ outcome, isSending, onClose }: { outcome: Outcome | null; isSending: boolean; onClose: () => void }) {
	const { t } = useTranslation('storefront')
	const say = useRefusalWords(useStore().currency)
	const isGood = outcome?.answer.ok === true
	useEffect(() => {
		if (!isGood) return
		const timer = window.setTimeout(onClose, 4000)
		return () => window.clearTimeout(timer)
	}, [isGood, onClose])
	return (
		<div aria-live="polite" className="pointer-events-none fixed inset-x-4 bottom-4 z-40 grid justify-items-center sm:right-6 sm:left-auto">
			{outcome && !isSending && isGood ? (
				<p className="pointer-events-auto flex items-center gap-4 rounded-lg bg-ink px-4 py-3 text-sm text-ground shadow-lift">
					{t('add.added', { name: outcome.name })}
					<a href="/cart" className="font-semibold underline underline-offset-3">
						{t('add.toCart')}
					</a>
				</p>
			) : null}
			{outcome && !isSending && !isGood ? (
				<div className="pointer-events-auto w-full max-w-md rounded-lg bg-surface shadow-lift">
					<Refusals
						title={t('add.refused', { name: outcome.name })}
						refusals={(outcome.answer.refusals ?? []).map((refusal, index) => ({ key: `${refusal.code}-${index}`, ...say(refusal) }))}
					/>
					<button type="button" className="h-10 w-full text-sm font-medium hover:bg-sunken" onClick={onClose}>
						{t('add.close')}
					</button>
				</div>
			) : null}
		</div>
	)
}
