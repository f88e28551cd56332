import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownDelivery } from '../../engine/order/shown-cart.ts'
import { Totals } from '../checkout/totals.tsx'
import { useReader } from '../format/locale.tsx'
import { quantity } from '../format/number.ts'
import { Button } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Money, UnitPrice } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextArea } from '../parts/text-field.tsx'

/** The whole order as it was asked for: what, where to, and what it comes to. */
export function ApprovalOrder({ order }: { order: ShownCart }) {
	const { t } = useTranslation('approvals')
	const { locale } = useReader()
	return (
		<>
			<Section title={t('order.lines')}>
				<Table caption={t('order.lines')} stacks>
					<THead>
						<tr>
							<Th>{t('order.product')}</Th>
							<Th numeric>{t('order.quantity')}</Th>
							<Th numeric>{t('order.price')}</Th>
							<Th numeric>{t('order.amount')}</Th>
						</tr>
					</THead>
					<TBody>
						{[...order.lines, ...order.gifts].map((line) => (
							<Tr key={line.sequence}>
								<Th scope="row">
									<span className="font-medium">{line.name}</span> <span className="block font-normal text-ink-soft">{line.sku}</span>
								</Th>
								<Td numeric label={t('order.quantity')}>
									{quantity(line.quantity, locale)}
								</Td>
								<Td numeric label={t('order.price')}>
									{line.unitPrice === null ? null : <UnitPrice micros={line.unitPrice.replace('.', '')} currency={order.currency} />}
								</Td>
								<Td numeric label={t('order.amount')}>
									<Money minor={'netMinor' in line ? line.netMinor : 0} currency={order.currency} />
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			</Section>
			<Section title={t('order.deliveries')}>
				<ul className="grid">
					{order.deliveries
						.filter(({ units }) => units > 0)
						.map((delivery) => (
							<Delivery key={delivery.groupKey} delivery={delivery} currency={order.currency} />
						))}
				</ul>
			</Section>
			<Section title={t('order.sums')}>
				<Totals cart={order} />
			</Section>
		</>
	)
}

function Delivery({ delivery, currency }: { delivery: ShownDelivery; currency: string }) {
	const { t } = useTranslation('approvals')
	const { name, address, requestedOn, costCentre, dueMinor } = delivery
	return (
		<li className="flex flex-wrap justify-between gap-x-6 border-b border-rule py-3 text-sm last:border-b-0">
			<div>
				<p className="font-medium">{name}</p>
				<p className="text-ink-soft">{address.join(', ')}</p>
				{costCentre ? <p className="text-ink-soft">{t('order.costCentre', { name: costCentre })}</p> : null}
				{requestedOn ? (
					<p className="text-ink-soft">
						{t('order.wanted')} <DayText day={requestedOn} />
					</p>
				) : null}
			</div>
			<Money minor={dueMinor} currency={currency} className="font-medium" />
		</li>
	)
}

/** Yes, or no with its reason. One form, so that it works without scripts. */
export function AnswerForm({ note, version }: { note?: string | undefined; version: number }) {
	const { t } = useTranslation('approvals')
	const intent = useNavigation().formData?.get('intent')
	return (
		<Form method="post" className="grid gap-4">
			<input type="hidden" name="version" value={version} />
			<TextArea name="note" label={t('answer.note')} hint={t('answer.noteHint')} rows={3} maxLength={1000} defaultValue={note ?? ''} />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" name="intent" value="approve" variant="primary" icon="check" pending={intent === 'approve'}>
					{t('answer.approve')}
				</Button>
				<Button type="submit" name="intent" value="refuse" variant="danger" pending={intent === 'refuse'}>
					{t('answer.refuse')}
				</Button>
			</div>
		</Form>
	)
}
