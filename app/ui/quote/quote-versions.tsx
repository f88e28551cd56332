import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { Banner } from '../parts/banner.tsx'
import { Counted } from '../parts/counted.tsx'
import { DateText, DayText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, TFoot, THead, Th, Tr } from '../parts/table.tsx'
import { type ChangeView, namesOf, type QuoteLineView, type QuoteVersionView, type QuoteView } from './quote-view.ts'

type Props = { quote: QuoteView; changes: readonly ChangeView[]; ordersAt: string | null }

/** What was said, version beside version, and what the last one says otherwise. */
export function QuoteVersions({ quote, changes, ordersAt }: Props) {
	const { t } = useTranslation('quotes')
	return (
		<>
			{quote.orderNumber && ordersAt ? (
				<Banner tone="positive">
					<Link to={`${ordersAt}/${encodeURIComponent(quote.orderNumber)}`} className="underline">
						{t('ordered', { number: quote.orderNumber })}
					</Link>
				</Banner>
			) : null}
			{quote.versions.length > 1 ? <Changes quote={quote} changes={changes} /> : null}
			<Section title={t('versions')}>
				<Sheet quote={quote} />
				<ol className="grid gap-3 text-sm">
					{quote.versions.map((one) => (
						<Said key={one.version} said={one} />
					))}
				</ol>
			</Section>
		</>
	)
}

function Said({ said }: { said: QuoteVersionView }) {
	const { t } = useTranslation('quotes')
	return (
		<li className="grid gap-1 border-t border-rule pt-3">
			<p className="text-ink-soft">
				{t(`said.${said.kind}`, { version: said.version, name: said.by })} · <DateText instant={said.createdAt} />
				{said.validOn && said.kind === 'offered' ? (
					<>
						{' '}
						· {t('validThrough')} <DayText day={said.validOn} />
					</>
				) : null}
			</p>
			{said.note ? <p className="max-w-prose whitespace-pre-line">{said.note}</p> : null}
		</li>
	)
}

function Sheet({ quote: { versions, currency, pricesIncludeTax } }: { quote: QuoteView }) {
	const { t } = useTranslation('quotes')
	const positions = [...new Set(versions.flatMap(({ lines }) => lines.map(({ position }) => position)))].sort((a, b) => a - b)
	const lineOf = (position: number) => versions.map(({ lines }) => lines.find((one) => one.position === position))
	return (
		<Table caption={t('versions')} dense>
			<THead>
				<tr>
					<Th>{t('column.product')}</Th>
					{versions.map(({ version, kind }) => (
						<Th key={version} numeric>
							{t(`version.${kind}`, { version })}
						</Th>
					))}
				</tr>
			</THead>
			<TBody>
				{positions.map((position) => {
					const own = lineOf(position)
					const known = own.find((one) => one !== undefined)
					return (
						<Tr key={position}>
							<Th scope="row">
								{known?.name} <span className="block font-normal text-ink-soft">{known?.sku}</span>
							</Th>
							{versions.map(({ version }, index) => (
								<Td key={version} numeric>
									<Terms line={own[index]} currency={currency} />
								</Td>
							))}
						</Tr>
					)
				})}
			</TBody>
			<TFoot>
				<tr>
					<Th scope="row">{t(pricesIncludeTax ? 'column.totalWithTax' : 'column.total')}</Th>
					{versions.map(({ version, totalMinor }) => (
						<Td key={version} numeric>
							{totalMinor === null ? '–' : <Money minor={totalMinor} currency={currency} />}
						</Td>
					))}
				</tr>
			</TFoot>
		</Table>
	)
}

/** Quantity and price of a line in one version; what it costs without the quote while none is named. */
function Terms({ line, currency }: { line: QuoteLineView | undefined; currency: string }) {
	const { t } = useTranslation('quotes')
	const { locale } = useReader()
	if (!line) return <span className="text-ink-soft">{t('out')}</span>
	return (
		<>
			<span className="block">
				<Counted quantity={line.quantity} unit={line.unitCode} />
			</span>
			{line.unitPrice ? (
				<span className="block font-medium">{unitPriceText(line.unitPrice, currency, locale)}</span>
			) : (
				<span className="block text-ink-soft">{line.listPrice ? t('now', { price: unitPriceText(line.listPrice, currency, locale) }) : t('onRequest')}</span>
			)}
			{line.unitPrice && line.minimum !== line.quantity ? <span className="block text-xs text-ink-soft">{t('from', { quantity: line.minimum })}</span> : null}
		</>
	)
}

function Changes({ quote, changes }: { quote: QuoteView; changes: readonly ChangeView[] }) {
	const { t } = useTranslation('quotes')
	const { locale } = useReader()
	const names = namesOf(quote)
	const [before, after] = quote.versions.slice(-2)
	const price = (text: string | null) => (text === null ? t('noPrice') : unitPriceText(text, quote.currency, locale))
	const partsOf = ({ change, quantity, minimum, price: both }: ChangeView) =>
		[
			change === 'changed' ? null : t(`change.${change}`),
			quantity && t('change.quantity', { before: quantity.before, after: quantity.after }),
			both && t('change.price', { before: price(both.before), after: price(both.after) }),
			minimum && t('change.minimum', { before: minimum.before, after: minimum.after }),
		].filter(Boolean)
	return (
		<Section title={t('changes', { before: before?.version, after: after?.version })}>
			{changes.length === 0 ? <p className="text-sm text-ink-soft">{t('change.none')}</p> : null}
			<ul className="grid text-sm">
				{changes.map((one) => (
					<li key={one.position} className="grid gap-x-6 border-b border-rule py-2 sm:grid-cols-[minmax(10rem,1fr)_2fr]">
						<span className="font-medium">{names.get(one.position)}</span>
						<span>{partsOf(one).join(' · ')}</span>
					</li>
				))}
			</ul>
			{before && after && before.totalMinor !== null && after.totalMinor !== null && before.totalMinor !== after.totalMinor ? (
				<p className="text-sm">
					{t(quote.pricesIncludeTax ? 'column.totalWithTax' : 'column.total')}: <Money minor={before.totalMinor} currency={quote.currency} /> →{' '}
					<Money minor={after.totalMinor} currency={quote.currency} />
				</p>
			) : null}
		</Section>
	)
}
