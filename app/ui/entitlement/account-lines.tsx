import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../parts/checkbox.tsx'
import type { Choice } from './choice.ts'

type AccountLinesProps = { accounts: readonly Choice[]; found: number; total: number; search: string; removed: readonly number[] }

/** The accounts that are in it, each with a way out and the way to all that it sees. */
export function AccountLines({ accounts, found, total, search, removed }: AccountLinesProps) {
	const { t } = useTranslation('entitlement')
	return (
		<div className="grid content-start gap-2">
			<p className="text-sm font-medium">{t('accounts.in')}</p>
			{total === 0 ? <p className="text-sm text-ink-soft">{t('accounts.none')}</p> : null}
			<ul className="grid max-h-96 overflow-y-auto text-sm" tabIndex={total > 8 ? 0 : undefined}>
				{accounts.map((account) => (
					<li key={account.id} className="flex items-center justify-between gap-4 border-b border-rule py-1.5">
						<span className="min-w-0">
							<Link to={`/merchandising/visibility?account=${encodeURIComponent(account.code)}`} className="text-accent hover:underline">
								{account.name}
							</Link>{' '}
							<span className="text-ink-soft">{account.code}</span>
						</span>
						<Checkbox
							name="removeAccountIds"
							value={account.id}
							defaultChecked={removed.includes(account.id)}
							label={t('accounts.remove')}
							aria-label={t('accounts.removeNamed', { name: account.name })}
						/>
					</li>
				))}
			</ul>
			{found > accounts.length ? <p className="text-sm text-ink-soft">{t('accounts.more', { shown: accounts.length, count: found })}</p> : null}
			{search !== '' ? <p className="text-sm text-ink-soft">{t('accounts.filtered', { search })}</p> : null}
		</div>
	)
}
