import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openShipping, tryShipping } from '../../flows/merchandising/open-shipping.ts'
import { removeLane, saveLane } from '../../flows/merchandising/save-lane.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { LaneForm, LaneTable, TrialForm } from '../../ui/merchandising/shipping-parts.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { chosenIn, textIn } from '../desk/read-form.ts'
import { decimalOf } from './read-price-edits.ts'

export const handle = { i18n: ['rates', 'merchandising', 'refusals', 'checkout'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const asked = { search: textIn(searchParams, 'q').slice(0, 60), after: searchParams.get('after'), key: searchParams.get('lane'), limit: 40 }
	const decimal = (name: string) => decimalOf(searchParams.get(name), locale)
	const trial = {
		...{
			country: textIn(searchParams, 'country').toUpperCase(),
			region: textIn(searchParams, 'region').toUpperCase(),
			postalCode: textIn(searchParams, 'postalCode'),
		},
		...{ kilograms: decimal('kilograms'), amount: decimal('amount'), currency: textIn(searchParams, 'currency').toUpperCase() || staff.seller.currency },
	}
	const quote = searchParams.has('country') ? await tryShipping(db, staff, trial) : null
	return {
		...(await openShipping(db, staff, asked)),
		asked,
		trial,
		isTried: searchParams.has('country'),
		quote,
		title: fixedT(locale, 'rates')('shipping.title'),
	}
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	if (form.get('intent') === 'remove') {
		const removed = await removeLane(db, staff, textIn(form, 'lane'), { at, requestId })
		if (!removed) throw notFound()
		return data({ ...removed, fields: null })
	}
	const upper = (name: string) => textIn(form, name).toUpperCase()
	const fields = {
		...{
			method: chosenIn(form, 'method'),
			currency: upper('currency'),
			country: upper('country'),
			region: upper('region'),
			postalPrefix: upper('postalPrefix'),
		},
		...{
			bandBy: form.get('bandBy') === 'amount' ? ('amount' as const) : ('weight' as const),
			transitDays: textIn(form, 'transitDays'),
			transitBy: form.get('transitBy') === 'calendar' ? ('calendar' as const) : ('working' as const),
			bands: textIn(form, 'bands'),
		},
	}
	const saved = await saveLane(db, staff, fields, { at, requestId })
	return data({ ...saved, fields: saved.ok ? null : fields }, { status: saved.ok ? 200 : 422 })
}

export default function Shipping() {
	const { t } = useTranslation(['rates', 'merchandising'])
	const { lanes, nextAfter, asked, fields, methods, chosen, trial, quote, isTried } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state === 'submitting'
	const said = useSaid()
	return (
		<>
			<PageHeader
				title={t('shipping.title')}
				lead={t('shipping.lead')}
				actions={
					<LinkButton to="/merchandising/shipping/warehouses" icon="calendar">
						{t('hours.title')}
					</LinkButton>
				}
			/>
			<div className="grid gap-10 *:min-w-0">
				{answer && !answer.ok ? <Refusals title={t('merchandising:book.refused')} refusals={said(answer.refusals)} /> : null}
				{answer?.ok ? <Banner live tone="positive" title={answer.bands > 0 ? t('shipping.saved', { count: answer.bands }) : t('shipping.removed')} /> : null}
				<div>
					<ListFilters submit={t('merchandising:show')}>
						<ListSearch label={t('merchandising:search')} value={asked.search} />
					</ListFilters>
					<ListBody
						empty={lanes.length === 0 ? <EmptyState title={t('shipping.none')}>{t('shipping.noneText')}</EmptyState> : null}
						words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
						after={asked.after}
						nextAfter={nextAfter}
					>
						<LaneTable lanes={lanes} chosen={chosen} />
					</ListBody>
				</div>
				<div className="grid gap-10 lg:grid-cols-2 *:min-w-0">
					<Section
						id="lane"
						title={t(chosen ? 'shipping.change' : 'shipping.add')}
						aside={chosen ? <Link to="/merchandising/shipping#lane">{t('shipping.addAnother')}</Link> : null}
					>
						<Form method="post" className="grid gap-5" key={`${chosen} ${answer?.ok}`}>
							<LaneForm fields={answer?.fields ?? fields} methods={methods} isBusy={isBusy} />
						</Form>
					</Section>
					<Section title={t('shipping.try')} aside={t('shipping.tryNote')}>
						<Form method="get" className="grid gap-5">
							<TrialForm trial={trial} isTried={isTried} quote={quote} />
						</Form>
					</Section>
				</div>
			</div>
		</>
	)
}
