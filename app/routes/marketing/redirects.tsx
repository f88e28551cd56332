import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createRedirect, openRedirects } from '../../flows/capture/change-redirect.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AssetList, NewAsset } from '../../ui/capture/asset-list.tsx'
import { readAssetFilter, slugOf } from '../../ui/capture/read-form-edit.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['capture'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readAssetFilter(new URL(request.url).searchParams)
	return { ...(await openRedirects(db, staff, filter)), filter, title: fixedT(locale, 'capture')('redirects.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const name = textIn(form, 'name').slice(0, 120)
	const wish = { name, slug: slugOf(name) || `link-${at.getTime().toString(36)}`, target: textIn(form, 'target').slice(0, 2000) }
	const made = await createRedirect(db, staff, { wish, requestId, at })
	if (!made.ok) return data({ refusals: made.refusals, typed: { name, target: wish.target } }, { status: 422 })
	return redirect(withLocale(`/marketing/redirects/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Redirects() {
	const { t } = useTranslation('capture')
	const { locale } = useReader()
	const { redirects, next, filter } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('redirects.title')}
				lead={t('redirects.lead')}
				actions={
					redirects.length > 0 ? (
						<LinkButton to={href({}, '/marketing/redirects.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<AssetList
				kind="redirects"
				rows={redirects}
				next={next}
				filter={filter}
				statuses={['published', 'archived']}
				columns={[
					{ key: 'address', of: ({ slug }) => <span className="wrap-anywhere">{`/r/${slug}`}</span> },
					{ key: 'target', of: ({ target }) => <span className="wrap-anywhere">{target}</span> },
					{ key: 'confirmed', numeric: true, of: ({ confirmed }) => count(confirmed, locale) },
					{ key: 'clicks', numeric: true, of: ({ clicks }) => count(clicks, locale) },
				]}
			/>
			<NewAsset key={refused?.typed.target} label={t('redirects.newName')} submit={t('redirects.create')} name={refused?.typed.name ?? ''}>
				<TextField
					label={t('column.target')}
					name="target"
					required
					maxLength={2000}
					defaultValue={refused?.typed.target ?? ''}
					placeholder="/catalog"
					className="min-w-0 flex-1 basis-64"
				/>
			</NewAsset>
		</>
	)
}
