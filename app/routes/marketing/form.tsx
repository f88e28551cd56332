import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeForm, type FormChange } from '../../flows/capture/change-form.ts'
import { openForm } from '../../flows/capture/open-forms.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { actionRowsOf, givenActions } from '../../ui/automation/read-automation-form.ts'
import { AssetHead } from '../../ui/capture/asset-head.tsx'
import { Embed } from '../../ui/capture/embed.tsx'
import { FormBuilder } from '../../ui/capture/form-builder.tsx'
import { type FormEdit, readFormEdit } from '../../ui/capture/read-form-edit.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, oneOf, textIn } from '../desk/read-form.ts'
import { labelsOf, topicTexts } from './capture-words.server.ts'

export const handle = { i18n: ['capture', 'automation', 'people', 'crm'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const id = idOf(params['id'])
	const room = id === null ? null : await openForm(context.house.db, staff, { id, ownSides: context.house.connectors.ownSides })
	if (!room) throw notFound()
	const { form, choices, warnings, people } = room
	const { name, slug, campaignId, fileId, version, design, actions, status } = form
	const edit: FormEdit = { name, slug, campaignId, fileId, version, design, actions: actionRowsOf(actions) }
	return { id: form.id, status, edit, choices, people, warnings, topicTexts: topicTexts(), publicUrl: context.house.publicUrl }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.edit.name, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const id = idOf(params['id'])
	const plain = oneOf(['unpublish', 'archive', 'restore'], textIn(form, 'intent'))
	const edit = readFormEdit(form, labelsOf)
	const { version, actions, ...rest } = edit
	const wish = { ...rest, actions: givenActions(actions) }
	const change: FormChange = plain ? { act: plain } : { act: textIn(form, 'intent') === 'publish' ? 'publish' : 'save', wish, version }
	const saved = id === null ? null : await changeForm(db, staff, { id, change, requestId, at })
	if (!saved) throw notFound()
	if (!saved.ok) return data({ refusals: saved.refusals, edit }, { status: 422 })
	return redirect(withLocale(`/marketing/forms/${id}?done=${change.act}`, isLocale(params['locale']) ? params['locale'] : null))
}

const acts = { draft: ['archive'], published: ['unpublish', 'archive'], archived: ['restore'] } as const

export default function MarketingForm() {
	const { t } = useTranslation('capture')
	const { id, status, edit: stored, choices, people, warnings, topicTexts: texts, publicUrl } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [asked] = useSearchParams()
	const edit = refused?.edit ?? stored
	const done = asked.get('done')
	return (
		<>
			<AssetHead kind="forms" name={stored.name} status={status} acts={acts[status]}>
				{status === 'published' ? (
					<LinkButton to={`/f/${stored.slug}`} icon="external" target="_blank">
						{t('open')}
					</LinkButton>
				) : null}
				<LinkButton to={`/marketing/forms/${id}/sent`}>{t('forms.sent')}</LinkButton>
			</AssetHead>
			<div className="grid gap-8">
				{refused ? (
					<RefusalList
						title={t('refused')}
						refusals={refused.refusals}
						whereOf={({ code, line }) => (line && !code.startsWith('ACTION') ? t('fieldPlace', { line }) : null)}
					/>
				) : null}
				{done && !refused ? <Banner live tone="positive" title={t(`done.${oneOf(['publish', 'unpublish', 'archive', 'restore'], done) ?? 'save'}`)} /> : null}
				<FormBuilder
					key={`${edit.version} ${refused ? 'refused' : ''} ${edit.design.fields.length}`}
					{...{ edit, status, choices, warnings, topicTexts: texts, room: people }}
				/>
				{status === 'published' ? <Embed action={`${publicUrl}/forms/${stored.slug}`} fields={stored.design.fields} /> : null}
			</div>
		</>
	)
}
