import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openCoverage } from '../../flows/merchandising/open-coverage.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { type Finding, useFindingWords } from '../../ui/merchandising/use-finding-words.ts'
import { Window } from '../../ui/merchandising/window.tsx'
import { Status } from '../../ui/parts/badge.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { Tabs } from '../../ui/parts/tabs.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { coverageKinds, readCoverage } from './read-coverage.ts'

export const handle = { i18n: ['coverage', 'merchandising'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { kind, ...filter } = readCoverage(request)
	return { ...(await openCoverage(db, staff, kind, { ...filter, at, locale, limit: 50 })), kind, filter, title: fixedT(locale, 'coverage')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Coverage() {
	const { t } = useTranslation(['coverage', 'merchandising'])
	const { kind, findings, filter, nextAfter } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('title')}
				lead={t('lead')}
				actions={
					<LinkButton to={href({}, '/merchandising/coverage.csv')} reloadDocument icon="download">
						{t('export')}
					</LinkButton>
				}
			/>
			<Tabs
				label={t('kinds')}
				tabs={coverageKinds.map((key) => ({ href: href({ kind: key, q: null }), label: t(`kind.${key}`), current: key === kind }))}
				className="mb-6"
			/>
			<p className="mb-6 max-w-prose text-sm text-ink-soft">{t(`about.${kind}`, { days: filter.days })}</p>
			<ListFilters submit={t('merchandising:show')}>
				<input type="hidden" name="kind" value={kind} />
				<ListSearch label={t('merchandising:search')} value={filter.search} />
				{kind === 'ending' ? <TextField label={t('days')} name="days" inputMode="numeric" defaultValue={String(filter.days)} className="w-32" /> : null}
			</ListFilters>
			<ListBody
				empty={findings.length === 0 ? <EmptyState title={t('none')}>{t('noneText')}</EmptyState> : null}
				words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
				after={filter.after}
				nextAfter={nextAfter}
			>
				<FindingTable />
			</ListBody>
		</>
	)
}

/** Where a finding is mended. */
function mendAt({ bookId, accountId, promotionId, sku, reason, title }: Finding): string {
	if (promotionId !== null) return `/merchandising/promotions/${promotionId}`
	if (accountId !== null) return `/merchandising/inspector?${new URLSearchParams({ account: title, product: sku ?? '', quantity: '1' })}`
	if (sku === null) return `/merchandising/books/${bookId}/settings`
	const view = reason === 'GAP' || reason === 'TWO_PRICES' || reason === 'PRICE_ENDS' ? '/schedule' : ''
	return `/merchandising/books/${bookId}${view}?${new URLSearchParams({ q: sku, ...(view ? { all: '1' } : {}) })}`
}

function FindingTable() {
	const { t } = useTranslation(['coverage', 'merchandising'])
	const { kind, findings } = useLoaderData<typeof loader>()
	const say = useFindingWords()
	return (
		<Table caption={t(`kind.${kind}`)} stacks>
			<THead>
				<Tr>
					<Th>{t(kind === 'no_price' ? 'account' : kind === 'dead' ? 'rule' : 'what')}</Th>
					<Th>{t('finding')}</Th>
					<Th>{t('when')}</Th>
					<Th>
						<span className="sr-only">{t('mend')}</span>
					</Th>
				</Tr>
			</THead>
			<TBody>
				{findings.map((finding) => (
					<Tr key={finding.key}>
						<Th scope="row">
							{finding.title}
							<span className="block max-w-md font-normal text-ink-soft">
								{[finding.accountId === null ? finding.sku : null, finding.detail].filter(Boolean).join(' · ')}
							</span>
						</Th>
						<Td label={t('finding')}>
							<Status
								tone={finding.reason.startsWith('UNDER') || finding.reason === 'NO_PRICE' ? 'danger' : 'warning'}
								className="min-w-40 items-baseline whitespace-normal"
							>
								{say(finding)}
							</Status>
						</Td>
						<Td label={t('when')} className="whitespace-nowrap">
							{finding.from || finding.to ? <Window from={finding.from} to={finding.to} /> : '–'}
						</Td>
						<Td className="text-right">
							<Link to={mendAt(finding)} className="text-accent hover:underline">
								{t('mend')}
							</Link>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
