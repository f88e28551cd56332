import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { fixedT } from '../../platform/i18n.server.ts'
import { Button } from '../../ui/parts/button.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'

export const handle = { i18n: ['account'] }

export function loader({ context }: LoaderFunctionArgs) {
	return { title: fixedT(context.house.locale, 'account')('signIn.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function SignIn() {
	const { t } = useTranslation('account')
	return (
		<main className="mx-auto max-w-md px-4 py-24 sm:px-8">
			<h1 className="font-display text-3xl">{t('signIn.title')}</h1>
			<Form method="post" className="mt-8 grid gap-4">
				<TextField label={t('signIn.email')} name="email" type="email" autoComplete="username" required />
				<TextField label={t('signIn.password')} name="password" type="password" autoComplete="current-password" required />
				<Button type="submit">{t('signIn.submit')}</Button>
			</Form>
		</main>
	)
}
