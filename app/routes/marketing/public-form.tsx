import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { openPublicForm } from '../../flows/capture/open-public-form.ts'
import { notFound } from '../../platform/responses.ts'
import { actAsHouse } from '../../platform/session.server.ts'
import { FormFields } from '../../ui/capture/form-fields.tsx'
import { FormThanks } from '../../ui/capture/form-thanks.tsx'
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
	const page = await openPublicForm(db, { slug: params['slug'] ?? '' }, { locale, sent, secrets, at })
	if (!page) throw notFound()
	const { sellerName, view, thanks } = page
	return data({ sellerName, view, thanks: thanksView(house, thanks), isTrial: sent === 'trial', token: formToken(house) })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
	{ title: page ? `${page.view.title} · ${page.sellerName}` : '' },
	...(page?.thanks ? [{ name: 'robots', content: 'noindex' }] : []),
]

export async function action(args: ActionFunctionArgs) {
	const slug = args.params['slug'] ?? ''
	return answerForm(args, { slug }, `/f/${slug}`)
}

export default function PublicForm() {
	const { sellerName, view, thanks, isTrial, token } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	useVisit()
	return (
		<PublicFrame sellerName={sellerName}>
			{thanks ? (
				<FormThanks thanks={thanks} isTrial={isTrial} />
			) : (
				<div className="mx-auto grid max-w-xl gap-8">
					<div className="grid gap-3">
						<h1 className="font-display text-3xl leading-tight sm:text-4xl">{view.title}</h1>
						{view.lead ? <p className="text-lg whitespace-pre-line text-ink-soft">{view.lead}</p> : null}
					</div>
					<FormFields view={view} token={token} answer={answer} />
				</div>
			)}
		</PublicFrame>
	)
}
