import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { requireStaff } from '../../platform/session.server.ts'
import { BackOfficeShell } from '../../ui/shell/back-office-shell.tsx'
import type { Room } from '../../ui/shell/navigation.ts'

export const handle = { i18n: ['marketing'] }

/** The marketers' room. Others of the house do not find it. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	return { name: staff.name, sellerName: staff.seller.name, roles: staff.roles }
}

export default function MarketingRoom() {
	const { t } = useTranslation('marketing')
	const { name, sellerName, roles } = useLoaderData<typeof loader>()
	const may = (role: (typeof roles)[number]) => roles.includes(role) || roles.includes('administrator')
	const rooms: Room[] = [
		...(may('rep') ? [{ key: 'desk', href: '/desk', label: t('rooms.desk'), icon: 'target' as const }] : []),
		...(may('merchandiser') ? [{ key: 'merchandising', href: '/merchandising', label: t('rooms.merchandising'), icon: 'tag' as const }] : []),
		{ key: 'marketing', href: '/marketing', label: t('rooms.marketing'), icon: 'megaphone' },
	]
	return (
		<BackOfficeShell
			brand={{ name: sellerName, href: '/marketing' }}
			labels={{ skip: t('rooms.skip'), menu: t('rooms.menu'), rooms: t('rooms.all') }}
			rooms={rooms}
			current="marketing"
			account={<span className="text-sm text-ink-soft">{name}</span>}
		>
			<Outlet />
		</BackOfficeShell>
	)
}
