import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useTranslation } from 'react-i18next'
import { fixedT } from '../../platform/i18n.server.ts'

export const handle = { i18n: ['storefront'] }

export function loader({ context }: LoaderFunctionArgs) {
	return { title: fixedT(context.house.locale, 'storefront')('home.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function Home() {
	const { t } = useTranslation('storefront')
	return (
		<main className="mx-auto max-w-page px-4 py-24 sm:px-8">
			<h1 className="font-display text-4xl">{t('home.title')}</h1>
			<p className="mt-4 text-ink-soft">{t('home.welcome')}</p>
		</main>
	)
}
