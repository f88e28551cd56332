import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { kindsFor, openImports } from '../../flows/exchange/open-imports.ts'
import { stageImport } from '../../flows/exchange/stage-import.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ExchangeKinds } from '../../ui/merchandising/exchange-kinds.tsx'
import { ImportRuns } from '../../ui/merchandising/import-runs.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { control } from '../../ui/parts/field.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'
import { readRunFilter } from './read-run-filter.ts'

export const handle = { i18n: ['exchange', 'merchandising'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const filter = readRunFilter(request, 25)
	const imports = await openImports(db, staff, filter)
	return { ...imports, ...kindsFor(staff), filter, title: fixedT(locale, 'exchange')('title') }
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
	const { exchanged, onlyOut } = useLoaderData<typeof loader>()
	const said = useSaid()
	return (
		<>
			<PageHeader title={t('title')} lead={t('lead')} />
			<div className="grid gap-12 *:min-w-0">
				{answer ? <Refusals title={t('refused', { file: answer.fileName })} refusals={said(answer.refusals)} /> : null}
				<BringIn />
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

function BringIn() {
	const { t } = useTranslation('exchange')
	const { exchanged, onlyIn } = useLoaderData<typeof loader>()
	const typed = useActionData<typeof action>()
	const isBusy = useNavigation().formMethod === 'POST'
	const options = [...exchanged, ...onlyIn].map((value) => ({ value, label: t(`kind.${value}`) })).sort((a, b) => a.label.localeCompare(b.label))
	return (
		<Section title={t('in.title')}>
			<Form method="post" encType="multipart/form-data" className="grid gap-5">
				<div className="grid gap-5 lg:grid-cols-[3fr_2fr]">
					<div className="grid content-start gap-1.5">
						<label htmlFor="import-file" className="text-sm font-medium">
							{t('in.file')}
						</label>
						{/* The browser's own field takes what is dropped on it, with and without scripts. */}
						<input
							id="import-file"
							type="file"
							name="file"
							required
							accept=".csv,.tsv,.txt,.gz,text/csv"
							aria-describedby="import-file-hint"
							className={`${control} h-28 cursor-pointer border-dashed bg-surface px-5 py-9 text-sm read-only:bg-surface hover:border-accent file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-3 file:py-1.5 file:text-sm file:font-medium file:text-ink`}
						/>
						<p id="import-file-hint" className="text-sm text-ink-soft">
							{t('in.fileHint')}
						</p>
					</div>
					<SelectField
						label={t('in.kind')}
						name="kind"
						defaultValue={typed?.kind ?? ''}
						key={typed?.kind}
						hint={t('in.kindHint')}
						options={[{ value: '', label: t('in.guess') }, ...options]}
						className="content-start"
					/>
				</div>
				<p className="flex flex-wrap items-center gap-x-4 gap-y-2">
					<Button type="submit" variant="primary" icon="upload" pending={isBusy}>
						{t('in.try')}
					</Button>
					<span className="text-sm text-ink-soft">{t('in.nothingYet')}</span>
				</p>
			</Form>
		</Section>
	)
}
