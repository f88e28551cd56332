import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openSimulation } from '../../flows/merchandising/open-simulation.ts'
import { simulatePromotion } from '../../flows/merchandising/simulate-promotion.ts'
import { stopSimulation } from '../../flows/merchandising/stop-simulation.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { useRefusalWords } from '../../ui/format/refusal-text.ts'
import { SimulationFound } from '../../ui/merchandising/simulation-found.tsx'
import { SimulationProgress } from '../../ui/merchandising/simulation-progress.tsx'
import { Status } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { DateField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['merchandising', 'engine'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const asked = new URL(request.url).searchParams.get('run')
	const simulationId = asked === null ? null : (idOf(asked) ?? 0)
	const open = await openSimulation(db, staff, { promotionId: idOf(params['id']) ?? 0, simulationId, locale, at })
	if (!open) throw notFound()
	const name = open.promotion.names[locale] ?? open.promotion.names['en'] ?? open.promotion.code
	return { ...open, name, title: `${fixedT(locale, 'merchandising')('simulate.title')} · ${name}` }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** `simulate` asks for one from `from` to `to`; `stop` stops the one named in `run`. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const promotionId = idOf(params['id']) ?? 0
	const form = await request.formData()
	const back = `/merchandising/promotions/${promotionId}/simulate`
	if (form.get('intent') === 'stop') {
		const simulationId = idIn(form, 'run') ?? 0
		if (!(await stopSimulation(db, staff, { promotionId, simulationId, at }))) throw notFound()
		return redirect(`${back}?run=${simulationId}`)
	}
	const given = { from: textIn(form, 'from'), to: textIn(form, 'to') }
	const asked = await simulatePromotion(db, staff, { promotionId, ...given, at, requestId })
	if (!asked) throw notFound()
	return asked.ok ? redirect(`${back}?run=${asked.simulationId}`) : data({ refusals: asked.refusals, given }, { status: 422 })
}

export default function PromotionSimulate() {
	const { t } = useTranslation('merchandising')
	const { promotion, run, name } = useLoaderData<typeof loader>()
	const at = `/merchandising/promotions/${promotion.id}`
	const crumbs = [{ href: '/merchandising/promotions', label: t('promotions.title') }, { href: at, label: name }, { label: t('simulate.title') }]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={crumbs} />}
				kicker={t('books.version', { code: promotion.code, version: promotion.version })}
				title={t('simulate.title')}
				lead={t('simulate.lead')}
			/>
			<div className="grid gap-10 *:min-w-0">
				<Ask />
				{run === null ? (
					<EmptyState title={t('simulate.none')}>{t('simulate.noneText')}</EmptyState>
				) : (
					<>
						<SimulationProgress />
						<SimulationFound />
					</>
				)}
				<Runs />
			</div>
		</>
	)
}

function Ask() {
	const { t } = useTranslation('merchandising')
	const { period, promotion, run } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const say = useRefusalWords('USD')
	const isBusy = useNavigation().formData?.get('intent') === 'simulate'
	const given = answer?.given ?? period
	const refusals = (answer?.refusals ?? []).map((one, index) => ({ key: `${one.code}${index}`, ...say(one) }))
	return (
		<Form method="post" className="grid gap-4">
			<Refusals title={t('simulate.refused')} refusals={refusals} />
			<div className="flex flex-wrap items-end gap-3">
				<DateField label={t('simulate.from')} name="from" required defaultValue={given.from} className="w-44" />
				<DateField label={t('simulate.to')} name="to" required defaultValue={given.to} className="w-44" />
				<Button type="submit" name="intent" value="simulate" variant={run ? 'secondary' : 'primary'} pending={isBusy}>
					{t(run ? 'simulate.again' : 'simulate.start')}
				</Button>
			</div>
			<p className="max-w-prose text-sm text-ink-soft">
				{t('simulate.how')} {promotion.couponCode ? t('simulate.coupon', { coupon: promotion.couponCode }) : null}
			</p>
		</Form>
	)
}

const tones = { queued: 'neutral', running: 'accent', finished: 'positive', cancelled: 'warning' } as const

function Runs() {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const { runs, run } = useLoaderData<typeof loader>()
	if (runs.length < 2) return null
	return (
		<Section title={t('simulate.earlier')}>
			<ul className="grid text-sm">
				{runs.map((one) => (
					<li key={one.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-rule py-2">
						<Link to={`?run=${one.id}`} preventScrollReset aria-current={one.id === run?.id ? 'true' : undefined} className="text-accent hover:underline">
							<DateText instant={one.askedAt} time />
						</Link>
						<Status tone={tones[one.state]}>{t(`simulate.state.${one.state}`)}</Status>
						<span className="text-ink-soft">
							{t('simulate.runOf', { version: one.promotionVersion, orders: count(one.doneCount, locale), by: one.askedBy ?? '' })}
						</span>
					</li>
				))}
			</ul>
		</Section>
	)
}
