import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openFileLink } from '../../flows/capture/take-file.ts'
import { actAsHouse } from '../../platform/session.server.ts'
import { PublicFrame } from '../../ui/capture/public-frame.tsx'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'

export const handle = { i18n: ['form'] }

/** The link of a file. Reading counts nothing; forged, expired, taken back: the same answer, which says what to do. */
export async function loader({ params, context }: LoaderFunctionArgs) {
	const { db, at, secrets, locale } = context.house
	const token = params['token'] ?? ''
	actAsHouse(context.house)
	const file = await openFileLink(db, { token, secrets, at })
	if (!file) return data({ token, file: null }, { status: 404 })
	const { title, name, bytes, sellerName } = file
	return data({ token, file: { title: title[locale] || title['en'] || name, bytes, sellerName } })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
	...(page?.file ? [{ title: `${page.file.title} · ${page.file.sellerName}` }] : []),
	{ name: 'robots', content: 'noindex' },
]

export default function GatedFile() {
	const { t } = useTranslation('form')
	const { locale } = useReader()
	const { token, file } = useLoaderData<typeof loader>()
	if (!file)
		return (
			<main className="mx-auto max-w-page px-4 py-24 sm:px-8">
				<EmptyState
					heading="h1"
					title={<span role="alert">{t('gated.gone.title')}</span>}
					action={
						<LinkButton to="/" variant="primary">
							{t('gated.gone.toShop')}
						</LinkButton>
					}
				>
					{t('gated.gone.text')}
				</EmptyState>
			</main>
		)
	return (
		<PublicFrame sellerName={file.sellerName}>
			<div className="mx-auto grid max-w-xl justify-items-start gap-5">
				<h1 className="font-display text-3xl leading-tight sm:text-4xl">{file.title}</h1>
				<p className="text-lg text-ink-soft">{t('gated.text', { size: count(Math.max(1, Math.ceil(file.bytes / 1024)), locale) })}</p>
				<form method="post" action={`/d/${token}/file`}>
					<Button type="submit" variant="primary" size="lg" icon="download">
						{t('gated.take')}
					</Button>
				</form>
			</div>
		</PublicFrame>
	)
}
