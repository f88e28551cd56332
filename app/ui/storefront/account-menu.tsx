import { Link, useLocation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import type { NavEntry } from '../shell/navigation.ts'
import type { Store } from './store.ts'

/** Who is here and what is hers. Native details, so that signing out needs no script. */
export function AccountMenu({ store, links }: { store: Store; links: readonly NavEntry[] }) {
	const { t } = useTranslation('storefront')
	const { pathname, search, key } = useLocation()
	if (store.kind === 'guest') {
		return (
			<LinkButton to={`/sign-in?to=${encodeURIComponent(pathname + search)}`} variant="primary" size="sm">
				{t('shell.signIn')}
			</LinkButton>
		)
	}
	return (
		<details key={key} className="group/account relative">
			<summary
				aria-label={t('shell.account', { name: store.person })}
				className="flex h-10 items-center gap-1.5 rounded-md px-2 text-sm font-medium hover:bg-sunken"
			>
				<Icon name="user" />
				<span className="hidden max-w-32 truncate xl:inline">{store.person}</span>
				<Icon name="chevronDown" className="hidden size-4 text-ink-soft sm:block" />
			</summary>
			<div className="absolute right-0 z-40 mt-2 grid w-60 gap-1 rounded-lg border border-rule bg-surface p-2 text-sm shadow-lift">
				<p className="grid border-b border-rule px-2 pt-1 pb-2">
					<span className="font-medium">{store.person}</span>
					<span className="text-ink-soft">{store.accountName}</span>
				</p>
				{links.map(({ href, label }) => (
					<Link key={href} to={href} className="flex h-9 items-center rounded-sm px-2 hover:bg-sunken">
						{label}
					</Link>
				))}
				<form method="post" action="/sign-out" className="border-t border-rule pt-1">
					<button type="submit" className="flex h-9 w-full items-center rounded-sm px-2 text-left hover:bg-sunken">
						{t('shell.signOut')}
					</button>
				</form>
			</div>
		</details>
	)
}
