import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { asksNotToBeFollowed, keepVisitsChoice, readVisitsChoice } from '../../platform/visitor.server.ts'
import { PublicFrame } from '../../ui/capture/public-frame.tsx'
import { Status } from '../../ui/parts/badge.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['form'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { house } = context
	const { seller } = await shopperOrGuest(request, context)
	const choice = await readVisitsChoice(request, house)
	const isAsked = asksNotToBeFollowed(request)
	return data({
		sellerName: seller.name,
		title: fixedT(house.locale, 'form')('visits.title'),
		choice,
		isAsked,
		isFollowed: choice === null ? !isAsked : choice === 'yes',
	})
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page ? `${page.title} · ${page.sellerName}` : '' }]

/** Her word about being followed; who says no is forgotten by this browser at once. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const choice = textIn(await request.formData(), 'choice') === 'yes' ? 'yes' : 'no'
	const headers = new Headers()
	for (const cookie of await keepVisitsChoice(context.house, choice)) headers.append('Set-Cookie', cookie)
	return redirect(withLocale('/visits', isLocale(params['locale']) ? params['locale'] : null), { headers })
}

export default function Visits() {
	const { t } = useTranslation('form')
	const { sellerName, choice, isAsked, isFollowed } = useLoaderData<typeof loader>()
	const state = choice === null && isAsked ? 'asked' : isFollowed ? 'yes' : 'no'
	return (
		<PublicFrame sellerName={sellerName}>
			<div className="mx-auto grid max-w-xl gap-6">
				<h1 className="font-display text-3xl leading-tight sm:text-4xl">{t('visits.title')}</h1>
				<p className="text-lg text-ink-soft">{t('visits.text', { seller: sellerName })}</p>
				<p role="status">
					<Status tone={isFollowed ? 'positive' : 'neutral'} className="whitespace-normal">
						{t(`visits.now.${state}`)}
					</Status>
				</p>
				<Form method="post" className="flex flex-wrap gap-3">
					<Button type="submit" name="choice" value="yes" aria-pressed={choice === 'yes'}>
						{t('visits.yes')}
					</Button>
					<Button type="submit" name="choice" value="no" aria-pressed={choice === 'no'}>
						{t('visits.no')}
					</Button>
				</Form>
			</div>
		</PublicFrame>
	)
}
