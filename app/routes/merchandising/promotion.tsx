import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { copyPromotion } from '../../flows/merchandising/copy-promotion.ts'
import { openPromotion } from '../../flows/merchandising/open-promotions.ts'
import { previewPromotion } from '../../flows/merchandising/preview-promotion.ts'
import { publishPromotion } from '../../flows/merchandising/publish-promotion.ts'
import { savePromotion } from '../../flows/merchandising/save-promotion.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { FieldName } from '../../ui/merchandising/field-name.tsx'
import { PromotionAside } from '../../ui/merchandising/promotion-aside.tsx'
import { PromotionForm } from '../../ui/merchandising/promotion-form.tsx'
import { usePreview } from '../../ui/merchandising/use-preview.ts'
import { Badge } from '../../ui/parts/badge.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from '../desk/read-form.ts'
import { readPromotionForm } from './read-promotion-form.ts'

export const handle = { i18n: ['merchandising', 'engine'] }

/** `new` begins one; anything else that is no id is none. */
const idIn = (text: string | undefined) => (text === 'new' ? null : (idOf(text) ?? 0))

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const open = await openPromotion(db, staff, { promotionId: idIn(params['id']), locale, at })
	if (!open) throw notFound()
	const title = open.promotion?.names[locale] ?? open.promotion?.code ?? fixedT(locale, 'merchandising')('promotions.new')
	return { ...open, title }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const promotionId = idIn(params['id'])
	const form = await request.formData()
	const intent = form.get('intent')
	if (intent === 'publish' || intent === 'retire') {
		const status = intent === 'publish' ? 'published' : 'retired'
		const answer = await publishPromotion(db, staff, { promotionId: promotionId ?? 0, status, knowsWarnings: form.has('knows'), at, requestId })
		if (!answer) throw notFound()
		return answer.ok
			? redirect(`/merchandising/promotions/${promotionId}?done=${status}`)
			: data({ refusals: answer.refusals, fields: null, preview: null }, { status: 422 })
	}
	if (intent === 'copy') {
		const copied = await copyPromotion(db, staff, { promotionId: promotionId ?? 0, at, requestId })
		if (!copied) throw notFound()
		return redirect(`/merchandising/promotions/${copied.promotionId}?done=copied`)
	}
	const fields = readPromotionForm(form, locale)
	if (intent === 'preview') {
		const preview = await previewPromotion(db, staff, { promotionId, fields, locale, at })
		if (!preview) throw notFound()
		return data({ refusals: [], fields: null, preview })
	}
	const saved = await savePromotion(db, staff, { promotionId, fields, at, requestId })
	if (!saved) throw notFound()
	if (saved.ok) return redirect(`/merchandising/promotions/${saved.promotionId}?done=saved`)
	return data({ refusals: saved.refusals, fields, preview: null }, { status: 422 })
}

export default function Promotion() {
	const { t } = useTranslation('merchandising')
	const { promotion, fields, choices, title } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state !== 'idle'
	const { form, changed, preview } = usePreview()
	const crumbs = [{ href: '/merchandising/promotions', label: t('promotions.title') }, { label: title }]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={crumbs} />}
				kicker={promotion ? t('books.version', { code: promotion.code, version: promotion.version }) : null}
				title={title}
				lead={
					promotion ? (
						<Badge tone={promotion.status === 'published' ? 'positive' : 'neutral'}>{t(`statuses.${promotion.status}`)}</Badge>
					) : (
						t('promotions.newLead')
					)
				}
				actions={
					promotion ? (
						<>
							<LinkButton to={`/merchandising/promotions/${promotion.id}/simulate`} icon="chart">
								{t('simulate.open')}
							</LinkButton>
							<Form method="post">
								<Button type="submit" name="intent" value="copy" icon="copy">
									{t('promotions.copy')}
								</Button>
							</Form>
							<StatusAct />
						</>
					) : null
				}
			/>
			<div className="grid gap-8 *:min-w-0">
				<Done />
				{answer ? (
					<Refusals
						title={t('book.refused')}
						refusals={answer.refusals.map(({ code, facts }, index) => ({
							key: `${code}${index}`,
							where: typeof facts['key'] === 'string' ? <FieldName name={facts['key']} /> : null,
							message: t(`refusals:${code}`, facts as Record<string, string>),
						}))}
					/>
				) : null}
				<div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_22rem]">
					<Form ref={form} onChange={changed} method="post" className="grid content-start gap-10" noValidate>
						<input type="hidden" name="intent" value="save" />
						{/* A saved page starts afresh; a refused one keeps every keystroke. */}
						<PromotionForm key={`${promotion?.id}${promotion?.version}`} fields={answer?.fields ?? fields} choices={choices} />
						<div className="sticky bottom-0 flex items-center gap-4 border-t border-ink bg-ground py-3">
							<Button type="submit" variant="primary" pending={isBusy}>
								{t(promotion?.status === 'published' ? 'promotions.saveLive' : 'promotions.save')}
							</Button>
						</div>
					</Form>
					<PromotionAside preview={preview} />
				</div>
			</div>
		</>
	)
}

function Done() {
	const { t } = useTranslation('merchandising')
	const done = useSearchParams()[0].get('done')
	const known = ['saved', 'copied', 'published', 'retired'].find((one) => one === done)
	const isAnswered = useActionData() !== undefined
	return known && !isAnswered ? <Banner live tone="positive" title={t(`promotions.done.${known}`)} /> : null
}

function StatusAct() {
	const { t } = useTranslation('merchandising')
	const { promotion, review } = useLoaderData<typeof loader>()
	const isLive = promotion?.status === 'published'
	return (
		<Form method="post">
			<input type="hidden" name="intent" value={isLive ? 'retire' : 'publish'} />
			{/* The warnings stand on this very page, beside the button. */}
			{review.warnings.length > 0 ? <input type="hidden" name="knows" value="1" /> : null}
			<Button type="submit" variant={isLive ? 'secondary' : 'primary'}>
				{t(isLive ? 'promotions.retire' : review.warnings.length > 0 ? 'promotions.publishAnyway' : 'promotions.publish')}
			</Button>
		</Form>
	)
}
