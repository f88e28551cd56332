import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Refusals } from '../parts/refusals.tsx'
import { AnswerForm, ApprovalOrder } from './approval-order.tsx'
import { ApprovalState, ApprovalSteps, type ShownStep } from './approval-state.tsx'

export type ApprovalView = {
	request: {
		id: number
		version: number
		state: string
		askedByName: string
		userName: string | null
		poNumber: string | null
		currency: string
		totalMinor: number
		message: string | null
		askedAt: Date
		expiresAt: Date
		orderNumber: string | null
		failure: Refusal[] | null
		steps: readonly ShownStep[]
	}
	order: ShownCart | null
	mayAnswer: boolean
	mayWithdraw: boolean
	mayTakeUp: boolean
}

type Props = { view: ApprovalView; refused: { refusals: readonly Refusal[]; note?: string } | undefined }

/** A request in full: the order on the left, the answer and the way it went on the right. */
export function ApprovalBody({ view, refused }: Props) {
	const { t } = useTranslation('approvals')
	const { request, order, mayAnswer } = view
	const say = useRefusalWords(request.currency)
	const told = refused?.refusals ?? []
	const words = (one: Refusal, index: number) => ({
		key: `${one.code} ${one.line ?? index}`,
		where: order?.lines.find(({ sequence }) => sequence === one.line)?.name,
		...say(one),
	})
	return (
		<div className="grid gap-8">
			{told.length > 0 ? <Refusals title={t('refused')} refusals={told.map(words)} /> : null}
			{told.length === 0 && request.failure ? <Refusals title={t('returned')} refusals={request.failure.map(words)} /> : null}
			{request.state === 'approved' && request.orderNumber ? (
				<Banner tone="positive" live action={<LinkButton to={`/orders/${encodeURIComponent(request.orderNumber)}`}>{t('toOrder')}</LinkButton>}>
					{t('placed', { number: request.orderNumber })}
				</Banner>
			) : null}
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_22rem]">
				<div className="grid content-start gap-10">{order ? <ApprovalOrder order={order} /> : <Summary view={view} />}</div>
				<aside className="grid content-start gap-8 max-lg:order-first">
					{mayAnswer ? (
						<Section title={t('answer.title')}>
							<AnswerForm note={refused?.note} version={request.version} />
						</Section>
					) : null}
					<Section title={t('steps.title')} aside={<ApprovalState state={request.state} />}>
						<ApprovalSteps steps={request.steps} currency={request.currency} />
					</Section>
					{order ? <Summary view={view} /> : null}
					<OwnActs view={view} />
				</aside>
			</div>
		</div>
	)
}

function Summary({ view: { request } }: { view: ApprovalView }) {
	const { t } = useTranslation('approvals')
	const asker = request.userName ? t('byRep', { rep: request.userName, name: request.askedByName }) : request.askedByName
	return (
		<Section title={t('facts.title')}>
			<KeyValueList
				rows={[
					{ key: 'by', label: t('facts.askedBy'), value: asker },
					{ key: 'at', label: t('facts.askedAt'), value: <DateText instant={request.askedAt} time /> },
					...(request.state === 'waiting' ? [{ key: 'till', label: t('facts.until'), value: <DateText instant={request.expiresAt} time /> }] : []),
					...(request.poNumber ? [{ key: 'po', label: t('facts.poNumber'), value: request.poNumber }] : []),
					{ key: 'total', label: t('facts.total'), value: <Money minor={request.totalMinor} currency={request.currency} /> },
					...(request.message ? [{ key: 'message', label: t('facts.message'), value: <span className="whitespace-pre-line">{request.message}</span> }] : []),
				]}
			/>
		</Section>
	)
}

/** What who asked may do: take it back, or go on with what came back. */
function OwnActs({ view: { mayWithdraw, mayTakeUp } }: { view: ApprovalView }) {
	const { t } = useTranslation('approvals')
	if (!mayWithdraw && !mayTakeUp) return null
	return (
		<Form method="post" className="grid justify-items-start gap-2">
			<Button type="submit" name="intent" value={mayWithdraw ? 'withdraw' : 'takeUp'}>
				{t(mayWithdraw ? 'withdraw' : 'takeUp')}
			</Button>
			<p className="text-sm text-ink-soft">{t(mayWithdraw ? 'withdrawText' : 'takeUpText')}</p>
		</Form>
	)
}
