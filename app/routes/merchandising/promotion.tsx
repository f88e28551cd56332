import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPromotion } from '../../flows/merchandising/open-promotions.ts'
import { publishPromotion } from '../../flows/merchandising/publish-promotion.ts'
import { savePromotion } from '../../flows/merchandising/save-promotion.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { BudgetBar } from '../../ui/merchandising/budget-bar.tsx'
import { PromotionForm } from '../../ui/merchandising/promotion-form.tsx'
import { PromotionSentences, ReviewWarnings } from '../../ui/merchandising/promotion-sentences.tsx'
import { Badge } from '../../ui/parts/badge.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
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
		return answer.ok ? redirect(`/merchandising/promotions/${promotionId}?done=${status}`) : data({ refusals: answer.refusals, fields: null }, { status: 422 })
	}
	const fields = readPromotionForm(form, locale)
	const saved = await savePromotion(db, staff, { promotionId, fields, at, requestId })
	if (!saved) throw notFound()
	if (saved.ok) return redirect(`/merchandising/promotions/${saved.promotionId}?done=saved`)
	return data({ refusals: saved.refusals, fields }, { status: 422 })
}

export default function Promotion() {
	const { t } = useTranslation('merchandising')
	const { promotion, fields, choices, title, isPartlyKept } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state !== 'idle'
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
					<Form method="post" className="grid content-start gap-10" noValidate>
						<input type="hidden" name="intent" value="save" />
						{/* A saved page starts afresh; a refused one keeps every keystroke. */}
						<PromotionForm key={`${promotion?.id}${promotion?.version}`} fields={answer?.fields ?? fields} choices={choices} isPartlyKept={isPartlyKept} />
						<div className="sticky bottom-0 flex items-center gap-4 border-t border-ink bg-ground py-3">
							<Button type="submit" variant="primary" pending={isBusy}>
								{t(promotion?.status === 'published' ? 'promotions.saveLive' : 'promotions.save')}
							</Button>
						</div>
					</Form>
					<Aside />
				</div>
			</div>
		</>
	)
}

/** The name of a field, when it is one of the form; else what the engine calls it. */
function FieldName({ name }: { name: string }) {
	const { t, i18n } = useTranslation('merchandising')
	return <>{i18n.exists(`merchandising:field.${name}`) ? t(`field.${name}`) : name}</>
}

function Done() {
	const { t } = useTranslation('merchandising')
	const done = useSearchParams()[0].get('done')
	const known = ['saved', 'published', 'retired'].find((one) => one === done)
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

function Aside() {
	const { t } = useTranslation('merchandising')
	const { promotion, sentences, names, review, fields } = useLoaderData<typeof loader>()
	return (
		<div className="grid content-start gap-10">
			<Section title={t('promotions.inWords')}>
				<PromotionSentences sentences={sentences} names={names} currency={fields.currency || 'USD'} />
			</Section>
			{promotion ? (
				<Section title={t('promotions.review')}>
					<ReviewWarnings warnings={review.warnings} names={names} currency={fields.currency || 'USD'} />
				</Section>
			) : null}
			{promotion?.budget ? (
				<Section title={t('promotions.budget')}>
					<BudgetBar budget={promotion.budget} currency={promotion.currency} />
				</Section>
			) : null}
		</div>
	)
}
