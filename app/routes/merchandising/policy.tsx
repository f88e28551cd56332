import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPolicy } from '../../flows/entitlement/open-entitlement.ts'
import { previewPolicy } from '../../flows/entitlement/preview-entitlement.ts'
import { savePolicy } from '../../flows/entitlement/save-entitlement.ts'
import { undoEntitlement } from '../../flows/entitlement/undo-entitlement.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ChangeList, DoneBanner } from '../../ui/entitlement/change-list.tsx'
import { DifferenceView } from '../../ui/entitlement/difference.tsx'
import { EditBar } from '../../ui/entitlement/edit-bar.tsx'
import { PolicyForm } from '../../ui/entitlement/policy-form.tsx'
import { RefusedList } from '../../ui/entitlement/refused-list.tsx'
import { KnowsNobody } from '../../ui/merchandising/knows-nobody.tsx'
import { Badge } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from '../desk/read-form.ts'
import { readIntent, readPolicyForm } from './read-entitlement-form.ts'

export const handle = { i18n: ['entitlement', 'merchandising'] }

const idIn = (id: string | undefined) => (id === 'new' ? null : (idOf(id) ?? 0))

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const search = textIn(searchParams, 'q')
	const open = await openPolicy(db, staff, { id: idIn(params['id']), locale, search })
	if (!open) throw notFound()
	return { ...open, search, done: searchParams.get('done'), title: open.policy?.name ?? fixedT(locale, 'entitlement')('policies.new') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const id = idIn(params['id'])
	const form = await request.formData()
	const { intent, changeId } = readIntent(form)
	const wish = readPolicyForm(form)
	const answer =
		intent === 'undo'
			? await undoEntitlement(db, staff, changeId, { at, requestId })
			: intent === 'save'
				? await savePolicy(db, staff, id, wish, { at, requestId, knowsWarnings: form.has('knows') })
				: await previewPolicy(db, staff, { id, wish, locale })
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals, difference: null, wish }, { status: 422 })
	if ('difference' in answer) return data({ refusals: [], difference: answer.difference, wish })
	return redirect('id' in answer ? `/merchandising/policies/${answer.id}?done=${answer.changeId}` : `/merchandising/policies/${answer.subjectId}?done=undone`)
}

export default function Policy() {
	const { t } = useTranslation('entitlement')
	const { policy, title, done, changes, ...page } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state !== 'idle'
	return (
		<>
			<PageHeader
				breadcrumbs={
					<Breadcrumbs label={t('merchandising:path')} crumbs={[{ href: '/merchandising/policies', label: t('policies.title') }, { label: title }]} />
				}
				kicker={policy?.code}
				title={title}
				lead={policy && !policy.state.isActive ? <Badge tone="warning">{t('policies.off')}</Badge> : t('policies.policyLead')}
			/>
			<div className="grid gap-8 *:min-w-0">
				{answer ? null : <DoneBanner done={done} changes={changes} />}
				{answer && answer.refusals.length > 0 ? <RefusedList refusals={answer.refusals} /> : null}
				{answer?.difference ? <DifferenceView difference={answer.difference} /> : null}
				<Form method="post" noValidate key={`${policy?.id} ${changes[0]?.id}`} className="grid gap-10">
					<PolicyForm policy={policy} wish={answer?.wish ?? null} {...page} />
					<KnowsNobody refusals={answer?.refusals ?? []} />
					<EditBar isBusy={isBusy} />
				</Form>
				<ChangeList changes={changes} />
			</div>
		</>
	)
}
