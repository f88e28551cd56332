import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { kindsFor, openImports } from '../../flows/exchange/open-imports.ts'
import { stageImport } from '../../flows/exchange/stage-import.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { BringIn } from '../../ui/merchandising/bring-in.tsx'
import { ExchangeKinds } from '../../ui/merchandising/exchange-kinds.tsx'
import { ImportRuns } from '../../ui/merchandising/import-runs.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'
import { readRunFilter } from './read-run-filter.ts'

export const handle = { i18n: ['exchange', 'merchandising'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const filter = readRunFilter(request, 25)
	const imports = await openImports(db, staff, filter)
	return { ...imports, ...kindsFor(staff), filter, room: '/merchandising/import-export', title: fixedT(locale, 'exchange')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** Takes a file, keeps it, and leads to where it is tried. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, connectors } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const file = form.get('file')
	const isFile = file instanceof File
	const kind = textIn(form, 'kind')
	const bytes = (isFile ? file : new Blob([])).stream() as unknown as AsyncIterable<Uint8Array>
	const staged = await stageImport(db, connectors.files, staff, { fileName: isFile ? file.name : '', bytes, kind: kind || null, at })
	if (staged.ok) return redirect(`/merchandising/import-export/${staged.runId}`)
	return data({ refusals: staged.refusals, kind, fileName: isFile ? file.name : '' }, { status: 422 })
}

export default function ImportExport() {
	const { t } = useTranslation('exchange')
	const answer = useActionData<typeof action>()
	const { exchanged, onlyIn, onlyOut } = useLoaderData<typeof loader>()
	const said = useSaid()
	return (
		<>
			<PageHeader title={t('title')} lead={t('lead')} />
			<div className="grid gap-12 *:min-w-0">
				{answer ? <Refusals title={t('refused', { file: answer.fileName })} refusals={said(answer.refusals)} /> : null}
				<BringIn kinds={[...exchanged, ...onlyIn]} typed={answer?.kind ?? null} />
				<ImportRuns />
				<Section
					title={t('out.title')}
					id="out"
					aside={
						<LinkButton to="/merchandising/export/all" reloadDocument icon="download" size="sm">
							{t('out.all')}
						</LinkButton>
					}
				>
					<p className="max-w-prose text-sm text-ink-soft">{t('out.lead')}</p>
					<ExchangeKinds kinds={exchanged} onlyOut={onlyOut} />
				</Section>
			</div>
		</>
	)
}
