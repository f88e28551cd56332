import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeUsers } from '../../flows/sync-setup/change-users.ts'
import { openUsers } from '../../flows/sync-setup/open-users.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { SyncRoomHead } from '../../ui/sync/room-head.tsx'
import { ConnectorUser, UserList } from '../../ui/sync/user-list.tsx'
import { idOf } from '../desk/read-form.ts'
import { readUserQuery, readUsersForm } from './read-sync-users.ts'

export const handle = { i18n: ['sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, query] = [idOf(params['id']), readUserQuery(new URL(request.url).searchParams)]
	const page = connectionId && (await openUsers(db, staff, connectionId, query))
	if (!page) throw notFound()
	return { page, query, title: fixedT(locale, 'sync')('rooms.users') }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** `refresh`, `match` and `connector`. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, edit] = [idOf(params['id']), readUsersForm(await request.formData())]
	const changed = connectionId && edit && (await changeUsers(db, staff, { connectionId, edit, sides: connectors.sides, requestId, at }))
	if (!changed) throw notFound()
	return changed.ok ? redirect(request.url) : data({ refusals: changed.refusals }, { status: 422 })
}

export default function SyncUsers() {
	const { t } = useTranslation('sync')
	const { page, query } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	const { connection, rows, next, own } = page
	return (
		<>
			<SyncRoomHead
				connection={connection}
				room="users"
				actions={
					<>
						{rows.length > 0 ? (
							<LinkButton to={href({}, `/admin/sync/${connection.id}/users.csv`)} icon="download" reloadDocument>
								{t('csv')}
							</LinkButton>
						) : null}
						<Form method="post">
							<Button type="submit" name="act" value="refresh" icon="refresh">
								{t('users.refresh')}
							</Button>
						</Form>
					</>
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<ConnectorUser page={page} />
			<ListFilters submit={t('show')}>
				<ListSearch label={t('users.search')} value={query.text ?? ''} />
				<ListChoice
					label={t('users.who')}
					name="show"
					value={query.show}
					any={t('any')}
					options={(['open', 'matched'] as const).map((value) => ({ value, label: t(`users.show.${value}`) }))}
				/>
			</ListFilters>
			<ListBody
				empty={rows.length === 0 ? <EmptyState title={t(query.text || query.show ? 'noneFound' : 'users.none')}>{t('users.noneText')}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<UserList rows={rows} own={own} />
			</ListBody>
		</>
	)
}
