import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openMarketingRoom } from '../../flows/marketing/open-marketing-room.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { date } from '../../ui/format/date.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { money } from '../../ui/format/money.ts'
import { count } from '../../ui/format/number.ts'
import { Status } from '../../ui/parts/badge.tsx'
import { LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { ForRoles } from '../../ui/shell/roles.tsx'
import { readSendFilter } from './read-send-filter.ts'

export const handle = { i18n: ['marketing'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const title = fixedT(context.house.locale, 'marketing')('overview.title')
	const query = readSendFilter(new URL(request.url).searchParams)
	return { title, query, ...(await openMarketingRoom(context.house.db, staff, query)) }
}
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

type Room = ReturnType<typeof useLoaderData<typeof loader>>

export default function Overview() {
	const { t } = useTranslation('marketing')
	const { sends, campaigns, query, next } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('overview.title')}
				lead={t('overview.lead')}
				actions={
					<>
						{sends.length > 0 ? (
							<LinkButton to={href({}, '/marketing/sends.csv')} icon="download" reloadDocument>
								{t('sends.csv')}
							</LinkButton>
						) : null}
						<ForRoles roles={['marketer']}>
							<LinkButton to="/marketing/sends/new" variant="primary" icon="plus">
								{t('sends.new')}
							</LinkButton>
						</ForRoles>
					</>
				}
			/>
			<div className="grid gap-12">
				<Section title={t('sends.title')}>
					{sends.length > 0 || query.text || query.after ? (
						<ListFilters submit={t('sends.show')}>
							<ListSearch label={t('sends.search')} value={query.text ?? ''} className="w-full sm:w-72" />
						</ListFilters>
					) : null}
					<ListBody
						empty={sends.length === 0 ? <EmptyState title={t(query.text ? 'sends.noneFound' : 'sends.empty')} /> : null}
						words={{ pages: t('sends.pages'), first: t('sends.first'), next: t('sends.next') }}
						after={query.after}
						nextAfter={next}
					>
						<Sends sends={sends} />
					</ListBody>
				</Section>
				<Section title={t('campaigns.title')}>
					{campaigns.length === 0 ? <EmptyState title={t('campaigns.empty')} /> : <Campaigns campaigns={campaigns} />}
				</Section>
			</div>
		</>
	)
}

function Sends({ sends }: { sends: Room['sends'] }) {
	const { t } = useTranslation('marketing')
	const { locale, timeZone } = useReader()
	return (
		<Table caption={t('sends.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('sends.name')}</Th>
					<Th>{t('sends.segment')}</Th>
					<Th>{t('sends.status')}</Th>
					<Th numeric>{t('sends.mailed')}</Th>
					<Th numeric>{t('sends.skipped')}</Th>
					<Th numeric>{t('sends.opened')}</Th>
					<Th numeric>{t('sends.clicked')}</Th>
					<Th numeric>{t('sends.sentAt')}</Th>
				</Tr>
			</THead>
			<TBody>
				{sends.map((send) => (
					<Tr key={send.id}>
						<Th scope="row">
							<TextLink to={`/marketing/sends/${send.id}`}>{send.name}</TextLink>
						</Th>
						<Td label={t('sends.segment')}>{send.segment}</Td>
						<Td label={t('sends.status')}>
							<Status tone={send.status === 'sent' ? 'positive' : send.status === 'sending' ? 'accent' : 'neutral'}>{t(`sendStatus.${send.status}`)}</Status>
						</Td>
						<Td label={t('sends.mailed')} numeric>
							{count(send.mailed, locale)}
						</Td>
						<Td label={t('sends.skipped')} numeric>
							{count(send.skipped, locale)}
						</Td>
						<Td label={t('sends.opened')} numeric>
							{count(send.opened, locale)}
						</Td>
						<Td label={t('sends.clicked')} numeric>
							{count(send.clicked, locale)}
						</Td>
						<Td label={t('sends.sentAt')} numeric>
							{send.sentAt ? date(send.sentAt, locale, timeZone) : ''}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

function Campaigns({ campaigns }: { campaigns: Room['campaigns'] }) {
	const { t } = useTranslation('marketing')
	const { locale } = useReader()
	return (
		<Table caption={t('campaigns.title')} stacks>
			<THead>
				<Tr>
					<Th>{t('campaigns.name')}</Th>
					<Th>{t('campaigns.status')}</Th>
					<Th numeric>{t('campaigns.members')}</Th>
					<Th numeric>{t('campaigns.responded')}</Th>
					<Th numeric>{t('campaigns.cost')}</Th>
					<Th numeric>{t('campaigns.won')}</Th>
				</Tr>
			</THead>
			<TBody>
				{campaigns.map((campaign) => (
					<Tr key={campaign.id}>
						<Th scope="row">
							<TextLink to={`/marketing/campaigns/${campaign.id}`}>{campaign.name}</TextLink>
						</Th>
						<Td label={t('campaigns.status')}>{t(`campaignStatus.${campaign.status}`)}</Td>
						<Td label={t('campaigns.members')} numeric>
							{count(campaign.members, locale)}
						</Td>
						<Td label={t('campaigns.responded')} numeric>
							{count(campaign.responded, locale)}
						</Td>
						<Td label={t('campaigns.cost')} numeric>
							{money(campaign.actualCostMinor, campaign.currency, locale)}
						</Td>
						<Td label={t('campaigns.won')} numeric>
							{money(campaign.wonMinor, campaign.currency, locale)}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
