import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createForm } from '../../flows/capture/change-form.ts'
import { openForms } from '../../flows/capture/open-forms.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AssetList, NewAsset } from '../../ui/capture/asset-list.tsx'
import { readAssetFilter, slugOf } from '../../ui/capture/read-form-edit.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'
import { firstDesign } from './capture-words.server.ts'

export const handle = { i18n: ['capture'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readAssetFilter(new URL(request.url).searchParams)
	return { ...(await openForms(db, staff, filter)), filter, title: fixedT(locale, 'capture')('forms.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const name = textIn(await request.formData(), 'name').slice(0, 120)
	const made = await createForm(db, staff, {
		name,
		slug: slugOf(name) || `form-${at.getTime().toString(36)}`,
		design: firstDesign(name, locale),
		requestId,
		at,
	})
	if (!made.ok) return data({ refusals: made.refusals }, { status: 422 })
	return redirect(withLocale(`/marketing/forms/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Forms() {
	const { t } = useTranslation('capture')
	const { locale } = useReader()
	const { forms, next, filter } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('forms.title')}
				lead={t('forms.lead')}
				actions={
					forms.length > 0 ? (
						<LinkButton to={href({}, '/marketing/forms.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<AssetList
				kind="forms"
				rows={forms}
				next={next}
				filter={filter}
				statuses={['draft', 'published', 'archived']}
				columns={[
					{ key: 'people', numeric: true, of: ({ people }) => count(people, locale) },
					{ key: 'sent', numeric: true, of: ({ sent }) => count(sent, locale) },
					{ key: 'lastAt', of: ({ lastAt }) => (lastAt ? <DateText instant={lastAt} /> : '–') },
				]}
			/>
			<NewAsset label={t('forms.newName')} submit={t('forms.create')} />
		</>
	)
}
