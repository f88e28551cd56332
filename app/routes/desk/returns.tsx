import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openReturns } from '../../flows/return/open-returns.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ReturnStatus } from '../../ui/account/return-status.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { SearchBox } from '../../ui/parts/search-box.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { Tabs } from '../../ui/parts/tabs.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, textIn } from './read-form.ts'

export const handle = { i18n: ['returns'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep')
	const { searchParams } = new URL(request.url)
	const query = { isDone: searchParams.get('show') === 'done', text: textIn(searchParams, 'q').slice(0, 100) || null, after: idIn(searchParams, 'after') }
	return { ...(await openReturns(db, staff, query)), query, title: fixedT(locale, 'returns')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Returns() {
	const { t } = useTranslation('returns')
	const { rows, next, query } = useLoaderData<typeof loader>()
	const tabs = [
		{ href: '/desk/returns', label: t('waiting'), current: !query.isDone },
		{ href: '/desk/returns?show=done', label: t('done'), current: query.isDone },
	]
	const empty = (
		<EmptyState
			picture={<img src={query.text ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
			title={t(query.text ? 'none.title' : 'empty.title')}
		>
			{t(query.text ? 'none.text' : 'empty.text')}
		</EmptyState>
	)
	return (
		<>
			<PageHeader title={t('title')} lead={t('lead')} />
			<Tabs label={t('title')} tabs={tabs} />
			<SearchBox action="/desk/returns" label={t('search')} defaultValue={query.text ?? ''} className="my-6 max-w-md">
				{query.isDone ? <input type="hidden" name="show" value="done" /> : null}
			</SearchBox>
			<ListBody empty={rows.length === 0 ? empty : null} words={{ pages: t('pages'), first: t('first'), next: t('next') }} after={query.after} nextAfter={next}>
				<Table caption={t('title')} dense stacks>
					<THead>
						<tr>
							<Th>{t('column.return')}</Th>
							<Th>{t('column.account')}</Th>
							<Th>{t('column.goods')}</Th>
							<Th>{t('column.asked')}</Th>
							<Th>{t('column.status')}</Th>
						</tr>
					</THead>
					<TBody>
						{rows.map((row) => (
							<Tr key={row.id} className="hover:bg-sunken">
								<Td>
									<Link to={`/desk/returns/${row.id}`} prefetch="intent" className="font-medium text-accent hover:underline">
										{row.number}
									</Link>
								</Td>
								<Td label={t('column.account')}>{row.accountName}</Td>
								<Td label={t('column.goods')}>
									{row.firstName} {row.lines > 1 ? <span className="text-ink-soft">{t('others', { count: row.lines - 1 })}</span> : null}
								</Td>
								<Td label={t('column.asked')}>
									<DateText instant={row.askedAt} />
								</Td>
								<Td label={t('column.status')}>
									<ReturnStatus state={row.state} />
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			</ListBody>
		</>
	)
}
