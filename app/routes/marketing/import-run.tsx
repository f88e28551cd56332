import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { ImportRunPage } from '../../ui/merchandising/import-run-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { loadImportRun, marketingImports, steerImportRun } from '../merchandising/import-room.server.ts'

export const handle = { i18n: ['exchange', 'merchandising'] }

export const loader = (args: LoaderFunctionArgs) => loadImportRun(marketingImports, args)

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export const action = (args: ActionFunctionArgs) => steerImportRun(marketingImports, args)

export default function MarketingImport() {
	return <ImportRunPage />
}
