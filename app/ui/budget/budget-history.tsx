import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { DateText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { BeyondBadge } from './budget-bar.tsx'
import { periodText } from './period-text.ts'

type Period = { startsOn: string; amountMinor: number; beyondMinor: number; reservedMinor: number; spentMinor: number; orders: number }

/** The periods in which something was drawn; each leads to its own orders. */
export function BudgetPeriods({ periods, period, currency }: { periods: readonly Period[]; period: 'month' | 'quarter'; currency: string }) {
	const { t } = useTranslation('budgets')
	const { locale } = useReader()
	return (
		<Table caption={t('periods.title')} stacks dense>
			<THead>
				<tr>
					<Th>{t(`period.${period}`)}</Th>
					<Th numeric>{t('periods.orders')}</Th>
					<Th numeric>{t('spent')}</Th>
					<Th numeric>{t('reserved')}</Th>
					<Th numeric>{t('periods.amount')}</Th>
				</tr>
			</THead>
			<TBody>
				{periods.map((one) => (
					<Tr key={one.startsOn}>
						<Td label={t(`period.${period}`)}>
							<Link to={`?period=${one.startsOn}#draws`} className="underline decoration-rule underline-offset-4 hover:decoration-ink">
								{periodText(one.startsOn, period, locale)}
							</Link>{' '}
							<BeyondBadge sums={{ ...one, currency }} />
						</Td>
						<Td numeric label={t('periods.orders')}>
							{one.orders}
						</Td>
						<Td numeric label={t('spent')}>
							<Money minor={one.spentMinor} currency={currency} />
						</Td>
						<Td numeric label={t('reserved')}>
							<Money minor={one.reservedMinor} currency={currency} />
						</Td>
						<Td numeric label={t('periods.amount')}>
							<Money minor={one.amountMinor} currency={currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

type Draw = {
	orderId: number
	number: string
	poNumber: string | null
	by: string
	drawnAt: Date | string
	drawnMinor: number
	reservedMinor: number
	spentMinor: number
	beyondMinor: number
	requestId: number | null
}

/** Orders that drew on the budget, each with what of it is still reserved. */
export function BudgetDraws({ draws, currency }: { draws: readonly Draw[]; currency: string }) {
	const { t } = useTranslation('budgets')
	const { locale } = useReader()
	return (
		<Table caption={t('draws.title')} stacks dense>
			<THead>
				<tr>
					<Th>{t('draws.order')}</Th>
					<Th>{t('draws.on')}</Th>
					<Th>{t('draws.by')}</Th>
					<Th numeric>{t('draws.drawn')}</Th>
					<Th numeric>{t('spent')}</Th>
					<Th numeric>{t('reserved')}</Th>
					<Th>{t('draws.beyond')}</Th>
				</tr>
			</THead>
			<TBody>
				{draws.map((draw) => (
					<Tr key={draw.orderId}>
						<Td label={t('draws.order')}>
							<Link to={`/orders/${encodeURIComponent(draw.number)}`} className="underline decoration-rule underline-offset-4 hover:decoration-ink">
								{draw.number}
							</Link>
							{draw.poNumber ? <span className="block text-ink-soft">{draw.poNumber}</span> : null}
						</Td>
						<Td label={t('draws.on')}>
							<DateText instant={draw.drawnAt} />
						</Td>
						<Td label={t('draws.by')}>{draw.by}</Td>
						{(['drawnMinor', 'spentMinor', 'reservedMinor'] as const).map((key) => (
							<Td key={key} numeric label={t({ drawnMinor: 'draws.drawn', spentMinor: 'spent', reservedMinor: 'reserved' }[key])}>
								<Money minor={draw[key]} currency={currency} />
							</Td>
						))}
						<Td label={t('draws.beyond')}>
							{draw.beyondMinor > 0 && draw.requestId !== null ? (
								<Link to={`/approvals/${draw.requestId}`} className="underline decoration-rule underline-offset-4 hover:decoration-ink">
									{t('draws.request', { amount: money(draw.beyondMinor, currency, locale) })}
								</Link>
							) : (
								'–'
							)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
