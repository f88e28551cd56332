import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Badge, Status } from '../parts/badge.tsx'
import { LinkButton, TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { accountMerges, pairHref, placeOf } from '../sync/merge-room.tsx'

type Twin = { id: number; number: string; name: string; currency: string; website: string | null; place: string | null; orders: number; openMinor: number }

/** Accounts that may be one company: the first would stay. */
export function AccountTwinGroups({ groups }: { groups: readonly { key: string; sign: string; members: readonly Twin[] }[] }) {
	const { t } = useTranslation('merge')
	return (
		<ul className="grid">
			{groups.map(({ key, sign, members }) => {
				const [winner, ...others] = members
				if (!winner) return null
				return (
					<li key={key} className="grid gap-4 border-t border-rule py-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
						<div className="grid content-start gap-2">
							<p>
								<Badge>{t(`account.sign.${sign}`)}</Badge>
							</p>
							<TwinText twin={winner} note={t('stays')} />
						</div>
						<ul className="grid content-start gap-4">
							{others.map((one) => (
								<li key={one.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
									<TwinText twin={one} />
									<TextLink to={pairHref('account', winner.id, one.id)}>{t('look')}</TextLink>
								</li>
							))}
						</ul>
					</li>
				)
			})}
		</ul>
	)
}

function TwinText({ twin: { id, number, name, currency, website, place, orders, openMinor }, note = null }: { twin: Twin; note?: string | null }) {
	const { t } = useTranslation('merge')
	return (
		<div className="grid min-w-0 gap-1 wrap-anywhere">
			<p className="flex flex-wrap items-center gap-x-2">
				<TextLink to={`/desk/accounts/${id}`}>{name}</TextLink>
				{note ? <Status tone="positive">{note}</Status> : null}
			</p>
			<p className="text-sm text-ink-soft">{[number, place, website].filter(Boolean).join(' · ')}</p>
			<p className="text-sm text-ink-soft">
				{t('account.orders', { count: orders })} · {t('account.open')} <Money minor={openMinor} currency={currency} />
			</p>
		</div>
	)
}

type Merge = {
	id: number
	winnerId: number
	winnerName: string
	loserName: string
	userName: string | null
	cause: string
	at: Instant
	undoneAt: Instant | null
	mayUndo: boolean
}

export function AccountMergeList({ merges, at }: { merges: readonly Merge[]; at: Instant }) {
	const { t } = useTranslation('merge')
	return (
		<Table caption={t('rooms.merges')} dense stacks>
			<THead>
				<tr>
					<Th>{t('became')}</Th>
					<Th>{t('byLabel')}</Th>
					<Th>{t('standing')}</Th>
				</tr>
			</THead>
			<TBody>
				{merges.map((merge) => (
					<Tr key={merge.id}>
						<Td className="wrap-anywhere">
							{merge.loserName} → <TextLink to={`/desk/accounts/${merge.winnerId}`}>{merge.winnerName}</TextLink>
						</Td>
						<Td label={t('byLabel')}>
							{merge.userName ?? t(`cause.${merge.cause}`)} · <DateText instant={merge.at} at={at} />
						</Td>
						<Td label={t('standing')}>
							{merge.undoneAt ? (
								<Status tone="neutral">{t('undone')}</Status>
							) : merge.mayUndo ? (
								<LinkButton to={`${placeOf(accountMerges, 'merges')}/${merge.id}`} size="sm" icon="undo">
									{t('undo')}
								</LinkButton>
							) : (
								<Status tone="positive">{t('stands')}</Status>
							)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
