import { useTranslation } from 'react-i18next'
import { time } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status, type Tone } from '../parts/badge.tsx'
import { DateText } from '../parts/date-text.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import type { ShownFeed, ShownQuota } from './shown.ts'

const tones: Record<ShownFeed['standing'], Tone> = { stopped: 'danger', behind: 'warning', fresh: 'positive' }

/** What each side tells of its changes, and when it last did. */
export function FeedTable({ feeds, at }: { feeds: readonly ShownFeed[]; at: string }) {
	const { t } = useTranslation('sync')
	return (
		<Table caption={t('feeds.title')} showCaption dense stacks>
			<THead>
				<tr>
					<Th>{t('feeds.feed')}</Th>
					<Th>{t('feeds.standing')}</Th>
					<Th numeric>{t('feeds.beat')}</Th>
					<Th numeric>{t('feeds.caughtUp')}</Th>
				</tr>
			</THead>
			<TBody>
				{feeds.map(({ side, object, feed, standing, beatAt, caughtUpAt }) => (
					<Tr key={`${side} ${object} ${feed}`}>
						<Td>
							{t(`side.${side}`)} · {object} · {t(`feed.${feed}`)}
						</Td>
						<Td>
							<Status tone={tones[standing]}>{t(`standing.${standing}`)}</Status>
						</Td>
						<Td numeric label={t('feeds.beat')}>
							<DateText instant={beatAt} at={at} />
						</Td>
						<Td numeric label={t('feeds.caughtUp')} empty={caughtUpAt === null}>
							{caughtUpAt ? <DateText instant={caughtUpAt} at={at} /> : '–'}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

/** Calls of the side's day against the share that this connection may take, drawn on to midnight. */
export function QuotaBars({ quotas }: { quotas: readonly ShownQuota[] }) {
	const { t } = useTranslation('sync')
	const { locale, timeZone } = useReader()
	return (
		<section className="grid max-w-2xl gap-4">
			<h3 className="text-sm font-medium text-ink-soft">{t('quota.title')}</h3>
			{quotas.map(({ side, used, allowed, forecast: { share, expected, reachedAt } }) => (
				<div key={side} className="grid gap-1">
					<ProgressBar
						label={t(`side.${side}`)}
						value={used}
						max={Math.max(1, share)}
						note={t('quota.used', { used: count(used, locale), share: count(share, locale), allowed: count(allowed, locale) })}
						tone={used >= share ? 'danger' : reachedAt ? 'warning' : 'accent'}
					/>
					<p className="text-sm text-ink-soft">
						{reachedAt
							? t('quota.reached', { time: time(reachedAt, locale, timeZone), expected: count(expected, locale) })
							: t('quota.suffices', { expected: count(expected, locale) })}
					</p>
				</div>
			))}
		</section>
	)
}
