import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Button, LinkButton } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { accountMerges, placeOf } from '../sync/merge-room.tsx'

export type ShownAccountReturn = {
	winnerName: string
	loserName: string
	rows: readonly { table: string; count: number; since: number }[]
	ordersGo: number
	ordersStay: number
	refusals: readonly unknown[]
}

const named = [
	'sales_order',
	'invoice',
	'contact',
	'login',
	'location',
	'quote',
	'standing_order',
	'support_case',
	'crm_opportunity',
	'crm_task',
	'payment',
	'buyer_group_member',
]

/** What goes back with the loser and what stays with the winner, before it is done. */
export function AccountReturn({ page: { winnerName, loserName, rows, ordersGo, ordersStay, refusals } }: { page: ShownAccountReturn }) {
	const { t } = useTranslation('merge')
	const { locale } = useReader()
	const own = rows.filter(({ table }) => named.includes(table))
	const others = rows.filter(({ table }) => !named.includes(table)).reduce((sum, one) => sum + one.count + one.since, 0)
	return (
		<Form method="post" className="grid gap-8">
			<Section title={t('account.goesBack', { name: loserName })}>
				<ul className="grid gap-x-8 sm:grid-cols-2 lg:grid-cols-3">
					{own.map(({ table, count: many, since }) => (
						<li key={table} className="flex justify-between gap-4 border-b border-rule py-2 text-sm">
							<span>
								{t(`part.${table}`, { defaultValue: t('part.other') })}
								{since > 0 ? <span className="block text-ink-soft">{t('account.ofSince', { count: since })}</span> : null}
							</span>
							<span className="tabular-nums">{count(many + since, locale)}</span>
						</li>
					))}
					{others > 0 ? (
						<li className="flex justify-between gap-4 border-b border-rule py-2 text-sm">
							<span>{t('part.other')}</span>
							<span className="tabular-nums">{count(others, locale)}</span>
						</li>
					) : null}
				</ul>
			</Section>
			<Section title={t('account.since')}>
				<ul className="grid max-w-prose list-disc gap-2 ps-5">
					<li>{t('account.ordersGo', { count: ordersGo, name: loserName })}</li>
					<li>{t('account.ordersStay', { count: ordersStay, name: winnerName })}</li>
					<li>{t('account.lineParts')}</li>
				</ul>
			</Section>
			<div className="flex flex-wrap gap-3">
				<Button type="submit" variant="primary" icon="undo" disabled={refusals.length > 0}>
					{t('undo')}
				</Button>
				<LinkButton to={placeOf(accountMerges, 'merges')}>{t('account.leave')}</LinkButton>
			</div>
		</Form>
	)
}
