import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { openLandingPage } from '../../flows/capture/open-pages.ts'
import { openPublicForm } from '../../flows/capture/open-public-form.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse, readVisitor } from '../../platform/session.server.ts'
import { FormFields } from '../../ui/capture/form-fields.tsx'
import { FormThanks } from '../../ui/capture/form-thanks.tsx'
import { LandingView } from '../../ui/capture/landing-view.tsx'
import { PublicFrame } from '../../ui/capture/public-frame.tsx'
import { useVisit } from '../../ui/capture/use-visit.ts'
import { answerForm, formToken } from './answer-form.server.ts'
import { thanksView } from './thanks-view.server.ts'

export const handle = { i18n: ['form', 'refusals'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { house } = context
	const { db, at, secrets, locale } = house
	const sent = new URL(request.url).searchParams.get('sent')
	actAsHouse(house)
	const page = await openLandingPage(db, { slug: params['slug'] ?? '' }, locale)
	if (!page) throw notFound()
	const form = page.formId === null ? null : await openPublicForm(db, { id: page.formId }, { locale, sent, secrets, at })
	const thanks = thanksView(house, form?.thanks ?? null)
	return data({ sellerName: page.sellerName, view: page.view, form: form?.view ?? null, thanks, isTrial: sent === 'trial', token: formToken(house) })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
	{ title: page ? `${page.view.title} · ${page.sellerName}` : '' },
	...(page?.view.lead ? [{ name: 'description', content: page.view.lead.slice(0, 160) }] : []),
	...(page?.thanks ? [{ name: 'robots', content: 'noindex' }] : []),
]

/** What its form answers, said on this page. */
export async function action(args: ActionFunctionArgs) {
	const { house } = args.context
	const slug = args.params['slug'] ?? ''
	await readVisitor(args.request, args.context)
	actAsHouse(house)
	const page = await openLandingPage(house.db, { slug }, house.locale)
	if (!page || page.formId === null) throw notFound()
	return answerForm(args, { id: page.formId }, `/l/${slug}`)
}

export default function PublicPage() {
	const { sellerName, view, form, thanks, isTrial, token } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	useVisit()
	return (
		<PublicFrame sellerName={sellerName}>
			{thanks ? (
				<FormThanks thanks={thanks} isTrial={isTrial} />
			) : (
				<LandingView
					view={view}
					aside={
						form ? (
							<div className="grid gap-6">
								<div className="grid gap-2">
									<h2 className="font-display text-2xl">{form.title}</h2>
									{form.lead ? <p className="whitespace-pre-line text-ink-soft">{form.lead}</p> : null}
								</div>
								<FormFields view={form} token={token} answer={answer} />
							</div>
						) : null
					}
				/>
			)}
		</PublicFrame>
	)
}
