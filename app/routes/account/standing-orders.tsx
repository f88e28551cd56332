import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openStandingOrders } from '../../flows/standing/open-standing.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { Badge } from '../../ui/parts/badge.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DayText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { StateBadge } from '../../ui/standing/standing-page.tsx'
import { useSentence } from '../../ui/standing/use-sentence.ts'

export const handle = { i18n: ['standing', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openStandingOrders(db, shopper)
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'standing')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function StandingOrders() {
	const { t } = useTranslation('standing')
	const sentence = useSentence()
	const { standing } = useLoaderData<typeof loader>()
	return (
		<AccountPage>
			<PageHeader title={t('title')} lead={t('lead')} actions={<LinkButton to="/standing-orders/new?from=cart">{t('fromCart')}</LinkButton>} />
			{standing.length === 0 ? (
				<EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
			) : (
				<Table caption={t('title')} stacks>
					<THead>
						<tr>
							<Th>{t('column.name')}</Th>
							<Th>{t('column.when')}</Th>
							<Th>{t('column.next')}</Th>
							<Th>{t('column.state')}</Th>
						</tr>
					</THead>
					<TBody>
						{standing.map((one) => (
							<Tr key={one.id}>
								<Th scope="row">
									<Link to={`/standing-orders/${one.id}`} prefetch="intent" className="font-medium text-accent hover:underline">
										{one.name}
									</Link>
								</Th>
								<Td label={t('column.when')}>{sentence(one.schedule, one.stores)}</Td>
								<Td label={t('column.next')}>{one.nextRunOn ? <DayText day={one.nextRunOn} style="short" /> : '–'}</Td>
								<Td label={t('column.state')}>
									{one.held > 0 ? <Badge tone="warning">{t('waits', { count: one.held })}</Badge> : <StateBadge state={one.state} />}
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			)}
		</AccountPage>
	)
}
