import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { requestSignInCode } from '../../flows/session/request-sign-in-code.ts'
import { signInWithPassword } from '../../flows/session/sign-in-with-password.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { localPath } from '../../platform/local-path.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { Button } from '../../ui/parts/button.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { DoorPage, DoorRefusals } from '../../ui/storefront/door-page.tsx'
import { afterSignIn } from './after-sign-in.server.ts'

export const handle = { i18n: ['account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const asked = new URL(request.url).searchParams
	const { seller } = await shopperOrGuest(request, context)
	const title = fixedT(context.house.locale, 'account')('signIn.title')
	return { title, to: localPath(asked.get('to')), email: asked.get('email') ?? '', shopName: seller.name }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { house } = context
	const form = await request.formData()
	const [email, password] = [String(form.get('email') ?? '').trim(), String(form.get('password') ?? '')]
	const to = localPath(String(form.get('to') ?? ''))
	const who = { email, address: house.address, at: house.at }
	if (form.get('intent') === 'code') {
		const asked = await requestSignInCode(house.db, { ...who, returnTo: to, secret: house.secrets[0] ?? '' })
		if (!asked.ok) return data({ email, refusals: asked.refusals }, { status: 422 })
		const locale = isLocale(params['locale']) ? params['locale'] : null
		return redirect(`${withLocale('/sign-in/code', locale)}?${new URLSearchParams({ email, to })}`)
	}
	const signedIn = await signInWithPassword(house.db, { ...who, password })
	if (!signedIn.ok) return data({ email, refusals: signedIn.refusals }, { status: 422 })
	return afterSignIn(house, signedIn.login, to)
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page ? `${page.title} · ${page.shopName}` : '' }]

export default function SignIn() {
	const { t } = useTranslation('account')
	const { to, email, shopName } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return (
		<DoorPage shopName={shopName} title={t('signIn.title')} lead={t('signIn.lead')}>
			<DoorRefusals title={t('signIn.refused')} refusals={answer?.refusals ?? []} />
			{/* The whole page comes anew: it may be in another language, and it must work without scripts. */}
			<form method="post" className="grid gap-5">
				<input type="hidden" name="to" value={to} />
				<TextField label={t('signIn.email')} name="email" type="email" size="lg" autoComplete="username" defaultValue={answer?.email ?? email} required />
				<TextField label={t('signIn.password')} name="password" type="password" size="lg" autoComplete="current-password" />
				<Button type="submit" name="intent" value="password" variant="primary" size="lg" wide>
					{t('signIn.submit')}
				</Button>
				<p className="flex items-center gap-4 text-sm text-ink-soft before:h-px before:flex-1 before:bg-rule after:h-px after:flex-1 after:bg-rule">
					{t('signIn.or')}
				</p>
				<Button type="submit" name="intent" value="code" icon="mail" size="lg" wide>
					{t('signIn.sendCode')}
				</Button>
				<p className="text-sm text-ink-soft">{t('signIn.codeHint')}</p>
			</form>
		</DoorPage>
	)
}
