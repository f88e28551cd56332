import { data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { followRedirect } from '../../flows/capture/follow-redirect.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { sign } from '../../platform/signing.server.ts'
import { PublicFrame } from '../../ui/capture/public-frame.tsx'

export const handle = { i18n: ['form'] }

const clicksPerMinute = 60
const dayMilliseconds = 86_400_000

/** Leads on: to a page of ours at once, where a person's movement confirms it; to another site from a page that waits for one. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { house } = context
	const { db, at, secrets } = house
	const { staff } = await readVisitor(request, context)
	const isCounted = !staff && house.throttle.take(`redirect:${house.address}`, clicksPerMinute).retryAfterSeconds === null
	actAsHouse(house)
	const followed = await followRedirect(db, { slug: params['slug'] ?? '', isCounted, at })
	if (!followed) throw notFound()
	const { target, clickId, sellerName } = followed
	const via = clickId === null ? '' : sign({ c: clickId }, { purpose: 'redirect-click', secrets, expiresAt: new Date(at.getTime() + dayMilliseconds) })
	if (target.startsWith('/')) {
		const to = new URL(target, 'http://shop.invalid')
		if (via) to.searchParams.set('via', via)
		throw redirect(withLocale(`${to.pathname}${to.search}${to.hash}`, isLocale(params['locale']) ? params['locale'] : null))
	}
	return data({ target, via, sellerName, host: new URL(target).host })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.host ?? '' }, { name: 'robots', content: 'noindex' }]

const movements = ['pointermove', 'pointerdown', 'keydown', 'touchstart', 'wheel'] as const

/** The first movement of a person takes her there; a scanner makes none. */
function useLeave(target: string, via: string) {
	useEffect(() => {
		let gone = false
		const leave = () => {
			if (gone) return
			gone = true
			const body = new URLSearchParams({ path: '/r', via })
			const tell = via ? fetch('/seen', { method: 'POST', keepalive: true, body }) : Promise.resolve()
			tell.catch(() => undefined).finally(() => window.location.replace(target))
		}
		for (const movement of movements) window.addEventListener(movement, leave, { passive: true, once: true })
		return () => {
			for (const movement of movements) window.removeEventListener(movement, leave)
		}
	}, [target, via])
}

export default function RedirectLink() {
	const { t } = useTranslation('form')
	const { target, via, sellerName, host } = useLoaderData<typeof loader>()
	useLeave(target, via)
	return (
		<PublicFrame sellerName={sellerName}>
			<div className="mx-auto grid max-w-xl justify-items-start gap-5">
				<h1 className="font-display text-3xl leading-tight sm:text-4xl">{t('leave.title', { host })}</h1>
				<p className="text-lg text-ink-soft">{t('leave.text', { seller: sellerName })}</p>
				<a
					href={target}
					rel="noreferrer"
					className="inline-flex h-12 items-center rounded-md bg-accent px-6 font-medium text-accent-ink hover:bg-accent-strong"
				>
					{t('leave.go', { host })}
				</a>
			</div>
		</PublicFrame>
	)
}
