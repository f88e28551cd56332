import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openOnlookers, openSight } from '../../flows/entitlement/open-visibility.ts'
import { previewAccount } from '../../flows/entitlement/preview-entitlement.ts'
import { saveAccountEntitlement } from '../../flows/entitlement/save-entitlement.ts'
import { undoEntitlement } from '../../flows/entitlement/undo-entitlement.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { DoneBanner } from '../../ui/entitlement/change-list.tsx'
import { DifferenceView } from '../../ui/entitlement/difference.tsx'
import { Onlookers } from '../../ui/entitlement/onlookers.tsx'
import { RefusedList } from '../../ui/entitlement/refused-list.tsx'
import { Sight } from '../../ui/entitlement/sight.tsx'
import { SightChoices } from '../../ui/entitlement/sight-choices.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'
import { readAccountForm, readIntent } from './read-entitlement-form.ts'

export const handle = { i18n: ['entitlement', 'merchandising'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const shows = oneOf(['yes', 'no'], searchParams.get('sees'))
	const asked = { search: textIn(searchParams, 'q'), sees: shows === null ? null : shows === 'yes', after: idIn(searchParams, 'after'), limit: 50, locale }
	const [product, account, categoryId] = [textIn(searchParams, 'product'), textIn(searchParams, 'account'), idIn(searchParams, 'category')]
	return {
		onlookers: product ? await openOnlookers(db, staff, product, asked) : null,
		sight: account && !product ? await openSight(db, staff, account, { ...asked, categoryId }) : null,
		asked: { ...asked, product, account, categoryId, shows },
		done: searchParams.get('done'),
		title: fixedT(locale, 'entitlement')('sight.title'),
	}
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** What counts for one account: seen before it is saved, saved, or taken back. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const [{ intent, changeId }, id, wish] = [readIntent(form), idIn(form, 'accountId') ?? 0, readAccountForm(form)]
	const answer =
		intent === 'undo'
			? await undoEntitlement(db, staff, changeId, { at, requestId })
			: intent === 'save'
				? await saveAccountEntitlement(db, staff, id, wish, { at, requestId })
				: await previewAccount(db, staff, { id, wish, locale })
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals, difference: null, wish }, { status: 422 })
	if ('difference' in answer) return data({ refusals: [], difference: answer.difference, wish })
	return redirect(`/merchandising/visibility?account=${'id' in answer ? answer.id : answer.subjectId}&done=${'id' in answer ? answer.changeId : 'undone'}`)
}

export default function Visibility() {
	const { t } = useTranslation('entitlement')
	const { onlookers, sight, asked, done } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return (
		<>
			<PageHeader title={t('sight.title')} lead={t('sight.lead')} />
			<div className="grid gap-x-10 gap-y-4 border-y border-rule py-4 md:grid-cols-2">
				<Form method="get" className="flex flex-wrap items-end gap-3" key={`p${asked.product}`}>
					<TextField label={t('sight.byProduct')} name="product" required defaultValue={onlookers?.product?.code ?? asked.product} className="min-w-0 flex-1" />
					<Button type="submit">{t('sight.whoSees')}</Button>
				</Form>
				<Form method="get" className="flex flex-wrap items-end gap-3" key={`a${asked.account}`}>
					<TextField label={t('sight.byAccount')} name="account" required defaultValue={sight?.account?.code ?? asked.account} className="min-w-0 flex-1" />
					<Button type="submit">{t('sight.whatSees')}</Button>
				</Form>
			</div>
			<div className="mt-8 grid gap-8 *:min-w-0">
				{answer ? null : <DoneBanner done={done} changes={sight?.changes ?? []} />}
				{answer && answer.refusals.length > 0 ? <RefusedList refusals={answer.refusals} /> : null}
				{answer?.difference ? <DifferenceView difference={answer.difference} /> : null}
				{onlookers && !onlookers.product ? <SightChoices name="product" choices={onlookers.choices} text={asked.product} /> : null}
				{sight && !sight.account ? <SightChoices name="account" choices={sight.choices} text={asked.account} /> : null}
				{onlookers?.product ? <Onlookers onlookers={onlookers} asked={asked} /> : null}
				{sight?.account ? <Sight sight={sight} asked={asked} wish={answer?.wish ?? null} /> : null}
				{onlookers || sight ? null : <EmptyState title={t('sight.ask')}>{t('sight.askText')}</EmptyState>}
			</div>
		</>
	)
}
