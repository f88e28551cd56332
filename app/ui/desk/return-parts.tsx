import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Button } from '../parts/button.tsx'
import { Counted } from '../parts/counted.tsx'
import { DateText } from '../parts/date-text.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { QuantityCell } from '../parts/number-field.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextArea } from '../parts/text-field.tsx'

type Line = {
	id: number
	sku: string
	name: string
	picture: string | null
	bundleName: string | null
	place: string | null
	isTracked: boolean
	unitCode: string
	unitDigits: number
	reason: string
	quantity: string
	receivedQuantity: string
	scrappedQuantity: string
}
export type ShownReturn = {
	state: string
	orderNumber: string
	currency: string
	contactName: string | null
	note: string | null
	askedAt: Instant
	decidedBy: string | null
	decisionNote: string | null
	receivedAt: Instant | null
	warehouseName: string | null
	lines: readonly Line[]
	credits: readonly { number: string; totalMinor: number }[]
}
type Typed = { rows: readonly { lineId: number; received: string; scrapped: string }[]; warehouseId: number | null }

/** What was asked back, and once approved the form in which it is received. */
export function ReturnReceipt({ goods, warehouses, typed }: { goods: ShownReturn; warehouses: readonly { id: number; name: string }[]; typed: Typed | null }) {
	const { t } = useTranslation('returns')
	const isPending = useNavigation().formData?.get('intent') === 'receive'
	const isOpen = goods.state === 'approved'
	return (
		<Form method="post" className="grid gap-6">
			<Goods goods={goods} typed={typed} isOpen={isOpen} />
			{isOpen ? (
				<div className="flex flex-wrap items-end gap-4">
					<SelectField
						label={t('desk.shelf')}
						name="warehouseId"
						defaultValue={String(typed?.warehouseId ?? (warehouses.length === 1 ? warehouses[0]?.id : '') ?? '')}
						options={[{ value: '', label: t('desk.chooseShelf') }, ...warehouses.map(({ id, name }) => ({ value: String(id), label: name }))]}
						className="w-full sm:w-64"
					/>
					<Button type="submit" variant="primary" name="intent" value="receive" pending={isPending}>
						{t('desk.receive')}
					</Button>
				</div>
			) : null}
		</Form>
	)
}

function Goods({ goods, typed, isOpen }: { goods: ShownReturn; typed: Typed | null; isOpen: boolean }) {
	const { t } = useTranslation(['returns', 'account'])
	const isDone = goods.state === 'received'
	return (
		<Table caption={t('column.goods')} stacks>
			<THead>
				<tr>
					<Th>{t('account:line.product')}</Th>
					<Th>{t('column.reason')}</Th>
					<Th numeric>{t('column.quantity')}</Th>
					{isOpen || isDone ? (
						<>
							<Th numeric>{t('column.received')}</Th>
							<Th numeric>{t('column.scrapped')}</Th>
						</>
					) : null}
				</tr>
			</THead>
			<TBody>
				{goods.lines.map((line) => (
					<Row key={line.id} line={line} typed={typed?.rows.find(({ lineId }) => lineId === line.id)} isOpen={isOpen} isDone={isDone} />
				))}
			</TBody>
		</Table>
	)
}

type RowProps = { line: Line; typed: { received: string; scrapped: string } | undefined; isOpen: boolean; isDone: boolean }

function Row({ line, typed, isOpen, isDone }: RowProps) {
	const { t } = useTranslation('returns')
	const { id, name, quantity, unitDigits } = line
	const cell = { className: 'ml-auto', max: quantity, step: unitDigits === 0 ? 1 : ('any' as const) }
	return (
		<Tr>
			<Td>
				<span className="block font-medium">{name}</span>
				<span className="text-ink-soft">
					{[line.sku, line.bundleName && t('form.inside', { name: line.bundleName }), line.place].filter(Boolean).join(' · ')}
				</span>
			</Td>
			<Td label={t('column.reason')}>{t(`reason.${line.reason}`)}</Td>
			<Td label={t('column.quantity')} numeric>
				<Counted quantity={quantity} unit={line.unitCode} />
			</Td>
			{isOpen ? (
				<>
					<Td label={t('column.received')} numeric>
						<QuantityCell {...cell} name={`received-${id}`} aria-label={t('desk.receivedOf', { name })} defaultValue={typed?.received ?? quantity} />
					</Td>
					<Td label={t('column.scrapped')} numeric>
						<QuantityCell {...cell} name={`scrapped-${id}`} aria-label={t('desk.scrappedOf', { name })} defaultValue={typed?.scrapped ?? '0'} />
					</Td>
				</>
			) : null}
			{isDone ? (
				<>
					<Td label={t('column.received')} numeric>
						{line.receivedQuantity}
					</Td>
					<Td label={t('column.scrapped')} numeric>
						{line.scrappedQuantity}
					</Td>
				</>
			) : null}
		</Tr>
	)
}

/** Yes or no, with a word to the buyer. */
export function ReturnDecision({ note }: { note: string }) {
	const { t } = useTranslation('returns')
	const intent = useNavigation().formData?.get('intent')
	return (
		<Form method="post" className="grid max-w-prose gap-4">
			<TextArea label={t('desk.answer')} hint={t('desk.answerHint')} name="note" rows={3} maxLength={1000} defaultValue={note} />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" variant="primary" name="intent" value="approve" pending={intent === 'approve'}>
					{t('desk.approve')}
				</Button>
				<Button type="submit" variant="danger" name="intent" value="refuse" pending={intent === 'refuse'}>
					{t('desk.refuse')}
				</Button>
			</div>
		</Form>
	)
}

export function ReturnFacts({ goods }: { goods: ShownReturn }) {
	const { t } = useTranslation(['returns', 'account'])
	const rows = [
		{ key: 'order', label: t('desk.order'), value: goods.orderNumber },
		...(goods.contactName ? [{ key: 'by', label: t('desk.by'), value: goods.contactName }] : []),
		{ key: 'asked', label: t('column.asked'), value: <DateText instant={goods.askedAt} /> },
		...(goods.note ? [{ key: 'note', label: t('desk.note'), value: goods.note }] : []),
		...(goods.decidedBy ? [{ key: 'decided', label: t('desk.decided'), value: goods.decidedBy }] : []),
		...(goods.decisionNote ? [{ key: 'decision', label: t('desk.decision'), value: goods.decisionNote }] : []),
		...(goods.receivedAt ? [{ key: 'received', label: t('state.received'), value: <DateText instant={goods.receivedAt} /> }] : []),
		...(goods.warehouseName ? [{ key: 'shelf', label: t('desk.shelf'), value: goods.warehouseName }] : []),
	]
	return (
		<div className="grid content-start gap-8">
			<Section title={t('account:order.facts')}>
				<KeyValueList rows={rows} />
			</Section>
			{goods.credits.length > 0 ? (
				<Section title={t('desk.credits')}>
					<KeyValueList
						sums
						rows={goods.credits.map(({ number, totalMinor }) => ({
							key: number,
							label: number,
							value: <Money minor={totalMinor} currency={goods.currency} />,
						}))}
					/>
				</Section>
			) : null}
		</div>
	)
}
