import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openChanges } from '../../flows/desk/open-changes.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ChangeStatus } from '../../ui/changes/change-facts.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['changes'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale, at } = context.house
	const staff = await requireStaff(request, context, 'rep')
	return { ...(await openChanges(db, staff, at)), title: fixedT(locale, 'changes')('desk.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** Changes of orders that wait; the rep answers them where the buyer does, in her name. */
export default function DeskChanges() {
	const { t } = useTranslation('changes')
	const { changes, hasMore } = useLoaderData<typeof loader>()
	return (
		<>
			<PageHeader title={t('desk.title')} lead={t('desk.lead')} />
			{changes.length === 0 ? (
				<EmptyState picture={<img src="/images/all-done.svg" alt="" width={480} height={360} />} title={t('desk.none')}>
					{t('desk.noneText')}
				</EmptyState>
			) : (
				<Table caption={t('desk.title')} dense stacks>
					<THead>
						<tr>
							<Th>{t('desk.order')}</Th>
							<Th>{t('desk.account')}</Th>
							<Th>{t('desk.status')}</Th>
							<Th numeric>{t('desk.difference')}</Th>
							<Th>{t('one.until')}</Th>
							<Th>{t('desk.answer')}</Th>
						</tr>
					</THead>
					<TBody>
						{changes.map((change) => (
							<Tr key={change.id}>
								<Td>
									<span className="font-medium">{change.number}</span>
								</Td>
								<Td label={t('desk.account')}>
									<Link to={`/desk/accounts/${change.accountId}`} className="text-accent hover:underline">
										{change.accountName}
									</Link>
								</Td>
								<Td label={t('desk.status')}>
									<ChangeStatus change={{ state: 'waiting', waitsFor: change.waitsFor, isOver: false }} />
								</Td>
								<Td label={t('desk.difference')} numeric>
									<Money minor={change.afterMinor - change.beforeMinor} currency={change.currency} change />
								</Td>
								<Td label={t('one.until')}>
									<DateText instant={change.expiresAt} />
								</Td>
								<Td label={t('desk.answer')}>
									{change.contactId === null ? null : (
										<Form method="post" action="/desk/shop-as">
											<input type="hidden" name="accountId" value={change.accountId} />
											<input type="hidden" name="contactId" value={change.contactId} />
											<input type="hidden" name="changeId" value={change.id} />
											<Button type="submit" size="sm" name="number" value={change.number}>
												{t('desk.open', { name: change.contactName ?? '' })}
											</Button>
										</Form>
									)}
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			)}
			{hasMore ? <p className="mt-4 text-sm text-ink-soft">{t('desk.more')}</p> : null}
		</>
	)
}
