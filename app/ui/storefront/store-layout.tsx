import { useLocation, useRouteLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useVisit } from '../capture/use-visit.ts'
import { TextLink } from '../parts/button.tsx'
import { OnBehalfBanner } from '../shell/on-behalf-banner.tsx'
import { StorefrontShell } from '../shell/storefront-shell.tsx'
import type { Theme } from '../shell/theme.ts'
import { ThemeSwitch } from '../shell/theme-switch.tsx'
import { AccountMenu } from './account-menu.tsx'
import { SearchSuggestions } from './search-suggestions.tsx'
import { ShipToPicker } from './ship-to-picker.tsx'
import type { Store } from './store.ts'

function useLabels(store: Store) {
	const { t } = useTranslation('storefront')
	return {
		skip: t('shell.skip'),
		menu: t('shell.menu'),
		categories: t('shell.categories'),
		search: t('shell.search'),
		cart: t('shell.cart', { count: store.cartLines }),
		cartShort: t('shell.cartShort'),
	}
}

/** The shop around its pages. */
export function StoreLayout({ store, children }: { store: Store; children: ReactNode }) {
	const { t } = useTranslation('storefront')
	const { pathname, search } = useLocation()
	const theme = (useRouteLoaderData('root') as { theme?: Theme } | undefined)?.theme ?? 'system'
	const isGuest = store.kind === 'guest'
	// What a rep looks at for her buyer is nobody's visit.
	useVisit(store.kind !== 'rep')
	const links = isGuest
		? []
		: (['quick-order', 'lists', 'orders', 'invoices', 'company'] as const).map((name) => ({ href: `/${name}`, label: t(`shell.${name}`) }))
	const further = isGuest ? [] : (['carts', 'quotes', 'standing-orders', 'approvals'] as const).map((name) => ({ href: `/${name}`, label: t(`shell.${name}`) }))
	return (
		<StorefrontShell
			brand={{ name: store.shopName, href: '/' }}
			labels={useLabels(store)}
			categories={[
				...store.categories.map(({ slug, name }) => ({ href: `/catalog/${slug}`, label: name })),
				...(store.hasMoreCategories ? [{ href: '/catalog', label: t('shell.allCategories'), end: true }] : []),
			]}
			search={{
				action: '/search',
				value: pathname.endsWith('/search') ? (new URLSearchParams(search).get('q') ?? '') : '',
				suggestions: <SearchSuggestions />,
			}}
			cart={isGuest ? null : { href: '/cart', count: store.cartLines }}
			shipTo={store.locations.length > 1 ? <ShipToPicker store={store} /> : undefined}
			account={<AccountMenu store={store} links={[...links, ...further]} />}
			banner={store.kind === 'rep' ? <Behalf store={store} /> : undefined}
			links={links}
			footer={{
				languagesLabel: t('shell.languages'),
				note: (
					<>
						{store.shopName}
						<TextLink to="/visits" className="ml-4">
							{t('shell.visits')}
						</TextLink>
					</>
				),
				theme: (
					<ThemeSwitch
						theme={theme}
						labels={{ name: t('shell.theme'), system: t('shell.themeSystem'), light: t('shell.themeLight'), dark: t('shell.themeDark') }}
					/>
				),
			}}
		>
			{children}
		</StorefrontShell>
	)
}

function Behalf({ store }: { store: Store }) {
	const { t } = useTranslation('storefront')
	const text = t('shell.onBehalf', { account: store.accountName, buyer: store.buyer })
	return <OnBehalfBanner text={text} end={{ action: '/desk/stop-acting', label: t('shell.stopActing') }} />
}
