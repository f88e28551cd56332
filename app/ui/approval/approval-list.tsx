import { Form, Link, useNavigation } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Button, TextLink } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextField } from '../parts/text-field.tsx'
import { ApprovalState } from './approval-state.tsx'

export type ListedRequest = {
	id: number
	state: string
	askedByName: string
	userName: string | null
	poNumber: string | null
	currency: string
	totalMinor: number
	askedAt: Date
	expiresAt: Date
	orderNumber: string | null
	isMine: boolean
	isReturned: boolean
	waitsFor: readonly (string | null)[]
}

/** The rows of a page; those that wait for who looks can be chosen and answered together. */
export function RequestTable({ requests, note }: { requests: readonly ListedRequest[]; note: string | undefined }) {
	const { t } = useTranslation('approvals')
	const isAnswerable = requests.some(({ isMine }) => isMine)
	const table = (
		<Table caption={t('title')} stacks>
			<THead>
				<tr>
					{isAnswerable ? (
						<Th>
							<span className="sr-only">{t('many.choose')}</span>
						</Th>
					) : null}
					<Th>{t('column.askedBy')}</Th>
					<Th>{t('column.askedAt')}</Th>
					<Th>{t('column.state')}</Th>
					<Th numeric>{t('column.total')}</Th>
				</tr>
			</THead>
			<TBody>
				{requests.map((request) => (
					<Row key={request.id} request={request} isAnswerable={isAnswerable} />
				))}
			</TBody>
		</Table>
	)
	if (!isAnswerable) return table
	return (
		<Form method="post" className="grid gap-6">
			{table}
			<AnswerMany note={note} />
		</Form>
	)
}

function Row({ request, isAnswerable }: { request: ListedRequest; isAnswerable: boolean }) {
	const { t } = useTranslation('approvals')
	const name = request.userName ? t('byRep', { rep: request.userName, name: request.askedByName }) : request.askedByName
	const isWaiting = request.state === 'waiting'
	return (
		<Tr>
			{isAnswerable ? (
				<Td className="w-8">
					{request.isMine ? <Checkbox name="request" value={request.id} label={t('many.chooseOne', { name })} hideLabel className="w-fit" /> : null}
				</Td>
			) : null}
			<Th scope="row">
				<Link to={`/approvals/${request.id}`} prefetch="intent" className="font-medium text-accent hover:underline">
					{name}
				</Link>
				{request.poNumber || request.orderNumber ? (
					<span className="block font-normal wrap-anywhere text-ink-soft">{[request.orderNumber, request.poNumber].filter(Boolean).join(' · ')}</span>
				) : null}
			</Th>
			<Td label={t('column.askedAt')}>
				<DateText instant={request.askedAt} />
				{isWaiting ? (
					<span className="block text-sm text-ink-soft">
						{t('column.until')} <DateText instant={request.expiresAt} />
					</span>
				) : null}
			</Td>
			<Td label={t('column.state')}>
				<ApprovalState state={request.state} />
				{isWaiting ? (
					<span className="block text-sm text-ink-soft">
						{request.isReturned ? t('column.returned') : request.waitsFor.map((one) => one ?? t('anybody')).join(', ')}
					</span>
				) : null}
			</Td>
			<Td numeric label={t('column.total')}>
				<Money minor={request.totalMinor} currency={request.currency} />
			</Td>
		</Tr>
	)
}

/** Each is answered by itself, so that one which cannot be placed keeps no other. */
function AnswerMany({ note }: { note: string | undefined }) {
	const { t } = useTranslation('approvals')
	const intent = useNavigation().formData?.get('intent')
	return (
		<fieldset className="grid gap-4 border-t border-rule pt-4">
			<legend className="sr-only">{t('many.title')}</legend>
			<TextField name="note" label={t('answer.note')} hint={t('answer.noteHint')} maxLength={1000} defaultValue={note ?? ''} className="max-w-xl" />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" name="intent" value="approve" variant="primary" icon="check" pending={intent === 'approve'}>
					{t('many.approve')}
				</Button>
				<Button type="submit" name="intent" value="refuse" variant="danger" pending={intent === 'refuse'}>
					{t('many.refuse')}
				</Button>
			</div>
		</fieldset>
	)
}

export type AnsweredOne = { requestId: number; name: string; currency: string; state: string | null; number: string | null; refusals: readonly Refusal[] }

/** What became of each that was answered together. */
export function AnsweredMany({ answered }: { answered: readonly AnsweredOne[] }) {
	const { t } = useTranslation('approvals')
	const box = useRef<HTMLDivElement>(null)
	// The press was below the list: what came of it is brought before her eyes.
	useEffect(() => {
		if (answered) box.current?.focus()
	}, [answered])
	return (
		<div ref={box} tabIndex={-1} className="scroll-mt-6 outline-offset-4">
			{answered.length === 0 ? <p role="alert">{t('many.none')}</p> : <Results answered={answered} />}
		</div>
	)
}

function Results({ answered }: { answered: readonly AnsweredOne[] }) {
	const { t } = useTranslation('approvals')
	const say = useRefusalWords(answered[0]?.currency ?? 'USD')
	return (
		<Section title={t('many.result')}>
			<ul role="status" className="grid text-sm">
				{answered.map(({ requestId, name, state, number, refusals }) => (
					<li key={requestId} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-rule py-3 last:border-b-0">
						<TextLink to={`/approvals/${requestId}`}>{name}</TextLink>
						{state ? <ApprovalState state={state} /> : null}
						{number ? <span>{t('placed', { number })}</span> : null}
						{state === 'waiting' ? <span className="text-ink-soft">{t('many.next')}</span> : null}
						{refusals.map((one) => (
							<span key={one.code} className="text-danger">
								{say(one).message}
							</span>
						))}
					</li>
				))}
			</ul>
		</Section>
	)
}
