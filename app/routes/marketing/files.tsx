import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openFiles, uploadFile } from '../../flows/capture/upload-file.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AssetList, NewAsset } from '../../ui/capture/asset-list.tsx'
import { readAssetFilter } from '../../ui/capture/read-form-edit.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { FileField } from '../../ui/parts/file-field.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'
import { givenFile } from '../desk/read-given-file.ts'

export const handle = { i18n: ['capture'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readAssetFilter(new URL(request.url).searchParams)
	return { ...(await openFiles(db, staff, filter)), filter, title: fixedT(locale, 'capture')('files.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, locale, connectors } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const name = textIn(form, 'name').slice(0, 120)
	const made = await uploadFile(db, connectors.files, staff, { name, title: { [locale]: name }, given: givenFile(form), requestId, at })
	if (!made.ok) return data({ refusals: made.refusals }, { status: 422 })
	return redirect(withLocale(`/marketing/files/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function Files() {
	const { t } = useTranslation('capture')
	const { locale } = useReader()
	const { files, next, filter } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('files.title')}
				lead={t('files.lead')}
				actions={
					files.length > 0 ? (
						<LinkButton to={href({}, '/marketing/files.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<AssetList
				kind="files"
				rows={files}
				next={next}
				filter={filter}
				statuses={['published', 'archived']}
				columns={[
					{ key: 'forms', of: ({ forms }) => forms.map(({ name }) => name).join(', ') || '–' },
					{ key: 'given', numeric: true, of: ({ given }) => count(given, locale) },
					{ key: 'opened', numeric: true, of: ({ opened }) => count(opened, locale) },
				]}
			/>
			<NewAsset label={t('files.newName')} submit={t('files.create')} isFile>
				<FileField label={t('files.file')} hint={t('files.hint')} required className="w-full" />
			</NewAsset>
		</>
	)
}
