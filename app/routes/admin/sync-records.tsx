import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openRecords } from '../../flows/sync/open-records.ts'
import { resyncRecords, setProspectCap } from '../../flows/sync/resync-records.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { linkStates, RecordList } from '../../ui/sync/record-list.tsx'
import { SyncRoomHead } from '../../ui/sync/room-head.tsx'
import { useNames } from '../../ui/sync/use-names.ts'
import { idOf, oneOf, textIn } from '../desk/read-form.ts'
import { readRecordQuery } from './read-sync-records.ts'

export const handle = { i18n: ['sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, query] = [idOf(params['id']), readRecordQuery(new URL(request.url).searchParams)]
	const page = connectionId && (await openRecords(db, staff, connectionId, query))
	if (!page) throw notFound()
	return { page, query, at, title: fixedT(locale, 'sync')('rooms.records') }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** `resync` looks at all that is shown again; `cap` says how many may be live. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, form] = [idOf(params['id']), await request.formData()]
	const act = oneOf(['resync', 'cap'], form.get('act'))
	if (!connectionId || !act) throw notFound()
	const typed = textIn(form, 'cap')
	if (act === 'cap' && typed !== '' && !/^\d{1,9}$/.test(typed)) throw notFound()
	const { objectMapId, state, text } = readRecordQuery(form)
	const done =
		act === 'cap'
			? await setProspectCap(db, staff, { connectionId, cap: typed === '' ? null : Number(typed), requestId, at })
			: await resyncRecords(db, staff, { connectionId, filter: { objectMapId, state, text }, requestId, at })
	if (done === null) throw notFound()
	return redirect(`/admin/sync/${connectionId}/runs`)
}

export default function SyncRecords() {
	const { t } = useTranslation('sync')
	const { page, query, at } = useLoaderData<typeof loader>()
	const names = useNames()
	const href = useListHref()
	const { connection, objects, rows, total, most, next } = page
	const isFiltered = Boolean(query.text || query.state || query.objectMapId)
	return (
		<>
			<SyncRoomHead
				connection={connection}
				room="records"
				actions={
					rows.length > 0 ? (
						<LinkButton to={href({}, `/admin/sync/${connection.id}/records.csv`)} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			<ListFilters submit={t('show')}>
				<ListSearch label={t('records.search')} value={query.text ?? ''} className="w-full sm:w-64" />
				<ListChoice
					label={t('records.joined')}
					name="object"
					value={query.objectMapId === null ? null : String(query.objectMapId)}
					any={t('any')}
					options={objects.map((one) => ({ value: String(one.id), label: `${names.object(one.crmObject)} ↔ ${names.object(one.maObject)}` }))}
				/>
				<ListChoice
					label={t('records.state')}
					name="state"
					value={query.state}
					any={t('any')}
					options={linkStates.map((value) => ({ value, label: t(`linkState.${value}`) }))}
				/>
			</ListFilters>
			<Acts total={total} most={most} query={query} cap={connection.prospectCap} />
			<ListBody
				empty={
					rows.length === 0 ? <EmptyState title={t(isFiltered ? 'noneFound' : 'records.none')}>{isFiltered ? null : t('records.noneText')}</EmptyState> : null
				}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<RecordList rows={rows} at={at} />
			</ListBody>
		</>
	)
}

type ActsProps = { total: number | null; most: number; query: { text: string | null; state: string | null; objectMapId: number | null }; cap: number | null }

/** What can be done about all that the filters show. */
function Acts({ total, most, query, cap }: ActsProps) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	return (
		<div className="mb-8 flex flex-wrap items-end gap-x-10 gap-y-4">
			<Form method="post">
				<input type="hidden" name="q" value={query.text ?? ''} />
				<input type="hidden" name="state" value={query.state ?? ''} />
				<input type="hidden" name="object" value={query.objectMapId ?? ''} />
				<Button type="submit" name="act" value="resync" icon="refresh" disabled={total === 0}>
					{total === null ? t('records.resyncMore', { shown: count(most, locale) }) : t('records.resync', { count: total, shown: count(total, locale) })}
				</Button>
			</Form>
			<Form method="post" className="flex items-end gap-3">
				<TextField
					label={t('records.cap')}
					name="cap"
					defaultValue={cap ?? ''}
					placeholder={t('records.noCap')}
					inputMode="numeric"
					pattern="\d{0,9}"
					className="w-44"
				/>
				<Button type="submit" name="act" value="cap">
					{t('records.setCap')}
				</Button>
			</Form>
		</div>
	)
}
