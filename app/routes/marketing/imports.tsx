import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { kindsOfMarketing } from '../../flows/exchange/open-imports.ts'
import { BringIn } from '../../ui/merchandising/bring-in.tsx'
import { ImportRuns } from '../../ui/merchandising/import-runs.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { loadImports, marketingImports, takeImport } from '../merchandising/import-room.server.ts'

export const handle = { i18n: ['exchange', 'merchandising'] }

export async function loader(args: LoaderFunctionArgs) {
	const { page } = await loadImports(marketingImports, args)
	return { ...page, kinds: [...kindsOfMarketing] }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export const action = (args: ActionFunctionArgs) => takeImport(marketingImports, args)

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
