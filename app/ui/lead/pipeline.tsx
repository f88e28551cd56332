import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { percent } from '../format/number.ts'
import { DayText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'

type Row = {
	id: number
	accountId: number
	accountName: string
	name: string
	stage: string
	amountMinor: number | null
	currency: string
	closeOn: string | null
	type: string | null
	/** How likely, in percent. */
	odds: number | null
	quoteNumber: string | null
}

const stages = ['prospecting', 'qualification', 'proposal', 'negotiation'] as const

/** What is still open, a column for each stage; on a phone one under the other. */
export function Pipeline({ rows }: { rows: readonly Row[] }) {
	const { t } = useTranslation('leads')
	if (rows.length === 0)
		return (
			<EmptyState picture={<img src="/images/all-done.svg" alt="" width={480} height={360} />} title={t('pipeline.empty')}>
				{t('pipeline.emptyText')}
			</EmptyState>
		)
	return (
		<div className="grid gap-x-6 gap-y-10 md:grid-cols-2 xl:grid-cols-4">
			{stages.map((stage) => (
				<Stage key={stage} title={t(`stage.${stage}`)} rows={rows.filter((row) => row.stage === stage)} />
			))}
		</div>
	)
}

function sumsOf(rows: readonly Row[]): [string, number][] {
	const sums = new Map<string, number>()
	for (const { currency, amountMinor } of rows) if (amountMinor !== null) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor)
	return [...sums]
}

function Stage({ title, rows }: { title: string; rows: readonly Row[] }) {
	const { t } = useTranslation('leads')
	const { locale } = useReader()
	const sums = sumsOf(rows)
	return (
		<Section
			title={title}
			aside={sums.map(([currency, minor], index) => (
				<span key={currency}>
					{index > 0 ? ' + ' : ''}
					<Money minor={minor} currency={currency} />
				</span>
			))}
		>
			{rows.length === 0 ? <p className="text-sm text-ink-soft">{t('pipeline.none')}</p> : null}
			<ul className="grid">
				{rows.map(({ id, accountId, accountName, name, type, odds, amountMinor, currency, closeOn, quoteNumber }) => (
					<li key={id} className="grid gap-1 border-b border-rule py-3 text-sm first:pt-0">
						<Link to={`/desk/records/opportunity/${id}`} className="font-medium wrap-anywhere text-accent hover:underline">
							{name}
						</Link>
						<Link to={`/desk/accounts/${accountId}`} className="wrap-anywhere hover:underline">
							{accountName}
						</Link>
						{type === null && odds === null ? null : (
							<span className="flex flex-wrap justify-between gap-x-4 text-ink-soft">
								<span className="wrap-anywhere">{type}</span>
								<span>{odds === null ? null : t('pipeline.odds', { share: percent(odds / 100, locale) })}</span>
							</span>
						)}
						<span className="flex flex-wrap justify-between gap-x-4 text-ink-soft">
							<span>{closeOn ? <DayText day={closeOn} /> : null}</span>
							<span className="text-ink">{amountMinor === null ? null : <Money minor={amountMinor} currency={currency} />}</span>
						</span>
						{quoteNumber ? (
							<Link to={`/desk/quotes/${quoteNumber}`} className="text-accent hover:underline">
								{t('pipeline.quote', { number: quoteNumber })}
							</Link>
						) : null}
					</li>
				))}
			</ul>
		</Section>
	)
}
