import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { readMailbox } from '../flows/mail/read-mailbox.ts'
import { fixedT } from '../platform/i18n.server.ts'
import { notFound } from '../platform/responses.ts'
import { actAsHouse } from '../platform/session.server.ts'
import { dateTime } from '../ui/format/date.ts'
import { useReader } from '../ui/format/locale.tsx'
import { LinkButton } from '../ui/parts/button.tsx'
import { EmptyState } from '../ui/parts/empty-state.tsx'
import { PageHeader } from '../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../ui/parts/table.tsx'

export const handle = { i18n: ['marketing'] }

/** Mails that a trial without a mail server would have sent. Not there in production. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, connectors, locale } = context.house
	if (!connectors.email?.isReadable) throw notFound()
	actAsHouse(context.house)
	const asked = new URL(request.url).searchParams
	const before = Number(asked.get('before'))
	const mailbox = await readMailbox(db, { beforeId: Number.isSafeInteger(before) && before > 0 ? before : null, to: asked.get('to') })
	return { title: fixedT(locale, 'marketing')('mailbox.title'), ...mailbox }
}
export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function Mailbox() {
	const { t } = useTranslation('marketing')
	const { locale, timeZone } = useReader()
	const { mails, nextBefore } = useLoaderData<typeof loader>()
	return (
		<main className="mx-auto max-w-page px-4 pb-16 sm:px-8">
			<PageHeader title={t('mailbox.title')} lead={t('mailbox.lead')} />
			{mails.length === 0 ? (
				<EmptyState title={t('mailbox.empty.title')}>{t('mailbox.empty.text')}</EmptyState>
			) : (
				<Table caption={t('mailbox.title')}>
					<THead>
						<Tr>
							<Th>{t('mailbox.to')}</Th>
							<Th>{t('mailbox.subject')}</Th>
							<Th>{t('mailbox.language')}</Th>
							<Th numeric>{t('mailbox.at')}</Th>
						</Tr>
					</THead>
					<TBody>
						{mails.map((mail) => (
							<Tr key={mail.id}>
								<Td>{mail.toEmail}</Td>
								<Td>
									<Link className="underline underline-offset-3" to={`/dev/mail/${mail.id}`}>
										{mail.subject}
									</Link>
								</Td>
								<Td>{mail.locale}</Td>
								<Td numeric>{dateTime(mail.createdAt, locale, timeZone)}</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			)}
			{nextBefore ? (
				<LinkButton className="mt-6" to={`?before=${nextBefore}`}>
					{t('mailbox.older')}
				</LinkButton>
			) : null}
		</main>
	)
}
