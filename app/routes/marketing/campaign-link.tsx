import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { confirmTouch } from '../../flows/marketing/confirm-touch.ts'
import { offerOf } from '../../flows/marketing/load-click.ts'
import { openCampaignLink } from '../../flows/marketing/open-campaign-link.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { sign } from '../../platform/signing.server.ts'
import { useSomebodyIsHere } from '../../ui/capture/use-somebody-here.ts'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Wordmark } from '../../ui/shell/wordmark.tsx'

export const handle = { i18n: ['marketing'] }

const tellSeen = (token: string) => void fetch(`/c/${token}/seen`, { method: 'POST', keepalive: true })

const localePath = (path: string, locale: string | undefined) => withLocale(path, isLocale(locale) ? locale : null)

/** The link of a mail. Reads, and notes an unconfirmed touch; the person herself, signed in, goes on to the product at her prices. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, secrets, locale } = context.house
	const token = params['token'] ?? ''
	actAsHouse(context.house)
	const opened = await openCampaignLink(db, await readVisitor(request, context), { token, secrets, at })
	if (!opened) return data({ offer: null, token, sellerName: '' }, { status: 404 })
	const { target, isSelf } = opened
	if (isSelf) throw redirect(localePath(target.product ? `/products/${target.product.slug}` : '/', params['locale']))
	const offer = offerOf(target, locale)
	// Whoever holds the link may see this one picture, whatever the guest catalog shows.
	const claims = { purpose: 'document', secrets, expiresAt: new Date(at.getTime() + 86_400_000) } as const
	const picture = offer.picture?.startsWith('/') ? `${offer.picture}?s=${sign(offer.picture, claims)}` : offer.picture
	return data({ offer: { ...offer, picture }, token, sellerName: target.sellerName })
}

/** A press of the button is a person: it confirms the touch, and leads through sign-in back to this page. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, secrets } = context.house
	const token = params['token'] ?? ''
	const { staff } = await readVisitor(request, context)
	actAsHouse(context.house)
	const confirmed = staff ? null : await confirmTouch(db, { token, secrets, at }, 'post')
	const back = localePath(`/c/${token}`, params['locale'])
	if (!confirmed && !staff) throw notFound()
	if (!confirmed) throw redirect(back)
	throw redirect(`${localePath('/sign-in', params['locale'])}?to=${encodeURIComponent(back)}`)
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
	{ title: page?.offer?.title ?? page?.sellerName ?? '' },
	{ name: 'robots', content: 'noindex' },
]

export default function CampaignLink() {
	const { t } = useTranslation('marketing')
	const { offer, token, sellerName } = useLoaderData<typeof loader>()
	useSomebodyIsHere(offer ? token : null, tellSeen)
	if (!offer) {
		return (
			<main className="mx-auto max-w-page px-4 py-24 sm:px-8">
				<EmptyState
					heading="h1"
					title={<span role="alert">{t('link.invalid.title')}</span>}
					action={
						<LinkButton to="/" variant="primary">
							{t('link.invalid.toShop')}
						</LinkButton>
					}
				>
					{t('link.invalid.text')}
				</EmptyState>
			</main>
		)
	}
	return (
		<main className="mx-auto grid max-w-page gap-10 px-4 py-8 sm:px-8">
			<Wordmark brand={{ name: sellerName, href: '/' }} />
			<div className="grid items-center gap-10 md:grid-cols-2 md:gap-16">
				{offer.picture ? <img src={offer.picture} alt={offer.productName} width={560} height={560} className="w-full max-w-md justify-self-center" /> : null}
				<div className="grid gap-5">
					<h1 className="font-display text-4xl leading-tight sm:text-5xl">{offer.title}</h1>
					<p className="max-w-prose text-lg text-ink-soft">{offer.text}</p>
					{offer.productName ? (
						<div className="grid gap-1 border-t border-rule pt-4">
							<p className="font-medium">{offer.productName}</p>
							{offer.productSummary ? <p className="text-sm text-ink-soft">{offer.productSummary}</p> : null}
						</div>
					) : null}
					<Form method="post" className="grid justify-items-start gap-2 pt-2">
						<Button type="submit" variant="primary" size="lg">
							{t('link.signIn')}
						</Button>
						<p className="text-sm text-ink-soft">{t('link.ownPrice')}</p>
					</Form>
				</div>
			</div>
		</main>
	)
}
