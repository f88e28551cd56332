import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPriceHistory } from '../../flows/merchandising/open-price-book.ts'
import { rollBackPrice } from '../../flows/merchandising/roll-back-price.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ActsTh } from '../../ui/merchandising/acts.tsx'
import { BookPast } from '../../ui/merchandising/book-past.tsx'
import { TierList } from '../../ui/merchandising/tier-list.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf } from '../desk/read-form.ts'

export const handle = { i18n: ['merchandising', 'books'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'merchandiser')
	const before = idIn(new URL(request.url).searchParams, 'before')
	const open = await openPriceHistory(context.house.db, staff, { bookId: idOf(params['id']) ?? 0, before, limit: 50 })
	if (!open) throw notFound()
	return { ...open, before }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.book.name, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const answer = await rollBackPrice(db, staff, { bookId: idOf(params['id']) ?? 0, changeId: idIn(form, 'changeId') ?? 0, at, requestId })
	if (!answer) throw notFound()
	return data(answer, { status: answer.ok ? 200 : 422 })
}

export default function History() {
	const { t } = useTranslation('merchandising')
	const { book, changes, before, olderBefore } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const told = (
		<>
			{answer?.ok ? <Banner live tone="positive" title={t('history.done', { sku: answer.sku })} /> : null}
			{answer && !answer.ok ? (
				<Refusals
					title={t('book.refused')}
					refusals={answer.refusals.map(({ code, facts }) => ({ key: code, message: t(`refusals:${code}`, facts as Record<string, string>) }))}
				/>
			) : null}
		</>
	)
	return (
		<BookPast book={book} view="history" title={t('history.title')} told={told} before={before} olderBefore={olderBefore}>
			{changes.length > 0 ? <ChangeTable /> : null}
		</BookPast>
	)
}

function ChangeTable() {
	const { t } = useTranslation('merchandising')
	const { book, changes } = useLoaderData<typeof loader>()
	return (
		<Table caption={t('history.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('book.product')}</Th>
					<Th>{t('history.before')}</Th>
					<Th>{t('history.after')}</Th>
					<Th>{t('history.who')}</Th>
					<Th numeric>{t('history.when')}</Th>
					<ActsTh />
				</Tr>
			</THead>
			<TBody>
				{changes.map((change) => (
					<Tr key={change.id}>
						<Th scope="row">
							{change.sku}
							<span className="block font-normal text-ink-soft">{change.name}</span>
						</Th>
						<Td label={t('history.before')}>
							<TierList from={change.oldTierFrom} price={change.oldTierPrice} currency={book.currency} />
						</Td>
						<Td label={t('history.after')}>
							<TierList from={change.newTierFrom} price={change.newTierPrice} currency={book.currency} />
						</Td>
						<Td label={t('history.who')}>{change.changedBy ?? '–'}</Td>
						<Td label={t('history.when')} numeric>
							<DateText instant={change.changedAt} time />
							<span className="block text-ink-soft">{t('history.version', { version: change.bookVersion })}</span>
						</Td>
						<Td>
							{change.isCurrent && change.newTierFrom ? (
								<Form method="post">
									<input type="hidden" name="changeId" value={change.id} />
									<Button type="submit" size="sm" icon="undo">
										{t('history.rollBack')}
									</Button>
								</Form>
							) : null}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
