import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changePage, type PageChange } from '../../flows/capture/change-page.ts'
import { openPage } from '../../flows/capture/open-pages.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AssetHead } from '../../ui/capture/asset-head.tsx'
import { PageBuilder } from '../../ui/capture/page-builder.tsx'
import { type PageEdit, readPageEdit } from '../../ui/capture/read-page-edit.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['capture'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const id = idOf(params['id'])
	const room = id === null ? null : await openPage(context.house.db, staff, id)
	if (!room) throw notFound()
	const { name, slug, campaignId, formId, version, design, status } = room.page
	const edit: PageEdit = { name, slug, campaignId, formId, version, design }
	return { id: room.page.id, status, edit, campaigns: room.campaigns, forms: room.forms }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.edit.name, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const id = idOf(params['id'])
	const plain = oneOf(['unpublish', 'archive', 'restore'], textIn(form, 'intent'))
	const edit = readPageEdit(form)
	const { version, ...wish } = edit
	const change: PageChange = plain ? { act: plain } : { act: textIn(form, 'intent') === 'publish' ? 'publish' : 'save', wish, version }
	const saved = id === null ? null : await changePage(db, staff, { id, change, requestId, at })
	if (!saved) throw notFound()
	if (!saved.ok) return data({ refusals: saved.refusals, edit }, { status: 422 })
	return redirect(withLocale(`/marketing/pages/${id}?done=${change.act}`, isLocale(params['locale']) ? params['locale'] : null))
}

const acts = { draft: ['archive'], published: ['unpublish', 'archive'], archived: ['restore'] } as const

export default function MarketingPage() {
	const { t } = useTranslation('capture')
	const { id, status, edit: stored, campaigns, forms } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [asked] = useSearchParams()
	const edit = refused?.edit ?? stored
	const done = asked.get('done')
	return (
		<>
			<AssetHead kind="pages" name={stored.name} status={status} acts={acts[status]}>
				<LinkButton to={`/marketing/pages/${id}/preview`} target="_blank">
					{t('preview')}
				</LinkButton>
				{status === 'published' ? (
					<LinkButton to={`/l/${stored.slug}`} icon="external" target="_blank">
						{t('open')}
					</LinkButton>
				) : null}
			</AssetHead>
			<div className="grid gap-8">
				{refused ? (
					<RefusalList title={t('refused')} refusals={refused.refusals} whereOf={({ line }) => (line ? t('block.place', { place: line }) : null)} />
				) : null}
				{done && !refused ? <Banner live tone="positive" title={t(`done.${oneOf(['publish', 'unpublish', 'archive', 'restore'], done) ?? 'save'}`)} /> : null}
				<PageBuilder key={`${edit.version} ${refused ? 'refused' : ''} ${edit.design.blocks.length}`} {...{ edit, status, campaigns, forms }} />
			</div>
		</>
	)
}
