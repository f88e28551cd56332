import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Ageing } from '../../engine/invoice/age-invoices.ts'
import type { Statement, StatementLine } from '../../engine/invoice/statement.ts'
import { Button, LinkButton, TextLink } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Money } from '../parts/money.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextField } from '../parts/text-field.tsx'
import { wordsOf } from '../print/statement-sheet.ts'
import { AgeingBar } from './ageing-bar.tsx'

type Period = { from: string; to: string }

/** Which days, and the same as files. */
export function StatementPeriod({ from, to, base }: Period & { base: string }) {
	const { t } = useTranslation(['documents', 'account'])
	const search = new URLSearchParams({ from, to })
	return (
		<Form method="get" className="mb-8 flex flex-wrap items-end gap-3">
			<TextField label={t('statement.from')} name="from" type="date" defaultValue={from} key={`from${from}`} className="w-40" />
			<TextField label={t('statement.to')} name="to" type="date" defaultValue={to} key={`to${to}`} className="w-40" />
			<Button type="submit" icon="filter">
				{t('statement.show')}
			</Button>
			<LinkButton to={`${base}/pdf?${search}`} icon="document" reloadDocument>
				{t('account:pdf')}
			</LinkButton>
			<LinkButton to={`${base}/csv?${search}`} icon="download" reloadDocument>
				{t('statement.csv')}
			</LinkButton>
		</Form>
	)
}

type Aged = Statement & { ageing: (Ageing & { on: string }) | null }
type ViewProps = { statements: readonly Aged[]; to: string /** Where its invoices are opened; the house has no page of them. */; links: boolean }

/** The movements of an account with the balance after each, one table for each currency. */
export function StatementView({ statements, to, links }: ViewProps) {
	const { t } = useTranslation(['documents', 'account'])
	return (
		<div className="grid gap-12">
			{statements.map((statement) => (
				<Section key={statement.currency} title={statement.currency}>
					<div className="mb-6 grid grid-cols-2 gap-6 sm:grid-cols-4">
						<Figure label={t('statement.opening')} value={<Money minor={statement.openingMinor} currency={statement.currency} />} />
						<Figure label={t('statement.charged')} value={<Money minor={statement.chargedMinor} currency={statement.currency} />} />
						<Figure label={t('statement.paid')} value={<Money minor={-statement.paidMinor} currency={statement.currency} />} />
						<Figure label={<Closing to={to} />} value={<Money minor={statement.closingMinor} currency={statement.currency} />} />
					</div>
					{statement.lines.length === 0 ? <EmptyState title={t('statement.empty')} /> : <Movements statement={statement} links={links} />}
					{statement.ageing ? <Aged ageing={statement.ageing} currency={statement.currency} /> : null}
				</Section>
			))}
		</div>
	)
}

/** What is open today, by age: a reminder and a promise are read from it. */
function Aged({ ageing, currency }: { ageing: Ageing & { on: string }; currency: string }) {
	return (
		<div className="mt-8 grid gap-4">
			<h3 className="text-sm font-medium">
				<OnDay word="statement.aged" day={ageing.on} />
			</h3>
			<AgeingBar statement={{ ...ageing, currency }} />
		</div>
	)
}

const Closing = ({ to }: { to: string }) => <OnDay word="statement.closing" day={to} />

/** Words with a day in them, the day as it is written everywhere. */
function OnDay({ word, day }: { word: 'statement.closing' | 'statement.aged'; day: string }) {
	const { t } = useTranslation('documents')
	const [before = '', after = ''] = t(word, { day: '|' }).split('|')
	return (
		<>
			{before}
			<DayText day={day} />
			{after}
		</>
	)
}

function Movements({ statement, links }: { statement: Statement; links: boolean }) {
	const { t } = useTranslation(['documents', 'account'])
	const { currency } = statement
	return (
		<Table caption={t('statement.title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('statement.what')}</Th>
					<Th>{t('statement.day')}</Th>
					<Th numeric>{t('statement.charged')}</Th>
					<Th numeric>{t('statement.paid')}</Th>
					<Th numeric>{t('statement.balance')}</Th>
				</tr>
			</THead>
			<TBody>
				{statement.lines.map((line) => (
					<Tr key={`${line.kind}${line.number}${line.paymentId}${line.on}${line.balanceMinor}`}>
						<Td>
							<Movement line={line} links={links} />
							{line.poNumber ? <span className="block text-ink-soft">{line.poNumber}</span> : null}
						</Td>
						<Td label={t('statement.day')} className="whitespace-nowrap">
							<DayText day={line.on} />
						</Td>
						<Td label={t('statement.charged')} numeric empty={line.amountMinor <= 0}>
							{line.amountMinor > 0 ? <Money minor={line.amountMinor} currency={currency} /> : null}
						</Td>
						<Td label={t('statement.paid')} numeric empty={line.amountMinor >= 0}>
							{line.amountMinor < 0 ? <Money minor={-line.amountMinor} currency={currency} /> : null}
						</Td>
						<Td label={t('statement.balance')} numeric>
							<Money minor={line.balanceMinor} currency={currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

function Movement({ line, links }: { line: StatementLine; links: boolean }) {
	const { t } = useTranslation(['documents', 'account'])
	const words = wordsOf(line, t)
	if (!links) return words
	if (line.paymentId) return <TextLink to={`/invoices/payments/${line.paymentId}`}>{words}</TextLink>
	return line.number ? <TextLink to={`/invoices/${encodeURIComponent(line.number)}`}>{words}</TextLink> : words
}
