import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { requestSignInCode } from '../../flows/session/request-sign-in-code.ts'
import { signInWithCode } from '../../flows/session/sign-in-with-code.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { localPath } from '../../platform/local-path.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { Button, TextLink } from '../../ui/parts/button.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { DoorPage, DoorRefusals } from '../../ui/storefront/door-page.tsx'
import { afterSignIn } from './after-sign-in.server.ts'

export const handle = { i18n: ['account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const asked = new URL(request.url).searchParams
	const email = asked.get('email')?.trim()
	const to = localPath(asked.get('to'))
	if (!email) throw redirect(`/sign-in?to=${encodeURIComponent(to)}`)
	const { seller } = await shopperOrGuest(request, context)
	return { title: fixedT(context.house.locale, 'account')('code.title'), to, email, shopName: seller.name, again: asked.has('again') }
}

export async function action({ request, context }: ActionFunctionArgs) {
	const { house } = context
	const form = await request.formData()
	const email = String(form.get('email') ?? '').trim()
	const to = localPath(String(form.get('to') ?? ''))
	const who = { email, secret: house.secrets[0] ?? '', address: house.address, at: house.at }
	if (form.get('intent') === 'again') {
		const asked = await requestSignInCode(house.db, { ...who, returnTo: to })
		if (!asked.ok) return data({ refusals: asked.refusals }, { status: 422 })
		return redirect(`${new URL(request.url).pathname}?${new URLSearchParams({ email, to, again: '1' })}`)
	}
	const signedIn = await signInWithCode(house.db, { ...who, code: String(form.get('code') ?? '') })
	if (!signedIn.ok) return data({ refusals: signedIn.refusals }, { status: 422 })
	return afterSignIn(house, signedIn.login, to)
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
	{ title: page ? `${page.title} · ${page.shopName}` : '' },
	{ name: 'robots', content: 'noindex' },
]

/** The link of the mail carries the code behind `#`: it is filled in here, and the person presses the button. */
function useCodeOfLink(): [string, (code: string) => void, React.RefObject<HTMLButtonElement>] {
	const [code, setCode] = useState('')
	const button = useRef<HTMLButtonElement>(null)
	useEffect(() => {
		const take = () => {
			const found = /^#(\d{6})$/.exec(window.location.hash)?.[1]
			if (!found) return
			setCode(found)
			window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
			button.current?.focus()
		}
		take()
		// The mail may be opened in the very tab that waits here: then nothing but the part behind # changes.
		window.addEventListener('hashchange', take)
		return () => window.removeEventListener('hashchange', take)
	}, [])
	return [code, setCode, button]
}

export default function SignInCode() {
	const { t } = useTranslation('account')
	const { to, email, shopName, again } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const [code, setCode, button] = useCodeOfLink()
	return (
		<DoorPage shopName={shopName} title={t('code.title')} lead={t('code.lead', { email })}>
			<DoorRefusals title={t('signIn.refused')} refusals={answer?.refusals ?? []} />
			{again && !answer ? (
				<p role="status" className="text-sm text-positive">
					{t('code.sentAgain')}
				</p>
			) : null}
			<form method="post" className="grid gap-5">
				<input type="hidden" name="to" value={to} />
				<input type="hidden" name="email" value={email} />
				<TextField
					label={t('code.label')}
					name="code"
					size="lg"
					value={code}
					onChange={(event) => setCode(event.currentTarget.value)}
					inputMode="numeric"
					pattern="[0-9 ]*"
					maxLength={7}
					autoComplete="one-time-code"
					autoFocus
					inputClassName="font-display text-2xl tracking-[0.4em] tabular-nums"
				/>
				<Button ref={button} type="submit" name="intent" value="sign-in" variant="primary" size="lg" wide>
					{t('code.submit')}
				</Button>
				<div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm">
					<button type="submit" name="intent" value="again" className="text-accent underline underline-offset-3">
						{t('code.again')}
					</button>
					<TextLink to={`/sign-in?to=${encodeURIComponent(to)}`}>{t('code.otherWay')}</TextLink>
				</div>
			</form>
		</DoorPage>
	)
}
