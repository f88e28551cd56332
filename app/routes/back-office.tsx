import type { LoaderFunctionArgs } from '@remix-run/node'
import { Form, Outlet, useLoaderData, useLocation, useNavigate } from '@remix-run/react'
import type { TFunction } from 'i18next'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countWaiting } from '../flows/desk/count-waiting.ts'
import type { StaffRole } from '../platform/actor.ts'
import { withLocale } from '../platform/locale.ts'
import { requireStaff } from '../platform/session.server.ts'
import { ReaderProvider } from '../ui/format/locale.tsx'
import { Icon } from '../ui/parts/icon.tsx'
import { SearchBox } from '../ui/parts/search-box.tsx'
import { Shortcuts } from '../ui/parts/shortcuts.tsx'
import { Toaster } from '../ui/parts/toaster.tsx'
import { BackOfficeShell } from '../ui/shell/back-office-shell.tsx'
import { LanguageSwitch } from '../ui/shell/language-switch.tsx'
import type { NavEntry, Room } from '../ui/shell/navigation.ts'
import { OnBehalfBanner } from '../ui/shell/on-behalf-banner.tsx'
import { ForRoles, RolesProvider } from '../ui/shell/roles.tsx'
import { readTheme } from '../ui/shell/theme.ts'
import { ThemeSwitch } from '../ui/shell/theme-switch.tsx'

export const handle = { i18n: ['backoffice'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db } = context.house
	const staff = await requireStaff(request, context)
	const { name, email, roles, seller, actingFor } = staff
	const theme = readTheme(request.headers.get('Cookie'))
	return { name, email, roles, actingFor, sellerName: seller.name, timeZone: seller.timeZone, theme, waiting: await countWaiting(db, staff) }
}

type Waiting = { alerts: number; notices: number }
/** `roles`: narrower than its room's. */
type Entry = { key: string; href: string; end?: boolean; within?: string; letter?: string; roles?: readonly StaffRole[] }
type Place = Entry & { icon: Room['icon']; roles: readonly StaffRole[]; entries?: readonly Entry[] }

/** The rooms in the order of the rail; each is entered by these roles, and by administrators. A new room is a line here. */
const places: readonly Place[] = [
	{
		...{ key: 'desk', href: '/desk', icon: 'phone', roles: ['rep', 'head_office'], letter: 'd' },
		entries: [
			{ key: 'today', href: '/desk', end: true },
			{ key: 'tasks', href: '/desk/tasks' },
			{ key: 'accounts', href: '/desk/accounts', letter: 'a' },
			{ key: 'leads', href: '/desk/leads', letter: 'l' },
			{ key: 'queues', href: '/desk/queues' },
			{ key: 'pipeline', href: '/desk/pipeline', letter: 'o' },
			{ key: 'warehouse', href: '/desk/warehouse', letter: 'w', roles: ['rep'] },
			{ key: 'quotes', href: '/desk/quotes', letter: 'q' },
			{ key: 'changes', href: '/desk/changes', roles: ['rep'] },
			{ key: 'returns', href: '/desk/returns', letter: 'e', roles: ['rep'] },
			{ key: 'cases', href: '/desk/cases', letter: 'h' },
		],
	},
	{
		...{ key: 'merchandising', href: '/merchandising', icon: 'tag', roles: ['merchandiser'], letter: 'm' },
		entries: [
			{ key: 'books', href: '/merchandising', end: true, within: '/merchandising/books', letter: 'b' },
			{ key: 'coverage', href: '/merchandising/coverage' },
			{ key: 'inspector', href: '/merchandising/inspector', letter: 'i' },
			{ key: 'requests', href: '/merchandising/requests' },
			{ key: 'promotions', href: '/merchandising/promotions', letter: 'p' },
			{ key: 'products', href: '/merchandising/products', letter: 'c' },
			{ key: 'categories', href: '/merchandising/categories', letter: 't' },
			{ key: 'shipping', href: '/merchandising/shipping' },
			{ key: 'fees', href: '/merchandising/fees' },
			{ key: 'taxes', href: '/merchandising/taxes' },
			{ key: 'groups', href: '/merchandising/groups', letter: 'u' },
			{ key: 'policies', href: '/merchandising/policies', letter: 'y' },
			{ key: 'visibility', href: '/merchandising/visibility', letter: 'v' },
			{ key: 'search', href: '/merchandising/search', letter: 's' },
			{ key: 'importExport', href: '/merchandising/import-export', letter: 'x' },
		],
	},
	{ key: 'receivables', href: '/receivables', icon: 'card', roles: ['credit_manager'], letter: 'r' },
	{ key: 'payments', href: '/desk/payments', icon: 'document', roles: ['credit_manager', 'head_office'] },
	{
		...{ key: 'marketing', href: '/marketing', icon: 'megaphone', roles: ['marketer', 'head_office'], letter: 'k' },
		entries: [
			{ key: 'sends', href: '/marketing', end: true, within: '/marketing/sends' },
			{ key: 'prospects', href: '/marketing/prospects', within: '/marketing/people' },
			{ key: 'segments', href: '/marketing/lists' },
			{ key: 'rules', href: '/marketing/rules' },
			{ key: 'programmes', href: '/marketing/programmes' },
			{ key: 'scoring', href: '/marketing/scoring' },
			{ key: 'grades', href: '/marketing/grades' },
			{ key: 'crmCampaigns', href: '/marketing/crm-campaigns' },
			{ key: 'sourceCampaigns', href: '/marketing/source-campaigns' },
			{ key: 'funnel', href: '/marketing/funnel' },
			{ key: 'marketingImports', href: '/marketing/imports', roles: ['marketer'] },
			{ key: 'forms', href: '/marketing/forms', letter: 'f' },
			{ key: 'pages', href: '/marketing/pages' },
			{ key: 'files', href: '/marketing/files' },
			{ key: 'redirects', href: '/marketing/redirects' },
		],
	},
	{
		...{ key: 'admin', href: '/admin', icon: 'settings', roles: [], letter: 'n' },
		entries: [
			{ key: 'adminStart', href: '/admin', end: true },
			{ key: 'sync', href: '/admin/sync' },
			{ key: 'apiKeys', href: '/admin/api-keys' },
			{ key: 'assignment', href: '/admin/assignment' },
			{ key: 'fields', href: '/admin/fields' },
			{ key: 'crmRules', href: '/admin/validation-rules' },
		],
	},
]

