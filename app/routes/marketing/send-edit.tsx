import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeSend, openSendDraft, tryOutSend } from '../../flows/marketing/change-send.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { useLanguageName } from '../../ui/merchandising/use-language-name.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { idIn, wordIn } from '../../ui/people/read-people-form.ts'
import { readSendForm } from '../../ui/send/read-send-form.ts'
import { SendForm, TrialForm } from '../../ui/send/send-form.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['marketing'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer')
	const page = await openSendDraft(context.house.db, staff, idIn(params['id']))
	if (!page) throw notFound()
	return { ...page, email: staff.email }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.draft.name, matches) }]

/** `save` what is written, or `try` it: what was saved is mailed to whoever asks. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const id = idIn(params['id'])
	if (id === null) throw notFound()
	const form = await request.formData()
	const isTrial = form.get('intent') === 'try'
	const typed = isTrial ? null : readSendForm(form)
	const answer = typed
		? await changeSend(db, staff, { id, wish: typed, requestId, at })
		: await tryOutSend(db, staff, { id, locale: wordIn(form, 'locale', 10), at })
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals, typed, tried: false }, { status: 422 })
	if (isTrial) return data({ refusals: [], typed: null, tried: true })
	return redirect(withLocale(`/marketing/sends/${id}/edit`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function EditSend() {
	const { t } = useTranslation('marketing')
	const { draft, choices, objects, email } = useLoaderData<typeof loader>()
	const languageName = useLanguageName()
	const answer = useActionData<typeof action>()
	return (
		<>
			<PageHeader
				title={draft.name}
				breadcrumbs={
					<Breadcrumbs
						label={t('path')}
						crumbs={[
							{ href: '/marketing', label: t('overview.title') },
							{ href: `/marketing/sends/${draft.id}`, label: draft.name },
							{ label: t('send.edit') },
						]}
					/>
				}
				lead={t(draft.kind === 'programme' ? 'edit.leadProgramme' : 'edit.leadSend')}
			/>
			{answer && answer.refusals.length > 0 ? (
				<RefusalList
					title={t('send.refused')}
					refusals={answer.refusals}
					whereOf={({ facts: { part, language } }) => (part ? `${t(`edit.${part}`)} · ${languageName(String(language))}` : null)}
				/>
			) : null}
			{answer?.tried ? (
				<Banner tone="positive" title={t('edit.tried', { email })} live>
					{t('edit.triedText')}
				</Banner>
			) : null}
			<div className="grid gap-10 *:min-w-0">
				<SendForm draft={answer?.typed ? { ...draft, ...answer.typed } : draft} choices={choices} objects={objects} />
				<Section title={t('edit.trial')} aside={t('edit.trialLead')}>
					<TrialForm email={email} />
				</Section>
			</div>
		</>
	)
}
