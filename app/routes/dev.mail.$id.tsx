import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { readOneMail } from '../flows/mail/read-mailbox.ts'
import { notFound } from '../platform/responses.ts'
import { actAsHouse } from '../platform/session.server.ts'
import { LinkButton, TextLink } from '../ui/parts/button.tsx'
import { Disclosure } from '../ui/parts/disclosure.tsx'
import { PageHeader } from '../ui/parts/page-header.tsx'

export const handle = { i18n: ['marketing'] }

export async function loader({ params, context }: LoaderFunctionArgs) {
	const { db, connectors } = context.house
	const id = Number(params['id'])
	actAsHouse(context.house)
	const mail = connectors.email?.isReadable && Number.isSafeInteger(id) ? await readOneMail(db, id) : null
	if (!mail) throw notFound()
	return {
		subject: mail.subject,
		to: [mail.toName, `<${mail.toEmail}>`].filter(Boolean).join(' '),
		html: mail.html,
		text: mail.text,
		files: mail.attachments.map(({ name }) => ({ name, href: `/dev/mail/${id}/${encodeURIComponent(name)}` })),
	}
}
export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.subject }]

export default function OneMail() {
	const { t } = useTranslation('marketing')
	const { subject, to, html, text, files } = useLoaderData<typeof loader>()
	return (
		<main className="mx-auto max-w-page px-4 pb-16 sm:px-8">
			<PageHeader title={subject} lead={to} breadcrumbs={<TextLink to="/dev/mail">{t('mailbox.title')}</TextLink>} />
			{files.length > 0 ? (
				<ul className="mb-6 flex flex-wrap gap-3" aria-label={t('mailbox.attached')}>
					{files.map(({ name, href }) => (
						<li key={name}>
							<LinkButton to={href} icon="document" size="sm" reloadDocument>
								{name}
							</LinkButton>
						</li>
					))}
				</ul>
			) : null}
			{/* No scripts, no forms; a link leads out of the frame when somebody presses it. */}
			<iframe
				title={subject}
				srcDoc={html.replaceAll('<a ', '<a target="_top" ')}
				sandbox="allow-top-navigation-by-user-activation"
				className="h-[42rem] w-full border border-rule bg-surface"
			/>
			<Disclosure summary={t('mailbox.asText')} className="mt-6">
				<pre className="overflow-x-auto text-sm whitespace-pre-wrap">{text}</pre>
			</Disclosure>
		</main>
	)
}
