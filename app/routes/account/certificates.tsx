import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openOwnCertificates, uploadCertificate } from '../../flows/account/upload-certificate.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { CertificateTable, CertificateUpload } from '../../ui/account/certificates.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'
import { givenFile } from '../desk/read-given-file.ts'
import { dayIn } from '../merchandising/read-price-edits.ts'

export const handle = { i18n: ['account', 'refusals'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openOwnCertificates(db, shopper, at)
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'account')('certificates.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Takes a certificate with its file, and shows it as waiting. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const fields = {
		...{ jurisdiction: textIn(form, 'jurisdiction'), number: textIn(form, 'number') },
		...{ validFrom: dayIn(form, 'validFrom'), expiresOn: dayIn(form, 'expiresOn') },
	}
	const uploaded = await uploadCertificate(db, connectors.files, shopper, { fields, given: givenFile(form), at })
	if (!uploaded) throw notFound()
	if (!uploaded.ok) return data({ refusals: uploaded.refusals, fields }, { status: 422 })
	return redirect(withLocale('/company/certificates?done=1', isLocale(params['locale']) ? params['locale'] : null))
}

export default function CertificatesPage() {
	const { t } = useTranslation('account')
	const { certificates, jurisdictions, mayUpload, today } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [params] = useSearchParams()
	const crumbs = [{ label: t('company.title'), href: '/company' }, { label: t('certificates.title') }]
	return (
		<AccountPage>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />} title={t('certificates.title')} lead={t('certificates.lead')} />
			<div className="grid gap-10">
				{refused ? <RefusalList title={t('certificates.refused')} refusals={refused.refusals} /> : null}
				{params.has('done') && !refused ? <Banner live tone="positive" title={t('certificates.handedIn')} /> : null}
				{certificates.length > 0 ? (
					<CertificateTable certificates={certificates} today={today} />
				) : (
					<EmptyState title={t('certificates.noneTitle')}>{t('certificates.none')}</EmptyState>
				)}
				{mayUpload && jurisdictions.length > 0 ? (
					<Section title={t('certificates.upload')} aside={t('certificates.uploadNote')}>
						<CertificateUpload jurisdictions={jurisdictions} today={today} fields={refused?.fields ?? null} />
					</Section>
				) : null}
			</div>
		</AccountPage>
	)
}
