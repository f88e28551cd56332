import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { readPreferences } from '../../flows/marketing/read-preferences.ts'
import { withdrawConsent } from '../../flows/marketing/withdraw-consent.ts'
import { actAsHouse } from '../../platform/session.server.ts'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'

export const handle = { i18n: ['marketing'] }

/** Reading changes nothing: scanners open links. */
export async function loader({ params, context }: LoaderFunctionArgs) {
	const { db, at, secrets } = context.house
	actAsHouse(context.house)
	const holder = await readPreferences(db, { token: params['token'] ?? '', secrets, at })
	return data({ holder: holder ? { sellerName: holder.sellerName, optedOut: holder.optedOut } : null }, { status: holder ? 200 : 404 })
}
export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
	...(page?.holder ? [{ title: page.holder.sellerName }] : []),
	{ name: 'robots', content: 'noindex' },
]

/** The button of the page, and the one click of a mail reader (RFC 8058). */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, secrets } = context.house
	actAsHouse(context.house)
	// A mail reader's one click has no field of ours and is no complaint.
	const complains = (await request.formData()).get('complains') === 'yes'
	const holder = await withdrawConsent(db, { token: params['token'] ?? '', secrets, at }, complains)
	return data({ done: holder !== null }, { status: holder ? 200 : 404 })
}

export default function Unsubscribe() {
	const { t } = useTranslation('marketing')
	const { holder } = useLoaderData<typeof loader>()
	const state = !holder ? 'invalid' : holder.optedOut ? 'done' : 'ask'
	return (
		<main className="mx-auto max-w-page px-4 py-24 sm:px-8">
			<EmptyState
				title={<span role={state === 'ask' ? undefined : 'status'}>{t(`unsubscribe.${state}.title`, { seller: holder?.sellerName ?? '' })}</span>}
				action={
					state === 'ask' ? (
						<Form method="post" className="grid justify-items-center gap-6">
							<Checkbox name="complains" value="yes" label={t('unsubscribe.ask.complains')} />
							<Button type="submit" variant="primary" size="lg">
								{t('unsubscribe.ask.button')}
							</Button>
						</Form>
					) : (
						<LinkButton to="/">{t('link.invalid.toShop')}</LinkButton>
					)
				}
			>
				{t(`unsubscribe.${state}.text`, { seller: holder?.sellerName ?? '' })}
			</EmptyState>
		</main>
	)
}
