import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openSubmissions } from '../../flows/capture/open-forms.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useLanguageName } from '../../ui/merchandising/use-language-name.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf } from '../desk/read-form.ts'

export const handle = { i18n: ['capture'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const id = idOf(params['id'])
	const after = idIn(new URL(request.url).searchParams, 'after')
	const page = id === null ? null : await openSubmissions(db, staff, id, { after, limit: 40 })
	if (!page || id === null) throw notFound()
	const labels = page.labels.map(({ key, label }) => ({ key, label: label[locale] || label['en'] || key }))
	return {
		id,
		after,
		name: page.name,
		labels,
		next: page.next,
		submissions: page.submissions,
		title: `${fixedT(locale, 'capture')('forms.sent')}: ${page.name}`,
	}
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function FormSent() {
	const { t } = useTranslation('capture')
	const languageName = useLanguageName()
	const { id, name, labels, submissions, next, after } = useLoaderData<typeof loader>()
	const labelOf = (key: string) => labels.find((one) => one.key === key)?.label ?? key
	const said = (values: Record<string, string>) => Object.entries(values).filter(([key]) => !['email', 'firstName', 'lastName'].includes(key))
	const crumbs = [{ href: '/marketing/forms', label: t('forms.title') }, { href: `/marketing/forms/${id}`, label: name }, { label: t('forms.sent') }]
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={crumbs} />}
				title={t('forms.sent')}
				lead={name}
				actions={
					submissions.length > 0 ? (
						<LinkButton to={`/marketing/forms/${id}/sent.csv`} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			<ListBody
				empty={
					submissions.length === 0 ? (
						<EmptyState picture={<img src="/images/winter-morning.svg" alt="" width={480} height={360} />} title={t('sent.empty.title')}>
							{t('sent.empty.text')}
						</EmptyState>
					) : null
				}
				words={{ pages: t('listPages'), first: t('first'), next: t('next') }}
				after={after}
				nextAfter={next}
			>
				<Table caption={t('forms.sent')} dense stacks>
					<THead>
						<tr>
							<Th>{t('column.person')}</Th>
							<Th>{t('column.said')}</Th>
							<Th>{t('column.language')}</Th>
							<Th numeric>{t('column.visits')}</Th>
							<Th numeric>{t('column.at')}</Th>
						</tr>
					</THead>
					<TBody>
						{submissions.map((one) => (
							<Tr key={one.id}>
								<Td>
									<Link to={`/marketing/people/${one.prospectId}`} className="font-medium text-accent hover:underline">
										{one.name ?? one.email}
									</Link>
									<span className="block wrap-anywhere text-ink-soft">{one.email}</span>
								</Td>
								<Td label={t('column.said')}>
									{said(one.values).map(([key, value]) => (
										<span key={key} className="block wrap-anywhere">
											<span className="text-ink-soft">{labelOf(key)}:</span> {value.replaceAll('\n', ', ')}
										</span>
									))}
								</Td>
								<Td label={t('column.language')}>{languageName(one.locale)}</Td>
								<Td label={t('column.visits')} numeric>
									{one.visitsBefore}
								</Td>
								<Td label={t('column.at')} numeric>
									<DateText instant={one.at} />
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			</ListBody>
		</>
	)
}
