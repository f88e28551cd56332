import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openBookSettings } from '../../flows/merchandising/open-book-settings.ts'
import { type BookFields, saveBook } from '../../flows/merchandising/save-book.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { BookForm } from '../../ui/merchandising/book-form.tsx'
import { BookTabs } from '../../ui/merchandising/book-tabs.tsx'
import { KnowsNobody } from '../../ui/merchandising/knows-nobody.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, oneOf, textIn } from '../desk/read-form.ts'
import { dayIn } from './read-price-edits.ts'

export const handle = { i18n: ['books', 'merchandising', 'refusals'] }

const askedOf = (request: Request, id: string | undefined) => ({
	bookId: id === 'new' ? null : (idOf(id) ?? 0),
	copyOf: id === 'new' ? idIn(new URL(request.url).searchParams, 'copy') : null,
})

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const open = await openBookSettings(db, staff, { ...askedOf(request, params['id'] ?? 'new'), at })
	if (!open) throw notFound()
	return { ...open, title: open.book?.name ?? fixedT(locale, 'books')('settings.new') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const fields = readFields(form)
	const saved = await saveBook(db, staff, { ...askedOf(request, params['id'] ?? 'new'), fields, knowsWarnings: form.has('knows'), at, requestId })
	if (!saved) throw notFound()
	if (saved.ok) return redirect(`/merchandising/books/${saved.bookId}`)
	return data({ refusals: saved.refusals, fields }, { status: 422 })
}

function readFields(form: FormData): BookFields {
	return {
		...{ code: textIn(form, 'code').toUpperCase(), name: textIn(form, 'name'), currency: textIn(form, 'currency'), priority: textIn(form, 'priority') || '0' },
		rung: oneOf(['contract', 'group', 'sale', 'base', 'fx'], form.get('rung')) ?? 'contract',
		policy: oneOf(['best_of', 'exclusive'], form.get('policy')) ?? 'best_of',
		tierMode: oneOf(['all_units', 'graduated'], form.get('tierMode')) ?? 'all_units',
		basis: oneOf(['line', 'order', 'mix_group', 'account_period'], form.get('basis')) ?? 'order',
		dateBasis: oneOf(['ordered', 'delivery'], form.get('dateBasis')) ?? 'ordered',
		isPromotable: form.has('isPromotable'),
		status: oneOf(['draft', 'published', 'retired'], form.get('status')) ?? 'draft',
		...{ validFrom: dayIn(form, 'validFrom'), validTo: dayIn(form, 'validTo'), accounts: textIn(form, 'accounts') },
		groupIds: form.getAll('groupIds').flatMap((value) => idOf(value) ?? []),
	}
}

export default function BookSettings() {
	const { t } = useTranslation(['books', 'merchandising'])
	const { book, copied, choices, fields } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state === 'submitting'
	const said = useSaid()
	const title = book ? t('settings.title') : t('settings.new')
	const crumbs = [
		{ href: '/merchandising', label: t('merchandising:books.title') },
		...(book ? [{ href: `/merchandising/books/${book.id}`, label: book.name }] : []),
		{ label: title },
	]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('merchandising:path')} crumbs={crumbs} />}
				kicker={book?.name}
				title={title}
				lead={copied === null ? t(book ? 'settings.lead' : 'settings.newLead') : t('settings.copyOf', { name: copied })}
				actions={
					book ? (
						<LinkButton to={`/merchandising/books/new?copy=${book.id}`} icon="copy">
							{t('settings.copy')}
						</LinkButton>
					) : null
				}
			/>
			<div className="grid gap-8 *:min-w-0">
				{book ? <BookTabs bookId={book.id} /> : null}
				{answer ? <Refusals title={t('merchandising:book.refused')} refusals={said(answer.refusals)} /> : null}
				<Form method="post" className="grid gap-10">
					<KnowsNobody refusals={answer?.refusals ?? []} />
					<BookForm fields={answer?.fields ?? fields} choices={choices} isNew={book === null} />
					<p>
						<Button type="submit" variant="primary" pending={isBusy}>
							{t(book ? 'settings.save' : 'settings.make')}
						</Button>
					</p>
				</Form>
			</div>
		</>
	)
}
