import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openVersions } from '../../flows/merchandising/open-versions.ts'
import { rollBackVersion } from '../../flows/merchandising/roll-back-version.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { ActsTh } from '../../ui/merchandising/acts.tsx'
import { BookPast } from '../../ui/merchandising/book-past.tsx'
import { useSaid } from '../../ui/merchandising/use-said.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf } from '../desk/read-form.ts'

export const handle = { i18n: ['books', 'merchandising', 'refusals'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'merchandiser')
	const before = idIn(new URL(request.url).searchParams, 'before')
	const open = await openVersions(context.house.db, staff, { bookId: idOf(params['id']) ?? 0, before, limit: 30 })
	if (!open) throw notFound()
	return { ...open, before }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.book.name, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const form = await request.formData()
	const asked = { version: idIn(form, 'version') ?? 0, seenVersion: idIn(form, 'seenVersion') ?? 0 }
	const answer = await rollBackVersion(db, staff, { bookId: idOf(params['id']) ?? 0, ...asked, at, requestId })
	if (!answer) throw notFound()
	return data({ ...answer, asked: asked.version }, { status: answer.ok ? 200 : 422 })
}

export default function Versions() {
	const { t } = useTranslation(['books', 'merchandising'])
	const { book, versions, before, olderBefore } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const published = useSearchParams()[0].get('published')
	const said = useSaid(book.currency)
	const told = (
		<>
			{published && !answer ? <Banner live tone="positive" title={t('versions.published', { version: published })} /> : null}
			{answer?.ok ? (
				<Banner live tone="positive" title={t('versions.done', { version: answer.version, before: answer.asked, count: answer.restored + answer.removed })} />
			) : null}
			{answer && !answer.ok ? <Refusals title={t('draft.refused')} refusals={said(answer.refusals)} /> : null}
		</>
	)
	return (
		<BookPast book={book} view="versions" title={t('versions.title')} lead={t('versions.lead')} told={told} before={before} olderBefore={olderBefore}>
			{versions.length > 0 ? <VersionTable /> : null}
		</BookPast>
	)
}

function VersionTable() {
	const { t } = useTranslation(['books', 'merchandising'])
	const { book, versions } = useLoaderData<typeof loader>()
	return (
		<Table caption={t('versions.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('versions.version')}</Th>
					<Th>{t('versions.what')}</Th>
					<Th>{t('merchandising:history.who')}</Th>
					<Th numeric>{t('merchandising:history.when')}</Th>
					<ActsTh />
				</Tr>
			</THead>
			<TBody>
				{versions.map(({ version, made, changed, removed, changedAt, changedBy, sourceName, beginsAt }) => (
					<Tr key={version}>
						<Th scope="row" className="tabular-nums">
							{t('merchandising:history.version', { version })}
							<span className="block font-normal text-ink-soft">
								{sourceName === null ? null : sourceName || t('draft.pasted')}
								{beginsAt ? (
									<>
										{' '}
										· {t('draft.beginsOn')} <DateText instant={beginsAt} />
									</>
								) : null}
							</span>
						</Th>
						<Td label={t('versions.what')}>
							{[
								made > 0 ? t('versions.made', { count: made }) : null,
								changed > 0 ? t('versions.changed', { count: changed }) : null,
								removed > 0 ? t('versions.removed', { count: removed }) : null,
							]
								.filter(Boolean)
								.join(' · ')}
						</Td>
						<Td label={t('merchandising:history.who')}>{changedBy ?? '–'}</Td>
						<Td label={t('merchandising:history.when')} numeric>
							<DateText instant={changedAt} time />
						</Td>
						<Td className="text-right">
							<Form method="post">
								<input type="hidden" name="version" value={version} />
								<input type="hidden" name="seenVersion" value={book.version} />
								<Button type="submit" size="sm" icon="undo">
									{t('versions.back', { version })}
								</Button>
							</Form>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
