import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { kindsFor } from '../../flows/exchange/open-imports.ts'
import { BringIn } from '../../ui/merchandising/bring-in.tsx'
import { ExchangeKinds } from '../../ui/merchandising/exchange-kinds.tsx'
import { ImportRuns } from '../../ui/merchandising/import-runs.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { loadImports, shopImports, takeImport } from './import-room.server.ts'

export const handle = { i18n: ['exchange', 'merchandising'] }

export async function loader(args: LoaderFunctionArgs) {
	const { staff, page } = await loadImports(shopImports, args)
	return { ...page, ...kindsFor(staff) }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export const action = (args: ActionFunctionArgs) => takeImport(shopImports, args)

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
