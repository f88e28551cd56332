import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openDrafts } from '../../flows/merchandising/open-draft.ts'
import { stagePrices } from '../../flows/merchandising/stage-prices.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { BookTabs } from '../../ui/merchandising/book-tabs.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Status } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { control } from '../../ui/parts/field.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { DateField, TextArea, TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from '../desk/read-form.ts'
import { readPriceFile, shownSource } from './read-price-file.ts'

export const handle = { i18n: ['books', 'merchandising'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'merchandiser')
	const open = await openDrafts(context.house.db, staff, idOf(params['id']) ?? 0)
	if (!open) throw notFound()
	return open
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.book.name, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const bookId = idOf(params['id']) ?? 0
	const file = await readPriceFile(await request.formData(), locale)
	const staged = await stagePrices(db, staff, { ...file, bookId, at, requestId })
	if (!staged) throw notFound()
	if (staged.ok) return redirect(`/merchandising/books/${bookId}/import/${staged.draftId}`)
	return data({ refusals: staged.refusals, typed: { ...file, source: shownSource(file.source) } }, { status: 422 })
}

export default function Import() {
	const { t } = useTranslation(['books', 'merchandising'])
	const { book, drafts } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const said = useSaid()
	const crumbs = [
		{ href: '/merchandising', label: t('merchandising:books.title') },
		{ href: `/merchandising/books/${book.id}`, label: book.name },
		{ label: t('import.title') },
	]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('merchandising:path')} crumbs={crumbs} />}
				kicker={book.name}
				title={t('import.title')}
				lead={t('import.lead')}
				actions={
					<LinkButton to={`/merchandising/books/${book.id}/prices.csv`} reloadDocument icon="download">
						{t('export')}
					</LinkButton>
				}
			/>
			<div className="grid gap-10 *:min-w-0">
				<BookTabs bookId={book.id} />
				{answer ? <Refusals title={t('import.refused')} refusals={said(answer.refusals)} /> : null}
				<ImportForm />
				{drafts.length === 0 ? null : (
					<Section title={t('import.open')}>
						<OpenDrafts />
					</Section>
				)}
			</div>
		</>
	)
}

function ImportForm() {
	const { t } = useTranslation('books')
	const typed = useActionData<typeof action>()?.typed
	const isBusy = useNavigation().state === 'submitting'
	return (
		<Form method="post" encType="multipart/form-data" className="grid gap-8">
			<div className="grid gap-8 lg:grid-cols-[1fr_1fr]">
				<div className="grid content-start gap-4">
					<div className="grid gap-1.5">
						<label htmlFor="price-file" className="text-sm font-medium">
							{t('import.file')}
						</label>
						<input
							id="price-file"
							type="file"
							name="file"
							accept=".csv,.tsv,.txt,text/csv"
							className={`${control} bg-surface py-2 text-sm read-only:bg-surface file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-2 file:py-1 file:text-sm file:font-medium file:text-ink`}
						/>
					</div>
					<TextArea
						label={t('import.paste')}
						name="text"
						rows={9}
						defaultValue={typed?.source}
						hint={t('import.pasteHint')}
						inputClassName="font-mono text-sm"
						spellCheck={false}
					/>
				</div>
				<div className="grid content-start gap-5">
					<DateField label={t('import.beginsOn')} name="beginsOn" defaultValue={typed?.beginsOn ?? ''} hint={t('import.beginsOnHint')} className="max-w-xs" />
					<TextField
						label={t('import.jump')}
						name="jumpPercent"
						inputMode="numeric"
						defaultValue={String(typed?.jumpPercent ?? 20)}
						hint={t('import.jumpHint')}
						className="max-w-xs"
					/>
					<Checkbox label={t('import.whole')} name="isWhole" defaultChecked={typed?.isWhole} hint={t('import.wholeHint')} />
				</div>
			</div>
			<p className="flex flex-wrap items-center gap-4">
				<Button type="submit" variant="primary" pending={isBusy}>
					{t('import.compare')}
				</Button>
				<span className="text-sm text-ink-soft">{t('import.nothingYet')}</span>
			</p>
		</Form>
	)
}

function OpenDrafts() {
	const { t } = useTranslation('books')
	const { book, drafts } = useLoaderData<typeof loader>()
	return (
		<Table caption={t('import.open')} stacks>
			<THead>
				<Tr>
					<Th>{t('draft.source')}</Th>
					<Th>{t('draft.state')}</Th>
					<Th>{t('draft.begins')}</Th>
					<Th>{t('draft.by')}</Th>
					<Th numeric>{t('draft.prices')}</Th>
				</Tr>
			</THead>
			<TBody>
				{drafts.map((draft) => (
					<Tr key={draft.id}>
						<Th scope="row">
							<Link to={`/merchandising/books/${book.id}/import/${draft.id}`} className="text-accent hover:underline">
								{draft.sourceName || t('draft.pasted')}
							</Link>
						</Th>
						<Td label={t('draft.state')}>
							<Status tone={draft.state === 'ready' ? 'accent' : 'neutral'}>{t(`draft.states.${draft.state}`)}</Status>
						</Td>
						<Td label={t('draft.begins')}>{draft.beginsAt ? <DateText instant={draft.beginsAt} /> : t('draft.atOnce')}</Td>
						<Td label={t('draft.by')}>
							{draft.madeBy}, <DateText instant={draft.madeAt} time />
						</Td>
						<Td label={t('draft.prices')} numeric>
							{draft.priceCount}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
