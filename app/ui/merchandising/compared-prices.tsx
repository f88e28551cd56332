import { useTranslation } from 'react-i18next'
import type { BookChange } from '../../engine/pricing/compare-traces.ts'
import type { TracedCandidate } from '../../engine/pricing/price-trace.ts'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { quantity } from '../format/number.ts'
import { Badge, Status, type Tone } from '../parts/badge.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { PriceLedger } from '../price/price-ledger.tsx'
import type { DayPriceView, InspectedView } from './inspected-view.ts'

type Compared = { inspected: InspectedView; other: NonNullable<InspectedView['other']> }

/** Two days side by side: the price of each, what differs list by list, and both ledgers. */
export function ComparedPrices({ inspected, other }: Compared) {
	const { t } = useTranslation('merchandising')
	const { price, account } = inspected
	const { isOtherWinner, books } = other.comparison
	const isSame = books.every(({ kind }) => kind === 'same') && price.hash === other.hash
	return (
		<>
			<div className="grid gap-x-8 gap-y-6 sm:grid-cols-3">
				<DayFigure day={price} inspected={inspected} />
				<DayFigure day={other} inspected={inspected} />
				<Figure
					label={t('inspector.difference')}
					value={other.unitChange === null ? '–' : <Change change={other.unitChange} currency={account.currency} />}
					note={
						<>
							{other.extendedChangeMinor === null ? null : <Money change minor={other.extendedChangeMinor} currency={account.currency} />}{' '}
							{t(isSame ? 'inspector.nothingDiffers' : isOtherWinner ? 'inspector.otherWinner' : 'inspector.sameWinner')}
						</>
					}
				/>
			</div>
			<Section title={t('inspector.differences')} aside={t('inspector.differencesNote')}>
				<Table caption={t('inspector.differences')}>
					<THead>
						<tr>
							<Th>{t('books.book')}</Th>
							<Th numeric>
								<DayText day={price.on} />
							</Th>
							<Th numeric>
								<DayText day={other.on} />
							</Th>
							<Th>{t('inspector.what')}</Th>
						</tr>
					</THead>
					<TBody>
						{books.map((book) => (
							<ChangeRow key={`${book.rung} ${book.bookId}`} book={book} currency={account.currency} />
						))}
					</TBody>
				</Table>
			</Section>
			<div className="grid gap-10 *:min-w-0 lg:grid-cols-2">
				{[price, other].map((day) => (
					<Section key={day.on} title={<DayText day={day.on} />}>
						<PriceLedger trace={day.trace} hash={day.hash} />
					</Section>
				))}
			</div>
		</>
	)
}

function DayFigure({ day, inspected: { account, quantity: pieces } }: { day: DayPriceView; inspected: InspectedView }) {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	return (
		<Figure
			label={<DayText day={day.on} />}
			value={day.unitPrice === null ? t('inspector.onRequest') : unitPriceText(day.unitPrice, account.currency, locale)}
			note={
				day.extendedMinor === null ? null : (
					<>
						{t('inspector.extended', { quantity: pieces })}: <Money minor={day.extendedMinor} currency={account.currency} />
					</>
				)
			}
		/>
	)
}

function Change({ change, currency }: { change: string; currency: string }) {
	const { locale } = useReader()
	const isRise = !change.startsWith('-') && /[1-9]/.test(change)
	return (
		<>
			{isRise ? '+' : ''}
			{unitPriceText(change, currency, locale)}
		</>
	)
}

const TONES: Record<BookChange['kind'], Tone> = {
	begins: 'accent',
	ends: 'warning',
	price: 'warning',
	tier: 'accent',
	version: 'neutral',
	outcome: 'neutral',
	same: 'neutral',
}

function ChangeRow({ book, currency }: { book: BookChange; currency: string }) {
	const { t } = useTranslation(['merchandising', 'price'])
	return (
		<Tr>
			<Th scope="row">
				<span className="block">{book.name ?? t(`price:rung.${book.rung}`)}</span>
				<span className="block text-xs font-normal text-ink-soft">{t(`rung.${book.rung}`)}</span>
			</Th>
			<Td numeric>
				<Side candidate={book.before} currency={currency} />
			</Td>
			<Td numeric>
				<Side candidate={book.after} currency={currency} />
			</Td>
			<Td>
				<Status tone={TONES[book.kind]}>{t(`inspector.change.${book.kind}`)}</Status>
			</Td>
		</Tr>
	)
}

function Side({ candidate, currency }: { candidate: TracedCandidate | null; currency: string }) {
	const { t } = useTranslation(['merchandising', 'price'])
	const { locale } = useReader()
	if (candidate === null) return <>–</>
	const { status, unitPrice, tierFrom, reason } = candidate
	return (
		<span className="grid justify-items-end gap-0.5">
			<span className="flex items-center gap-2">
				{status === 'won' ? <Badge tone="positive">{t('inspector.wins')}</Badge> : null}
				{unitPrice === null ? '–' : unitPriceText(unitPrice, currency, locale)}
			</span>
			<span className="text-xs text-ink-soft">
				{status === 'rejected' && reason
					? t(`price:reason.${reason}`, { currency, unit: '' })
					: tierFrom
						? t('price:fromQuantity', { quantity: quantity(tierFrom, locale) })
						: ''}
			</span>
		</span>
	)
}
