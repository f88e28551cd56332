import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openFees } from '../../flows/merchandising/open-fees.ts'
import { endFee, type FeeChange, removeFee, saveFee } from '../../flows/merchandising/save-fee.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { locales } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { FeeForm, FeeTable, UndoFee } from '../../ui/merchandising/fee-parts.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, textIn } from '../desk/read-form.ts'
import { dayIn, decimalOf } from './read-price-edits.ts'

export const handle = { i18n: ['rates', 'merchandising', 'refusals'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const filter = { search: textIn(searchParams, 'q').slice(0, 60), past: searchParams.has('past') }
	return { ...(await openFees(db, staff, { ...filter, fee: idIn(searchParams, 'fee'), at })), filter, title: fixedT(locale, 'rates')('fee.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** `change` is what can be undone. */
const done = (act: 'saved' | 'ended' | 'undone', change: FeeChange | null = null) => data({ ok: true as const, act, change, fields: null, refusals: [] })

export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const intent = textIn(form, 'intent')
	const act = { at, requestId }
	if (intent === 'end') {
		const ended = await endFee(db, staff, idIn(form, 'feeId') ?? 0, act)
		if (!ended) throw notFound()
		return done('ended', ended)
	}
	if (intent === 'remove') {
		if (!(await removeFee(db, staff, idIn(form, 'feeId') ?? 0, act))) throw notFound()
		return done('undone')
	}
	const kind = textIn(form, 'kind')
	const fields = {
		...{ kind, per: textIn(form, 'per'), currency: textIn(form, 'currency').toUpperCase(), buyerGroupId: idIn(form, 'buyerGroupId') },
		...{ amount: decimalOf(form.get('amount'), locale), below: decimalOf(form.get('below'), locale) },
		// Left empty it has the usual name of its kind in that language.
		names: Object.fromEntries(
			locales.map((one) => [one, textIn(form, `name.${one}`) || fixedT(one, 'rates')(`fee.kinds.${kind === 'small_order' ? kind : 'handling'}`)]),
		),
		...{ validFrom: dayIn(form, 'validFrom'), validTo: dayIn(form, 'validTo') },
	}
	const saved = await saveFee(db, staff, idIn(form, 'feeId'), fields, act)
	if (!saved) throw notFound()
	return saved.ok
		? done(intent === 'undo' ? 'undone' : 'saved', intent === 'undo' ? null : saved)
		: data({ ...saved, act: 'refused' as const, change: null, fields }, { status: 422 })
}

export default function Fees() {
	const { t } = useTranslation(['rates', 'merchandising'])
	const { fees, groups, today, chosen, fields, filter } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state === 'submitting'
	const said = useSaid()
	return (
		<>
			<PageHeader title={t('fee.title')} lead={t('fee.lead')} />
			<div className="grid gap-10 *:min-w-0">
				{answer && !answer.ok ? <Refusals title={t('merchandising:book.refused')} refusals={said(answer.refusals)} /> : null}
				{answer?.ok ? (
					<Banner live tone="positive" action={answer.change ? <UndoFee change={answer.change} /> : undefined}>
						{t(`fee.done.${answer.act}`)}
					</Banner>
				) : null}
				<div>
					<ListFilters submit={t('merchandising:show')}>
						<ListSearch label={t('merchandising:search')} value={filter.search} />
						<Checkbox label={t('fee.past')} name="past" value="1" defaultChecked={filter.past} className="self-end pb-2" />
					</ListFilters>
					<ListBody
						empty={fees.length === 0 ? <EmptyState title={t('fee.none')}>{t('fee.noneText')}</EmptyState> : null}
						words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
						after={null}
						nextAfter={null}
					>
						<FeeTable fees={fees} today={today} chosen={chosen} />
					</ListBody>
				</div>
				<Section id="fee" title={t(chosen ? 'fee.change' : 'fee.add')} aside={chosen ? <Link to="/merchandising/fees#fee">{t('fee.addAnother')}</Link> : null}>
					<Form method="post" className="grid gap-5" key={`${chosen} ${answer?.act}`}>
						<FeeForm fields={answer?.fields ?? fields} feeId={chosen} groups={groups} isBusy={isBusy} />
					</Form>
				</Section>
			</div>
		</>
	)
}
