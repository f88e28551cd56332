import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createSend, openSendChoices } from '../../flows/marketing/change-send.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { ChoiceGroup, Radio } from '../../ui/parts/checkbox.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { idIn, wordIn } from '../../ui/people/read-people-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['marketing'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const kind = new URL(request.url).searchParams.get('kind') === 'programme' ? 'programme' : 'send'
	return { ...(await openSendChoices(db, staff)), kind, title: fixedT(locale, 'marketing')('sends.new') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const typed = { name: wordIn(form, 'name'), kind: form.get('kind') === 'programme' ? ('programme' as const) : ('send' as const) }
	const made = await createSend(db, staff, { ...typed, campaignId: idIn(wordIn(form, 'campaignId', 15)) ?? 0, requestId, at })
	if (!made) throw notFound()
	if (!made.ok) return data({ refusals: made.refusals, typed }, { status: 422 })
	return redirect(withLocale(`/marketing/sends/${made.id}/edit`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function NewSend() {
	const { t } = useTranslation('marketing')
	const { campaigns, kind, title } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const chosen = refused?.typed.kind ?? kind
	return (
		<>
			<PageHeader
				title={title}
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ href: '/marketing', label: t('overview.title') }, { label: title }]} />}
			/>
			{refused ? <RefusalList title={t('send.refused')} refusals={refused.refusals} /> : null}
			<Form method="post" className="grid max-w-md gap-6">
				<TextField label={t('sends.name')} name="name" required maxLength={120} defaultValue={refused?.typed.name ?? ''} />
				<SelectField label={t('edit.campaign')} name="campaignId" options={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))} />
				<ChoiceGroup legend={t('edit.kind')}>
					<Radio name="kind" value="send" defaultChecked={chosen === 'send'} label={t('edit.kindSend')} />
					<Radio name="kind" value="programme" defaultChecked={chosen === 'programme'} label={t('edit.kindProgramme')} />
				</ChoiceGroup>
				<Button type="submit" variant="primary" className="justify-self-start">
					{t('edit.make')}
				</Button>
			</Form>
		</>
	)
}
