import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { addPrice } from '../../flows/merchandising/add-price.ts'
import { changePrices, seenOf } from '../../flows/merchandising/change-prices.ts'
import { openPriceBook } from '../../flows/merchandising/open-price-book.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { BookTabs } from '../../ui/merchandising/book-tabs.tsx'
import { PriceGrid } from '../../ui/merchandising/price-grid.tsx'
import { Window } from '../../ui/merchandising/window.tsx'
import { Badge } from '../../ui/parts/badge.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { DayText } from '../../ui/parts/date-text.tsx'
import { Disclosure } from '../../ui/parts/disclosure.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Pagination } from '../../ui/parts/pagination.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, textIn } from '../desk/read-form.ts'
import { decimalOf, readPriceEdits } from './read-price-edits.ts'

export const handle = { i18n: ['merchandising', 'books'] }

const PAGE = 50

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const question = { bookId: idOf(params['id']) ?? 0, search: textIn(searchParams, 'q'), after: idIn(searchParams, 'after'), limit: PAGE, locale }
	const open = await openPriceBook(db, staff, question)
	if (!open) throw notFound()
	const entries = open.entries.map((entry) => ({ ...entry, seen: seenOf(entry) }))
	return { ...open, entries, search: question.search, after: question.after }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.book.name, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const staff = await requireStaff(request, context, 'merchandiser')
	const bookId = idOf(params['id'])
	const form = await request.formData()
	if (bookId === null) throw notFound()
	return form.get('intent') === 'add' ? add(context.house, staff, { bookId, form }) : save(context.house, staff, { bookId, form })
}

async function save({ db, at, requestId, locale }: House, staff: StaffMember, { bookId, form }: { bookId: number; form: FormData }) {
	const edits = readPriceEdits(form, locale).filter(({ isChanged }) => isChanged)
	const saved = await changePrices(db, staff, { bookId, edits, at, requestId })
	if (!saved) throw notFound()
	if (saved.ok) return data({ ...saved, intent: 'save' as const })
	return data({ ...saved, intent: 'save' as const, edits }, { status: 422 })
}

async function add({ db, at, requestId, locale }: House, staff: StaffMember, { bookId, form }: { bookId: number; form: FormData }) {
	const typed = { sku: textIn(form, 'sku'), unit: textIn(form, 'unit'), from: decimalOf(form.get('from'), locale), price: decimalOf(form.get('price'), locale) }
	const saved = await addPrice(db, staff, { bookId, ...typed, at, requestId })
	if (!saved) throw notFound()
	return data({ ...saved, intent: 'add' as const, typed }, { status: saved.ok ? 200 : 422 })
}

export default function Book() {
	const { t } = useTranslation(['merchandising', 'books'])
	const { book, entries, nextAfter, after, search } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state !== 'idle'
	const href = useListHref()
	const refused = answer && !answer.ok && 'edits' in answer ? answer : null
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ href: '/merchandising', label: t('books.title') }, { label: book.name }]} />}
				kicker={t('books.version', { code: book.code, version: book.version })}
				title={book.name}
				lead={<BookLead />}
				actions={
					<LinkButton to={`/merchandising/books/${book.id}/prices.csv`} reloadDocument icon="download">
						{t('books:export')}
					</LinkButton>
				}
			/>
			<div className="grid gap-6 *:min-w-0">
				<BookTabs bookId={book.id} />
				<Answer />
				<Converted />
				<div className="flex flex-wrap items-end justify-between gap-4">
					<Form method="get" className="flex min-w-0 flex-wrap items-end gap-3">
						<TextField label={t('book.search')} name="q" type="search" defaultValue={search} key={search} className="w-full sm:w-64" />
						<Button type="submit">{t('show')}</Button>
					</Form>
					{book.source ? null : <AddPrice />}
				</div>
				{entries.length === 0 ? (
					<EmptyState title={t('book.none')}>{t('book.noneText')}</EmptyState>
				) : (
					<PriceGrid
						// A saved page starts afresh; a refused one keeps every keystroke.
						key={`${book.version} ${after} ${search} ${refused ? 'refused' : ''}`}
						entries={entries}
						currency={book.source?.currency ?? book.currency}
						isLocked={book.source !== null}
						isBusy={isBusy}
						refused={refused ? { edits: refused.edits, refusals: refused.refusals } : null}
					/>
				)}
				<Pagination
					label={t('pages')}
					previous={after === null ? null : { href: href({}), label: t('firstPage') }}
					next={nextAfter === null ? null : { href: href({ after: String(nextAfter) }), label: t('nextPage') }}
				/>
			</div>
		</>
	)
}

