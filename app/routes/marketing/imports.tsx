import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { kindsOfMarketing, openImports } from '../../flows/exchange/open-imports.ts'
import { stageImport } from '../../flows/exchange/stage-import.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { BringIn } from '../../ui/merchandising/bring-in.tsx'
import { ImportRuns } from '../../ui/merchandising/import-runs.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'
import { givenFile } from '../desk/read-given-file.ts'
import { readRunFilter } from '../merchandising/read-run-filter.ts'

export const handle = { i18n: ['exchange', 'merchandising'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const filter = readRunFilter(request, 25)
	const imports = await openImports(db, staff, filter, 'marketing')
	return { ...imports, kinds: [...kindsOfMarketing], filter, room: '/marketing/imports', title: fixedT(locale, 'exchange')('marketing.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Takes a file of members or of advertising's cost, keeps it, and leads to where it is tried. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, connectors } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const { name, bytes } = givenFile(form)
	const kind = textIn(form, 'kind')
	const staged = await stageImport(db, connectors.files, staff, { fileName: name, bytes, kind: kind || null, room: 'marketing', at })
	if (!staged.ok) return data({ refusals: staged.refusals, kind, fileName: name }, { status: 422 })
	return redirect(withLocale(`/marketing/imports/${staged.runId}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function MarketingImports() {
	const { t } = useTranslation('exchange')
	const { kinds } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const said = useSaid()
	return (
		<>
			<PageHeader title={t('marketing.title')} lead={t('marketing.lead')} />
			<div className="grid gap-12 *:min-w-0">
				{answer ? <Refusals title={t('refused', { file: answer.fileName })} refusals={said(answer.refusals)} /> : null}
				<BringIn kinds={kinds} typed={answer?.kind ?? null} hint={t('marketing.kindHint')} />
				<Section title={t('marketing.columns')}>
					<ul className="grid max-w-prose gap-2 text-sm text-ink-soft">
						{kinds.map((kind) => (
							<li key={kind}>{t(`marketing.${kind}`)}</li>
						))}
					</ul>
				</Section>
				<ImportRuns empty={t('marketing.none')} />
			</div>
		</>
	)
}
