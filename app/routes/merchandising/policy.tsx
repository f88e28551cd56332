import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPolicy } from '../../flows/entitlement/open-entitlement.ts'
import { previewPolicy } from '../../flows/entitlement/preview-entitlement.ts'
import { savePolicy } from '../../flows/entitlement/save-entitlement.ts'
import { undoEntitlement } from '../../flows/entitlement/undo-entitlement.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { EditPage } from '../../ui/entitlement/edit-page.tsx'
import { PolicyForm } from '../../ui/entitlement/policy-form.tsx'
import { KnowsNobody } from '../../ui/merchandising/knows-nobody.tsx'
import { Badge } from '../../ui/parts/badge.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'
import { answerEdit, subjectIn } from './answer-entitlement.ts'
import { readIntent, readPolicyForm } from './read-entitlement-form.ts'

export const handle = { i18n: ['entitlement', 'merchandising'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const search = textIn(searchParams, 'q')
	const open = await openPolicy(db, staff, { id: subjectIn(params['id']), locale, search })
	if (!open) throw notFound()
	return { ...open, search, done: searchParams.get('done'), title: open.policy?.name ?? fixedT(locale, 'entitlement')('policies.new') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const id = subjectIn(params['id'])
	const form = await request.formData()
	const { intent, changeId } = readIntent(form)
	const wish = readPolicyForm(form)
	const answer =
		intent === 'undo'
			? await undoEntitlement(db, staff, changeId, { at, requestId })
			: intent === 'save'
				? await savePolicy(db, staff, id, wish, { at, requestId, knowsWarnings: form.has('knows') })
				: await previewPolicy(db, staff, { id, wish, locale })
	return answerEdit('policies', answer, wish)
}

export default function Policy() {
	const { t } = useTranslation('entitlement')
	const { policy, title, done, changes, ...page } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const lead = policy && !policy.state.isActive ? <Badge tone="warning">{t('policies.off')}</Badge> : t('policies.policyLead')
	return (
		<EditPage room="policies" code={policy?.code} title={title} lead={lead} done={done} changes={changes} answer={answer}>
			<KnowsNobody refusals={answer?.refusals ?? []} />
			<PolicyForm policy={policy} wish={answer?.wish ?? null} {...page} />
		</EditPage>
	)
}
