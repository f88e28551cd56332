import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../parts/banner.tsx'
import { LinkButton } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { ChangeStatus } from './change-facts.tsx'
import type { ChangeView } from './change-view.ts'

type Listed = Pick<ChangeView, 'id' | 'state' | 'waitsFor' | 'side'> & { proposedAt: Date | string; isMine: boolean; before: number; after: number }
type Props = {
	number: string
	currency: string
	changes: readonly Listed[]
	versions: readonly { version: number; replacedAt: Date | string; totalMinor: number }[]
}

const hrefOf = (number: string, id: number) => `/orders/${encodeURIComponent(number)}/change/${id}`

/** A change that waits, said above the order. */
export function WaitingChange({ number, changes }: Pick<Props, 'number' | 'changes'>) {
	const { t } = useTranslation('changes')
	const waiting = changes.find(({ state }) => state === 'waiting')
	if (!waiting) return null
	return (
		<Banner tone={waiting.isMine ? 'warning' : 'info'} className="mb-8" action={<LinkButton to={hrefOf(number, waiting.id)}>{t('banner.open')}</LinkButton>}>
			{t(waiting.isMine ? 'banner.yours' : 'banner.waits')}
		</Banner>
	)
}

/** What was asked to be changed, and what the order was before. */
export function OrderChanges({ number, currency, changes, versions }: Props) {
	const { t } = useTranslation('changes')
	if (changes.length + versions.length === 0) return null
	return (
		<Section title={t('title')}>
			<ul className="grid text-sm">
				{changes.map((change) => (
					<li key={change.id} className="grid gap-1 border-b border-rule py-2 last:border-b-0">
						<span className="flex flex-wrap justify-between gap-x-4">
							<Link to={hrefOf(number, change.id)} className="text-accent hover:underline">
								{t(change.side === 'house' ? 'list.byHouse' : 'list.byBuyer')}
							</Link>
							<ChangeStatus change={{ ...change, isOver: false }} />
						</span>
						<span className="flex justify-between gap-4 text-ink-soft">
							<DateText instant={change.proposedAt} />
							<Money minor={change.after - change.before} currency={currency} change />
						</span>
					</li>
				))}
				{versions.map(({ version, replacedAt, totalMinor }) => (
					<li key={`version ${version}`} className="flex flex-wrap justify-between gap-x-4 border-b border-rule py-2 last:border-b-0">
						<Link to={`/orders/${encodeURIComponent(number)}/versions/${version}`} className="text-accent hover:underline">
							{t('list.until')} <DateText instant={replacedAt} />
						</Link>
						<Money minor={totalMinor} currency={currency} />
					</li>
				))}
			</ul>
		</Section>
	)
}
