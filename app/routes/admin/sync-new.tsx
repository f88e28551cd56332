import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { connectSystem } from '../../flows/sync-setup/connect-system.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { ConnectForm } from '../../ui/sync/connect-form.tsx'
import { readConnectionForm } from './read-connection-form.ts'

export const handle = { i18n: ['sync'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { connectors, locale } = context.house
	await requireStaff(request, context, 'administrator')
	const search = new URL(request.url).searchParams
	const systems = connectors.systems.all.map(({ name, role, keyFields, ways }) => ({ name, role, keyFields, ways }))
	return {
		systems,
		chosen: systems.find(({ name }) => name === search.get('system')) ?? null,
		way: search.get('way'),
		title: fixedT(locale, 'sync')('connect.title'),
	}
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const wish = readConnectionForm(await request.formData())
	const made = await connectSystem(db, staff, { wish, ...{ systems: connectors.systems, ownSides: connectors.ownSides }, requestId, at })
	if (made.ok) return redirect(`/admin/sync/${made.id}/setup`)
	// What was typed is kept; a secret never goes back to the page.
	const secrets = new Set(
		connectors.systems.all.flatMap(({ keyFields }) => keyFields.flatMap(({ name, kind }) => (kind === 'secret' || kind === 'pem' ? [name] : []))),
	)
	const key = Object.fromEntries(Object.entries(wish.key).filter(([name]) => !secrets.has(name)))
	return data({ refusals: made.refusals, typed: { ...wish, key } }, { status: 422 })
}

export default function SyncNew() {
	const { t } = useTranslation('sync')
	const { systems, chosen, way, title } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader
				title={title}
				lead={t('connect.lead')}
				breadcrumbs={<Breadcrumbs label={t('where')} crumbs={[{ label: t('title'), href: '/admin/sync' }, { label: title }]} />}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('connect.refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<ConnectForm
				systems={systems}
				chosen={systems.find(({ name }) => name === refused?.typed.system) ?? chosen}
				way={refused?.typed.key['way'] ?? way}
				typed={refused?.typed ?? null}
			/>
		</>
	)
}