function placesOf(roles: readonly StaffRole[]): readonly Place[] {
	const isOpen = (door: { roles?: readonly StaffRole[] }) => !door.roles || roles.includes('administrator') || door.roles.some((role) => roles.includes(role))
	return places.filter(isOpen).map((place) => (place.entries ? { ...place, entries: place.entries.filter(isOpen) } : place))
}

function roomOf(place: Place, t: TFunction, waiting: Waiting): Room {
	const children = place.entries?.map(({ key, href, end, within }): NavEntry => {
		const count = key === 'today' ? waiting.alerts : 0
		return { href, label: t(`rooms.${key}`), ...(end ? { end } : {}), ...(within ? { within } : {}), ...(count ? { count } : {}) }
	})
	return { key: place.key, href: place.href, label: t(`rooms.${place.key}`), icon: place.icon, ...(children ? { children } : {}) }
}

export default function BackOffice() {
	const { t } = useTranslation('backoffice')
	const { name, email, roles, actingFor, sellerName, timeZone, theme, waiting } = useLoaderData<typeof loader>()
	const { i18n } = useTranslation()
	const current = withLocale(useLocation().pathname, null).split('/')[1] ?? ''
	const mine = placesOf(roles)
	const room = mine.find(({ key }) => key === current)
	const home = mine[0]?.href ?? '/desk'
	return (
		<ReaderProvider locale={i18n.language} timeZone={timeZone}>
			<RolesProvider roles={roles}>
				<BackOfficeShell
					brand={{ name: sellerName, href: home }}
					labels={{ skip: t('skip'), menu: t('menu'), rooms: t('roomsLabel'), notice: t('acting.label') }}
					rooms={mine.map((place) => roomOf(place, t, waiting))}
					current={current}
					search={<RoomSearch room={room?.key} />}
					banner={
						actingFor ? (
							<OnBehalfBanner
								text={t('acting.text', { account: actingFor.accountName, contact: actingFor.contactName })}
								end={{ action: '/desk/stop-acting', label: t('acting.stop') }}
							/>
						) : null
					}
					account={
						<ForRoles roles={['rep', 'head_office']}>
							<a
								href="/desk#notices"
								aria-label={t('notices', { count: waiting.notices })}
								className="relative grid size-10 place-items-center rounded-md hover:bg-sunken"
							>
								<Icon name="bell" />
								{waiting.notices > 0 ? (
									<span
										aria-hidden="true"
										className="absolute top-1 right-1 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-xs text-accent-ink tabular-nums"
									>
										{waiting.notices}
									</span>
								) : null}
							</a>
						</ForRoles>
					}
					aside={
						<>
							<div className="min-w-0">
								<p className="font-medium text-ink">{name}</p>
								<p className="truncate text-xs">{email}</p>
							</div>
							<LanguageSwitch label={t('languages')} />
							<ThemeSwitch theme={theme} labels={{ name: t('theme.name'), system: t('theme.system'), light: t('theme.light'), dark: t('theme.dark') }} />
							<Form method="post" action="/sign-out">
								<button type="submit" className="hover:text-ink hover:underline">
									{t('signOut')}
								</button>
							</Form>
						</>
					}
				>
					<Outlet />
				</BackOfficeShell>
			</RolesProvider>
			<Keys places={mine} />
			<Toaster label={t('toasts')} />
		</ReaderProvider>
	)
}

/** The search of the room one is in: accounts at the desk, products where prices are made. */
function RoomSearch({ room }: { room: string | undefined }) {
	const { t } = useTranslation('backoffice')
	if (room === 'merchandising') return <SearchBox action="/merchandising/products" label={t('search.products')} shortcut />
	if (room === 'desk') return <SearchBox action="/desk/accounts" label={t('search.accounts')} shortcut />
	return null
}

function Keys({ places: mine }: { places: readonly Place[] }) {
	const { t } = useTranslation('backoffice')
	const navigate = useNavigate()
	const onGo = useCallback((href: string) => navigate(href), [navigate])
	const shortcuts = useMemo(
		() => [
			...mine
				.flatMap((place) => [place, ...(place.entries ?? [])])
				.flatMap(({ letter, href, key }) => (letter ? [{ keys: ['g', letter], label: t(`rooms.${key}`), go: href }] : [])),
			{ keys: ['?'], label: t('keys.sheet') },
		],
		[mine, t],
	)
	return <Shortcuts title={t('keys.title')} closeLabel={t('close')} shortcuts={shortcuts} onGo={onGo} />
}
