import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createStanding } from '../../flows/standing/create-standing.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readStandingFrom, readStandingWish } from '../../ui/standing/read-standing-form.ts'
import { StandingFields } from '../../ui/standing/standing-fields.tsx'
import type { ShownSchedule } from '../../ui/standing/use-sentence.ts'

export const handle = { i18n: ['standing', 'account'] }

const askedFrom = (request: Request, locationId: number | null) => readStandingFrom(new URL(request.url).searchParams.get('from') ?? '', locationId)

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { at, locale } = context.house
	const shopper = await requireShopper(request, context)
	if (shopper.contactId === null || !askedFrom(request, null)) throw notFound()
	return { today: at.toISOString().slice(0, 10), title: fixedT(locale, 'standing')('new.title') }
}

/** Makes one of what the address names: `?from=cart`, `order.NUMBER` or `list.ID`. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const from = askedFrom(request, shopper.locationId)
	const wish = readStandingWish(await request.formData())
	const made = from && (await createStanding(db, shopper, { wish, from, at }))
	if (!made) throw notFound()
	if (!made.ok) return data({ refusals: made.refusals, wish }, { status: 422 })
	return redirect(withLocale(`/standing-orders/${made.standingOrderId}`, isLocale(params['locale']) ? params['locale'] : null))
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function NewStandingOrder() {
	const { t } = useTranslation('standing')
	const { today } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const schedule = { kind: 'weekly' as const, weekdays: [1], everyWeeks: 1, startsOn: today }
	const wish = answer?.wish ?? { name: '', guardrailPercent: '5', poText: '', poHasDate: true, schedule }
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={[{ label: t('title'), href: '/standing-orders' }, { label: t('new.title') }]} />}
				title={t('new.title')}
				lead={t('new.lead')}
			/>
			<Form method="post" className="grid gap-6">
				{answer ? <RefusalList title={t('refused')} refusals={answer.refusals} /> : null}
				<StandingFields wish={{ ...wish, schedule: wish.schedule as ShownSchedule }} />
				<Button type="submit" variant="primary" className="w-fit">
					{t('new.submit')}
				</Button>
			</Form>
		</AccountPage>
	)
}
