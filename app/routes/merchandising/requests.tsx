import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, redirect, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { listPriceRequests } from '../../flows/merchandising/open-price-requests.ts'
import { settlePriceRequest } from '../../flows/merchandising/settle-price-request.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { Status } from '../../ui/parts/badge.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['merchandising'] }

const isCursor = (text: string) => /^[01]\d{18}\.\d{1,15}\.\d{1,15}$/.test(text)

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const after = textIn(searchParams, 'after')
	const state = oneOf(['settled'], searchParams.get('state'))
	const filter = { search: textIn(searchParams, 'q'), isSettled: state === 'settled', after: isCursor(after) ? after : null, limit: 50, locale }
	return { ...(await listPriceRequests(db, staff, filter)), filter, state, at, title: fixedT(locale, 'merchandising')('requests.title') }
}

/** Settles one request, or opens it again. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const [accountId, productId] = [idIn(form, 'accountId'), idIn(form, 'productId')]
	const isOpen = textIn(form, 'intent') === 'open'
	if (accountId === null || productId === null) throw notFound()
	if (!(await settlePriceRequest(db, staff, { accountId, productId, isOpen, at, requestId }))) throw notFound()
	return redirect(new URL(request.url).pathname + new URL(request.url).search)
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function PriceRequests() {
	const { t } = useTranslation('merchandising')
	const { requests, nextAfter, filter, state } = useLoaderData<typeof loader>()
	return (
		<>
			<PageHeader title={t('requests.title')} lead={t('requests.lead')} />
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={filter.search} />
				<ListChoice label={t('status')} name="state" value={state} any={t('requests.open')} options={[{ value: 'settled', label: t('requests.settled') }]} />
			</ListFilters>
			<ListBody
				empty={requests.length === 0 ? <EmptyState title={t('requests.none')}>{t('requests.noneText')}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('firstPage'), next: t('nextPage') }}
				after={filter.after}
				nextAfter={nextAfter}
			>
				<RequestTable />
			</ListBody>
		</>
	)
}

function RequestTable() {
	const { t } = useTranslation('merchandising')
	const { locale } = useReader()
	const { requests, at } = useLoaderData<typeof loader>()
	return (
		<Table caption={t('requests.title')} stacks>
			<THead>
				<tr>
					<Th>{t('inspector.product')}</Th>
					<Th>{t('inspector.account')}</Th>
					<Th>{t('requests.how')}</Th>
					<Th numeric>{t('requests.times')}</Th>
					<Th numeric>{t('requests.last')}</Th>
					<Th>
						<span className="sr-only">{t('requests.acts')}</span>
					</Th>
				</tr>
			</THead>
			<TBody>
				{requests.map((one) => (
					<Tr key={one.cursor}>
						<Th scope="row">
							<Link
								to={`/merchandising/inspector?${new URLSearchParams({ account: one.accountNumber, product: one.sku })}`}
								prefetch="intent"
								className="text-accent hover:underline"
							>
								{one.name}
							</Link>
							<span className="block font-normal text-ink-soft">
								{one.sku} · {one.currency}
							</span>
						</Th>
						<Td label={t('inspector.account')}>
							{one.accountName}
							<span className="block text-ink-soft">{one.accountNumber}</span>
						</Td>
						<Td label={t('requests.how')}>
							<Status tone={one.askedAt ? 'warning' : 'neutral'}>{t(one.askedAt ? 'requests.asked' : 'requests.met')}</Status>
						</Td>
						<Td label={t('requests.times')} numeric>
							{count(one.seenCount, locale)}
						</Td>
						<Td label={t('requests.last')} numeric>
							<DateText instant={one.lastSeenAt} at={at} />
						</Td>
						<Td>
							<Settle accountId={one.accountId} productId={one.productId} isSettled={one.settledAt !== null} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

function Settle({ accountId, productId, isSettled }: { accountId: number; productId: number; isSettled: boolean }) {
	const { t } = useTranslation('merchandising')
	return (
		<Form method="post" className="flex justify-end">
			<input type="hidden" name="accountId" value={accountId} />
			<input type="hidden" name="productId" value={productId} />
			<Button type="submit" size="sm" name="intent" value={isSettled ? 'open' : 'settle'}>
				{t(isSettled ? 'requests.reopen' : 'requests.settle')}
			</Button>
		</Form>
	)
}
