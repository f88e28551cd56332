import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { ImportRunPage } from '../../ui/merchandising/import-run-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { loadImportRun, shopImports, steerImportRun } from './import-room.server.ts'

export const handle = { i18n: ['exchange', 'merchandising'] }

export const loader = (args: LoaderFunctionArgs) => loadImportRun(shopImports, args)

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export const action = (args: ActionFunctionArgs) => steerImportRun(shopImports, args)

export default function ImportRun() {
	return <ImportRunPage />
}
