import { Form, Link, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Section } from '../parts/page-header.tsx'
import { TextArea } from '../parts/text-field.tsx'
import { Timeline } from '../parts/timeline.tsx'

export type ShownCase = {
	subject: string
	number: string
	kind: string
	status: 'open' | 'waiting' | 'closed'
	description: string | null
	accountId: number
	accountName: string
	contactName: string | null
	ownerName: string | null
	orderNumber: string | null
	productName: string | null
	createdAt: Instant
	messages: { id: number; act: 'open' | 'say' | 'close' | 'reopen'; text: string | null; by: string; isHouse: boolean; createdAt: string }[]
}

type Props = { one: ShownCase; side: 'buyer' | 'house'; typed: string }

/** What both sides said, first to last, and what can be said next. */
export function CaseThread({ one, side, typed }: Props) {
	const { t } = useTranslation('help')
	const titles = { open: 'opened', say: 'said', close: 'closed', reopen: 'reopened' } as const
	// A case of before has no first word of its own: its description stands for it.
	const first = one.messages.length > 0 || !one.description ? null : <p className="mb-6 max-w-prose whitespace-pre-wrap">{one.description}</p>
	return (
		<div className="grid content-start gap-8">
			<Section title={t('thread.title')}>
				{first}
				<Timeline
					label={t('thread.title')}
					entries={one.messages.map(({ id, act, text, by, isHouse, createdAt }) => ({
						key: String(id),
						title: t(`thread.${titles[act]}`, { name: by }),
						when: <DateText instant={createdAt} time />,
						icon: act === 'close' ? ('check' as const) : isHouse ? ('phone' as const) : ('user' as const),
						tone: act === 'close' ? ('positive' as const) : isHouse ? ('accent' as const) : ('neutral' as const),
						body: text ? <p className="max-w-prose whitespace-pre-wrap text-ink">{text}</p> : null,
					}))}
				/>
			</Section>
			<Reply one={one} side={side} typed={typed} />
		</div>
	)
}

function Reply({ one, side, typed }: Props) {
	const { t } = useTranslation('help')
	const act = useNavigation().formData?.get('act')
	const isClosed = one.status === 'closed'
	return (
		<Form method="post" className="grid gap-4" key={one.messages.length}>
			<TextArea label={t(isClosed ? 'reply.again' : 'reply.label')} name="text" rows={4} maxLength={4000} defaultValue={typed} className="max-w-prose" />
			<div className="flex flex-wrap gap-3">
				{isClosed ? (
					<Button type="submit" name="act" value="reopen" icon="refresh" pending={act === 'reopen'}>
						{t('reply.reopen')}
					</Button>
				) : (
					<>
						<Button type="submit" name="act" value="say" variant="primary" pending={act === 'say'}>
							{t('reply.send')}
						</Button>
						<Button type="submit" name="act" value="close" icon="check" pending={act === 'close'}>
							{t(side === 'house' ? 'reply.close' : 'reply.solved')}
						</Button>
					</>
				)}
			</div>
		</Form>
	)
}

/** Which order, which line, who and since when. */
export function CaseFacts({ one, side }: { one: ShownCase; side: 'buyer' | 'house' }) {
	const { t } = useTranslation('help')
	const order = one.orderNumber ?? ''
	const rows = [
		{ key: 'kind', label: t('column.kind'), value: t(`kind.${one.kind}`) },
		...(one.productName ? [{ key: 'product', label: t('facts.product'), value: one.productName }] : []),
		...(order
			? [
					{
						key: 'order',
						label: t('facts.order'),
						value:
							side === 'buyer' ? (
								<Link to={`/orders/${encodeURIComponent(order)}`} className="text-accent hover:underline">
									{order}
								</Link>
							) : (
								order
							),
					},
				]
			: []),
		...(side === 'house'
			? [
					{
						key: 'account',
						label: t('column.account'),
						value: (
							<Link to={`/desk/accounts/${one.accountId}`} className="text-accent hover:underline">
								{one.accountName}
							</Link>
						),
					},
				]
			: []),
		...(one.contactName ? [{ key: 'by', label: t('facts.by'), value: one.contactName }] : []),
		...(one.ownerName ? [{ key: 'owner', label: t('facts.owner'), value: one.ownerName }] : []),
		{ key: 'since', label: t('facts.since'), value: <DateText instant={one.createdAt} /> },
	]
	return (
		<Section title={t('facts.title')}>
			<KeyValueList rows={rows} />
		</Section>
	)
}