function BookLead() {
	const { t } = useTranslation('merchandising')
	const { book } = useLoaderData<typeof loader>()
	return (
		<span className="flex flex-wrap items-center gap-2 text-sm">
			<Badge tone={book.status === 'published' ? 'positive' : 'neutral'}>{t(`statuses.${book.status}`)}</Badge>
			<Badge>{t(`rung.${book.rung}`)}</Badge>
			<span>
				{book.currency} · {t(`policy.${book.policy}`)} · {t(`tierMode.${book.tierMode}`)} · {t(`basis.${book.basis}`)}
			</span>
			<span>
				<Window from={book.validFrom} to={book.validTo} />
			</span>
			<span>{book.audience.length === 0 ? t('books.everybody') : book.audience.join(', ')}</span>
		</span>
	)
}

/** A converted book says from where, and at which rate. */
function Converted() {
	const { t } = useTranslation('merchandising')
	const { book } = useLoaderData<typeof loader>()
	if (!book.source) return null
	return (
		<Banner title={t('book.converted', { currency: book.currency, rate: book.fxRate ?? '', from: book.source.currency })}>
			<TextLink to={`/merchandising/books/${book.source.id}`}>{book.source.name}</TextLink> {book.fxRateOn ? <DayText day={book.fxRateOn} /> : null}
		</Banner>
	)
}

/** What became of the last press: saved with warnings, or every refusal. */
function Answer() {
	const { t } = useTranslation('merchandising')
	const answer = useActionData<typeof action>()
	if (!answer) return null
	if (!answer.ok)
		return (
			<Refusals
				title={t('book.refused')}
				refusals={answer.refusals.map(({ code, facts, line }, index) => ({
					key: `${code}${line ?? ''}${index}`,
					where: String(facts['sku'] ?? ''),
					message: t(`refusals:${code}`, facts as Record<string, string>),
				}))}
			/>
		)
	return (
		<Banner
			live
			tone={answer.warnings.length > 0 ? 'warning' : 'positive'}
			title={answer.changed === 0 ? t('book.nothing') : t('book.saved', { count: answer.changed, version: answer.version })}
		>
			{answer.warnings.length > 0 ? (
				<ul>
					{answer.warnings.map(({ code, facts }) => (
						<li key={`${code}${facts['sku']}`}>{t(`warnings.${code}`, facts as Record<string, string>)}</li>
					))}
				</ul>
			) : null}
		</Banner>
	)
}

function AddPrice() {
	const { t } = useTranslation('merchandising')
	const answer = useActionData<typeof action>()
	const typed = answer?.intent === 'add' && !answer.ok ? answer.typed : null
	return (
		<Disclosure summary={t('book.add')} open={typed !== null} className="max-w-full">
			<Form method="post" className="flex flex-wrap items-end gap-3">
				<input type="hidden" name="intent" value="add" />
				<TextField label={t('book.sku')} name="sku" required defaultValue={typed?.sku} className="w-40" />
				<TextField label={t('book.unit')} name="unit" defaultValue={typed?.unit} hint={t('book.unitHint')} className="w-36" />
				<TextField label={t('book.from')} name="from" inputMode="decimal" required defaultValue={typed?.from ?? '1'} className="w-24" />
				<TextField label={t('book.price')} name="price" inputMode="decimal" required defaultValue={typed?.price} className="w-32" />
				<Button type="submit" icon="plus">
					{t('book.addNow')}
				</Button>
			</Form>
		</Disclosure>
	)
}
