import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openTaxes } from '../../flows/merchandising/open-taxes.ts'
import { closeTaxRate, saveTaxRate } from '../../flows/merchandising/save-tax-rate.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RateForm, RateTable, TaxTabs } from '../../ui/merchandising/tax-parts.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { chosenIn, idIn, textIn } from '../desk/read-form.ts'
import { dayIn, decimalOf } from './read-price-edits.ts'

export const handle = { i18n: ['rates', 'merchandising', 'refusals'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const filter = { search: textIn(searchParams, 'q').slice(0, 60), past: searchParams.has('past'), after: searchParams.get('after'), limit: 50 }
	return { ...(await openTaxes(db, staff, { ...filter, at })), filter, title: fixedT(locale, 'rates')('tax.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	if (form.get('intent') === 'end') {
		const ended = await closeTaxRate(db, staff, idIn(form, 'rateId') ?? 0, { at, requestId })
		if (!ended) throw notFound()
		return data({ ok: true as const, ended: ended.ended, act: 'end' as const, fields: null })
	}
	const upper = (name: string) => textIn(form, name).toUpperCase()
	const fields = {
		...{ jurisdiction: textIn(form, 'jurisdiction'), country: upper('country'), region: upper('region'), postalPrefix: upper('postalPrefix') },
		...{ taxCode: chosenIn(form, 'taxCode'), ratePercent: decimalOf(form.get('percent'), locale) },
		...{ taxesShipping: form.has('taxesShipping'), taxesFees: form.has('taxesFees'), validFrom: dayIn(form, 'validFrom'), validTo: dayIn(form, 'validTo') },
	}
	const saved = await saveTaxRate(db, staff, fields, { at, requestId })
	return saved.ok ? data({ ...saved, act: 'add' as const, fields: null }) : data({ ...saved, act: 'add' as const, fields }, { status: 422 })
}

export default function Taxes() {
	const { t } = useTranslation(['rates', 'merchandising'])
	const { rates, codes, today, filter, nextAfter } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state === 'submitting'
	const said = useSaid()
	return (
		<>
			<PageHeader title={t('tax.title')} lead={t('tax.lead')} />
			<div className="grid gap-8 *:min-w-0">
				<TaxTabs />
				{answer && !answer.ok ? <Refusals title={t('merchandising:book.refused')} refusals={said(answer.refusals)} /> : null}
				{answer?.ok ? <Banner live tone="positive" title={answer.act === 'end' ? t('tax.ended') : t('tax.added', { count: answer.ended })} /> : null}
				<div>
					<ListFilters submit={t('merchandising:show')}>
						<ListSearch label={t('merchandising:search')} value={filter.search} />
						<Checkbox label={t('tax.past')} name="past" value="1" defaultChecked={filter.past} className="self-end pb-2" />
					</ListFilters>
					<ListBody
						empty={rates.length === 0 ? <EmptyState title={t('tax.none')}>{t('tax.noneText')}</EmptyState> : null}
						words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
						after={filter.after}
						nextAfter={nextAfter}
					>
						<RateTable rates={rates} today={today} />
					</ListBody>
				</div>
				<Section title={t('tax.add')} aside={t('tax.addNote')}>
					<Form method="post" className="grid gap-5" key={String(answer?.ok)}>
						<RateForm fields={answer?.fields ?? null} codes={codes} today={today} isBusy={isBusy} />
					</Form>
				</Section>
			</div>
		</>
	)
}
