import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openLandingPage } from '../../flows/capture/open-pages.ts'
import { openPublicForm } from '../../flows/capture/open-public-form.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { FormFields } from '../../ui/capture/form-fields.tsx'
import { LandingView } from '../../ui/capture/landing-view.tsx'
import { PublicFrame } from '../../ui/capture/public-frame.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { idOf } from '../desk/read-form.ts'

export const handle = { i18n: ['form', 'refusals'] }

/** A landing page as people will see it. It leaves no trace: nothing is noted, and its form cannot be sent. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, secrets, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const id = idOf(params['id'])
	const page = id === null ? null : await openLandingPage(db, { id, sellerId: staff.seller.id }, locale)
	if (!page) throw notFound()
	const form = page.formId === null ? null : await openPublicForm(db, { id: page.formId }, { locale, sent: null, secrets, at })
	return data({ sellerName: page.sellerName, view: page.view, form: form?.view ?? null, hasForm: page.formId !== null })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
	{ title: page ? `${page.view.title} · ${page.sellerName}` : '' },
	{ name: 'robots', content: 'noindex' },
]

export default function PagePreview() {
	const { t } = useTranslation('form')
	const { sellerName, view, form, hasForm } = useLoaderData<typeof loader>()
	const aside = form ? (
		<div className="grid gap-6">
			<h2 className="font-display text-2xl">{form.title}</h2>
			<FormFields view={form} token="" answer={undefined} isPreview />
		</div>
	) : hasForm ? (
		<p className="text-ink-soft">{t('preview.noForm')}</p>
	) : null
	return (
		<PublicFrame sellerName={sellerName}>
			<Banner tone="info" title={t('preview.title')} className="mb-8">
				{t('preview.text')}
			</Banner>
			<LandingView view={view} aside={aside} />
		</PublicFrame>
	)
}
