import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect as leadTo, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeRedirect, openRedirect, type RedirectChange } from '../../flows/capture/change-redirect.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AssetHead } from '../../ui/capture/asset-head.tsx'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { Figure, Section } from '../../ui/parts/page-header.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { FieldsFor } from '../../ui/shell/roles.tsx'
import { idIn, idOf, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['capture'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const id = idOf(params['id'])
	const room = id === null ? null : await openRedirect(context.house.db, staff, id)
	if (!room) throw notFound()
	return { ...room, address: `${context.house.publicUrl}/r/${room.redirect.slug}` }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.redirect.name, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const id = idOf(params['id'])
	const wish = {
		name: textIn(form, 'name').slice(0, 120),
		slug: textIn(form, 'slug').toLowerCase(),
		target: textIn(form, 'target').slice(0, 2000),
		campaignId: idIn(form, 'campaignId') ?? 0,
	}
	const plain = oneOf(['archive', 'restore'], textIn(form, 'intent'))
	const change: RedirectChange = plain ? { act: plain } : { act: 'save', wish, version: idIn(form, 'version') ?? 0 }
	const saved = id === null ? null : await changeRedirect(db, staff, { id, change, requestId, at })
	if (!saved) throw notFound()
	if (!saved.ok) return data({ refusals: saved.refusals, wish }, { status: 422 })
	return leadTo(withLocale(`/marketing/redirects/${id}?done=${change.act}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function MarketingRedirect() {
	const { t } = useTranslation('capture')
	const { locale } = useReader()
	const { redirect, campaigns, address } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [asked] = useSearchParams()
	const shown = refused?.wish ?? redirect
	return (
		<>
			<AssetHead kind="redirects" name={redirect.name} status={redirect.status} acts={redirect.status === 'archived' ? ['restore'] : ['archive']} />
			<div className="grid gap-8">
				{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
				{asked.has('done') && !refused ? <Banner live tone="positive" title={t(`done.${oneOf(['archive'], asked.get('done')) ?? 'save'}`)} /> : null}
				<div className="grid grid-cols-2 gap-6 lg:grid-cols-4">
					<Figure label={t('column.confirmed')} value={count(redirect.confirmed, locale)} note={t('redirects.confirmedNote')} />
					<Figure label={t('column.clicks')} value={count(redirect.clicks, locale)} note={t('redirects.clicksNote')} />
				</div>
				<Section title={t('part.what')}>
					<p className="text-sm text-ink-soft">
						{t('redirects.share')} <span className="font-medium wrap-anywhere text-ink">{address}</span>
					</p>
					<Form method="post" key={redirect.version} noValidate>
						<FieldsFor roles={['marketer']} className="grid max-w-3xl gap-x-6 gap-y-5 sm:grid-cols-2">
							<input type="hidden" name="version" value={redirect.version} />
							<TextField label={t('column.name')} name="name" required maxLength={120} defaultValue={shown.name} />
							<TextField label={t('slug')} name="slug" required maxLength={80} defaultValue={shown.slug} hint={t('slugHint', { path: `/r/${shown.slug}` })} />
							<TextField label={t('column.target')} name="target" required maxLength={2000} defaultValue={shown.target} hint={t('redirects.targetHint')} />
							<SelectField
								label={t('column.campaign')}
								name="campaignId"
								defaultValue={shown.campaignId}
								options={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
							/>
							<div>
								<Button type="submit" name="intent" value="save" variant="primary">
									{t('save')}
								</Button>
							</div>
						</FieldsFor>
					</Form>
				</Section>
			</div>
		</>
	)
}
