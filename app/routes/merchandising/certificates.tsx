import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openCertificates } from '../../flows/merchandising/open-taxes.ts'
import { closeCertificate, decideCertificate, recordCertificate } from '../../flows/merchandising/save-certificate.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { CertificateForm, CertificateTable } from '../../ui/merchandising/certificate-parts.tsx'
import { TaxTabs } from '../../ui/merchandising/tax-parts.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'
import { givenFile } from '../desk/read-given-file.ts'
import { dayIn } from './read-price-edits.ts'

export const handle = { i18n: ['rates', 'merchandising', 'refusals'] }

const shows = ['waiting', 'expiring', 'expired', 'refused', 'all'] as const

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const show = oneOf(shows, searchParams.get('show'))
	const filter = { search: textIn(searchParams, 'q').slice(0, 60), after: searchParams.get('after'), limit: 50 }
	return { ...(await openCertificates(db, staff, { ...filter, show: show ?? 'valid', at })), filter, show, title: fixedT(locale, 'rates')('certificate.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const intent = oneOf(['end', 'accept', 'refuse', 'record'], form.get('intent')) ?? 'record'
	if (intent !== 'record') {
		const key = { accountId: idIn(form, 'accountId') ?? 0, id: idIn(form, 'certificateId') ?? 0 }
		const note = textIn(form, 'note')
		const state = intent === 'accept' ? 'accepted' : 'refused'
		const act = { at, requestId }
		const done = intent === 'end' ? await closeCertificate(db, staff, key, act) : await decideCertificate(db, staff, { ...key, state, note }, act)
		if (!done) throw notFound()
		if (done.ok) return data({ ok: true as const, act: intent, fields: null, decided: null })
		return data({ ...done, act: intent, fields: null, decided: { id: key.id, note } }, { status: 422 })
	}
	const fields = {
		...{
			account: textIn(form, 'account'),
			jurisdiction: textIn(form, 'jurisdiction'),
			number: textIn(form, 'number'),
			taxCodes: textIn(form, 'taxCodes').toLowerCase(),
		},
		...{ validFrom: dayIn(form, 'validFrom'), expiresOn: dayIn(form, 'expiresOn') },
	}
	const file = givenFile(form)
	const saved = await recordCertificate(db, connectors.files, staff, { fields, given: file.name === '' ? null : file }, { at, requestId })
	if (!saved.ok) return data({ ...saved, act: intent, fields, decided: null }, { status: 422 })
	return data({ ok: true as const, act: intent, fields: null, decided: null })
}

export default function Certificates() {
	const { t } = useTranslation(['rates', 'merchandising'])
	const { certificates, today, soon, filter, show, nextAfter } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state === 'submitting'
	const said = useSaid()
	return (
		<>
			<PageHeader title={t('certificate.title')} lead={t('certificate.lead')} />
			<div className="grid gap-8 *:min-w-0">
				<TaxTabs />
				{answer && !answer.ok ? <Refusals title={t('merchandising:book.refused')} refusals={said(answer.refusals)} /> : null}
				{answer?.ok ? <Banner live tone="positive" title={t(`certificate.done.${answer.act}`)} /> : null}
				<div>
					<ListFilters submit={t('merchandising:show')}>
						<ListSearch label={t('merchandising:search')} value={filter.search} />
						<ListChoice
							label={t('merchandising:status')}
							name="show"
							value={show}
							any={t('certificate.show.valid')}
							options={shows.map((value) => ({ value, label: t(`certificate.show.${value}`) }))}
							className="min-w-56 max-w-full"
						/>
					</ListFilters>
					<ListBody
						empty={certificates.length === 0 ? <EmptyState title={t('certificate.none')}>{t('certificate.noneText')}</EmptyState> : null}
						words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
						after={filter.after}
						nextAfter={nextAfter}
					>
						<CertificateTable certificates={certificates} today={today} soon={soon} refused={answer?.decided ?? null} />
					</ListBody>
				</div>
				<Section title={t('certificate.add')} aside={t('certificate.addNote')}>
					<Form method="post" encType="multipart/form-data" className="grid gap-5" key={String(answer?.ok)}>
						<CertificateForm fields={answer?.fields ?? null} today={today} isBusy={isBusy} />
					</Form>
				</Section>
			</div>
		</>
	)
}
