import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openTaxSource } from '../../flows/merchandising/open-tax-source.ts'
import { saveTaxSource } from '../../flows/merchandising/save-tax-source.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { TaxTabs } from '../../ui/merchandising/tax-parts.tsx'
import { TaxSourceForm } from '../../ui/merchandising/tax-source-form.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['rates', 'merchandising', 'refusals'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale, connectors } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	return { ...(await openTaxSource(db, staff, connectors.tax)), title: fixedT(locale, 'rates')('source.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const fields = {
		...{ source: textIn(form, 'source'), companyCode: textIn(form, 'companyCode'), onFailure: textIn(form, 'onFailure') },
		...{ codes: textIn(form, 'codes'), pricesIncludeTax: form.has('pricesIncludeTax') },
	}
	const saved = await saveTaxSource(db, staff, fields, { at, requestId })
	return saved.ok ? data({ ...saved, fields: null }) : data({ ...saved, fields }, { status: 422 })
}

export default function TaxSource() {
	const { t } = useTranslation(['rates', 'merchandising'])
	const { fields, missing, hasKeys } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state === 'submitting'
	const said = useSaid()
	return (
		<>
			<PageHeader title={t('source.title')} lead={t('source.lead')} />
			<div className="grid gap-8 *:min-w-0">
				<TaxTabs />
				{answer && !answer.ok ? <Refusals title={t('merchandising:book.refused')} refusals={said(answer.refusals)} /> : null}
				{answer?.ok ? <Banner live tone="positive" title={t('source.saved')} /> : null}
				{missing.length > 0 ? <Banner tone="warning">{t('source.missing', { codes: missing.join(', ') })}</Banner> : null}
				{hasKeys ? null : <Banner tone="info">{t('source.noKeys')}</Banner>}
				<Form method="post" className="grid max-w-3xl gap-6" key={String(answer?.ok)}>
					<TaxSourceForm fields={answer?.fields ?? fields} isBusy={isBusy} />
				</Form>
			</div>
		</>
	)
}
