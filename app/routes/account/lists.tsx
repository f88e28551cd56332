import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createList } from '../../flows/list/create-list.ts'
import { openLists } from '../../flows/list/open-lists.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { readNewList } from '../../ui/lists/read-list-form.ts'
import { Badge } from '../../ui/parts/badge.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['lists', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openLists(db, shopper)
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'lists')('title') }
}

/** Makes a list: empty, of the cart (`from=cart`), or of an order (`from=` its number). */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const wish = readNewList(await request.formData())
	const made = await createList(db, shopper, { ...wish, at })
	if (!made) throw notFound()
	if (!made.ok) return data({ refusals: made.refusals, name: wish.name }, { status: 422 })
	return redirect(withLocale(`/lists/${made.listId}`, isLocale(params['locale']) ? params['locale'] : null))
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function Lists() {
	const { t } = useTranslation('lists')
	const { lists, mayChange } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return (
		<AccountPage>
			<PageHeader title={t('title')} lead={t('lead')} />
			<div className="grid gap-12 *:min-w-0">
				{lists.length > 0 ? <ListTable lists={lists} /> : <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>}
				{mayChange ? (
					<Section title={t('new.title')}>
						<RefusalList title={t('refused')} refusals={answer?.refusals ?? []} />
						<Form method="post" className="mt-4 flex flex-wrap items-end gap-3">
							<TextField label={t('new.name')} name="name" required maxLength={120} defaultValue={answer?.name ?? ''} className="w-full sm:w-72" />
							<SelectField
								label={t('new.from')}
								name="from"
								className="w-48"
								options={[
									{ value: '', label: t('new.nothing') },
									{ value: 'cart', label: t('new.cart') },
								]}
							/>
							<SelectField
								label={t('new.for')}
								name="shared"
								className="w-48"
								options={[
									{ value: 'yes', label: t('shared') },
									{ value: 'no', label: t('private') },
								]}
							/>
							<Button type="submit" icon="plus" variant="primary">
								{t('new.submit')}
							</Button>
						</Form>
					</Section>
				) : null}
			</div>
		</AccountPage>
	)
}

type Row = ReturnType<typeof useLoaderData<typeof loader>>['lists'][number]

function ListTable({ lists }: { lists: readonly Row[] }) {
	const { t } = useTranslation('lists')
	return (
		<Table caption={t('title')} stacks>
			<THead>
				<tr>
					<Th>{t('column.name')}</Th>
					<Th numeric>{t('column.products')}</Th>
					<Th>{t('column.owner')}</Th>
					<Th>{t('column.changed')}</Th>
				</tr>
			</THead>
			<TBody>
				{lists.map(({ id, name, products, ownerName, isShared, changedAt }) => (
					<Tr key={id}>
						<Th scope="row">
							<Link to={`/lists/${id}`} prefetch="intent" className="font-medium text-accent hover:underline">
								{name}
							</Link>
						</Th>
						<Td numeric label={t('column.products')}>
							{products}
						</Td>
						<Td label={t('column.owner')}>
							{ownerName} <Badge tone={isShared ? 'accent' : 'neutral'}>{t(isShared ? 'shared' : 'private')}</Badge>
						</Td>
						<Td label={t('column.changed')}>
							<DateText instant={changedAt} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
