import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['backoffice'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	await requireStaff(request, context, 'administrator')
	return { title: fixedT(context.house.locale, 'backoffice')('admin.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** The rooms of administrators, each with what it is for. A new room is a line here. */
const rooms = [
	{ href: '/admin/sync', name: 'rooms.sync', text: 'admin.sync' },
	{ href: '/admin/api-keys', name: 'rooms.apiKeys', text: 'admin.apiKeys' },
	{ href: '/admin/assignment', name: 'rooms.assignment', text: 'admin.assignment' },
	{ href: '/admin/fields', name: 'rooms.fields', text: 'admin.fields' },
	{ href: '/admin/validation-rules', name: 'rooms.crmRules', text: 'admin.rules' },
	{ href: '/api', name: 'admin.reference', text: 'admin.referenceText' },
] as const

export default function AdminStart() {
	const { t } = useTranslation('backoffice')
	return (
		<>
			<PageHeader title={t('admin.title')} lead={t('admin.lead')} />
			<ul className="grid max-w-prose">
				{rooms.map(({ href, name, text }) => (
					<li key={href} className="grid gap-1 border-t border-rule py-4">
						<Link to={href} className="w-fit text-lg font-medium text-accent hover:underline">
							{t(name)}
						</Link>
						<p className="text-ink-soft">{t(text)}</p>
					</li>
				))}
			</ul>
		</>
	)
}
