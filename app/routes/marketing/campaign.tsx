import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { actOnMembers } from '../../flows/marketing/act-on-members.ts'
import { openCampaignPage } from '../../flows/marketing/open-campaign-page.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { date } from '../../ui/format/date.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { money } from '../../ui/format/money.ts'
import { count, percent } from '../../ui/format/number.ts'
import { Status } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Figure, PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { SearchBox } from '../../ui/parts/search-box.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { wordIn } from '../../ui/people/read-people-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['marketing'] }

const wholeOf = (text: string | null | undefined) => (text && /^\d{1,15}$/.test(text) ? Number(text) : null)

function readFilter(request: Request) {
	const asked = new URL(request.url).searchParams
	return {
		status: asked.get('status') || null,
		minimumScore: wholeOf(asked.get('score')?.slice(0, 9)),
		search: asked.get('q')?.trim() || null,
		afterId: wholeOf(asked.get('after')) ?? 0,
	}
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readFilter(request)
	const page = await openCampaignPage(context.house.db, staff, wholeOf(params['id']) ?? 0, filter)
	if (!page) throw notFound()
	return { ...page, mayAct: staff.roles.some((role) => role === 'marketer' || role === 'administrator') }
}
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.campaign.name, matches) }]

/** `list` or `tag`: everybody under the filter of the address, whatever page is shown. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const kind = form.get('intent') === 'tag' ? ('tag' as const) : ('list' as const)
	const name = wordIn(form, 'name', 60)
	const { afterId: _page, ...filter } = readFilter(request)
	const done = await actOnMembers(db, staff, { campaignId: wholeOf(params['id']) ?? 0, filter, act: { kind, name }, requestId, at })
	if (!done) throw notFound()
	if (!done.ok) return data({ refusals: done.refusals, name }, { status: 422 })
	return done.listId === null
		? redirect(request.url)
		: redirect(withLocale(`/marketing/lists/${done.listId}`, isLocale(params['locale']) ? params['locale'] : null))
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

export default function Campaign() {
	const { t } = useTranslation('marketing')
	const { locale } = useReader()
	const { campaign, returned, statuses, members, nextAfter, mayAct } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [asked] = useSearchParams()
	const status = asked.get('status')
	const withStatus = (one: string | null) =>
		`?${new URLSearchParams([...asked].filter(([name]) => name !== 'status' && name !== 'after').concat(one ? [['status', one]] : []))}`
	return (
		<>
			<PageHeader
				title={campaign.name}
				kicker={t(`campaignStatus.${campaign.status}`)}
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ href: '/marketing', label: t('overview.title') }, { label: campaign.name }]} />}
			/>
			<div className="grid gap-10">
				<div className="grid grid-cols-2 gap-6 lg:grid-cols-4">
					<Figure label={t('campaigns.responded')} value={count(campaign.responded, locale)} note={t('campaign.ofMembers', { count: campaign.members })} />
					<Figure
						label={t('campaigns.won')}
						value={money(campaign.wonMinor, campaign.currency, locale)}
						note={t('campaign.orders', { count: campaign.orders })}
					/>
					<Figure label={t('campaigns.cost')} value={money(campaign.actualCostMinor, campaign.currency, locale)} />
					{'why' in returned ? (
						<Figure label={t('campaign.return')} value="–" note={t(`campaign.${returned.why}`)} />
					) : (
						<Figure label={t('campaign.return')} value={percent(returned.percent / 100, locale)} />
					)}
				</div>
				<Section title={t('campaigns.members')}>
					<div className="flex flex-wrap items-end gap-3">
						<SearchBox
							action={`/marketing/campaigns/${campaign.id}`}
							label={t('campaign.search')}
							shortcut
							defaultValue={asked.get('q') ?? ''}
							className="w-full max-w-xl"
						>
							<TextField label={t('campaign.minimumScore')} name="score" type="number" className="w-28" min={0} defaultValue={asked.get('score') ?? ''} />
							<Button type="submit">{t('campaign.filter')}</Button>
						</SearchBox>
						<nav aria-label={t('campaigns.status')} className="flex flex-wrap gap-2">
							<LinkButton to={withStatus(null)} size="sm" variant={status ? 'quiet' : 'secondary'} aria-current={status ? undefined : 'true'}>
								{t('campaign.everybody')}
							</LinkButton>
							{statuses.map((one) => (
								<LinkButton
									key={one.status}
									to={withStatus(one.status)}
									size="sm"
									variant={status === one.status ? 'secondary' : 'quiet'}
									aria-current={status === one.status ? 'true' : undefined}
								>
									{`${t(`memberStatus.${one.status}`, { defaultValue: one.status })} ${count(one.count, locale)}`}
								</LinkButton>
							))}
						</nav>
					</div>
					{refused ? <RefusalList title={t('send.refused')} refusals={refused.refusals} /> : null}
					{mayAct && members.length > 0 ? <OnShown name={refused?.name ?? ''} /> : null}
					{members.length === 0 ? <EmptyState title={t('campaign.nobody')}>{t('campaign.nobodyHint')}</EmptyState> : <Members members={members} />}
					{nextAfter ? (
						<LinkButton
							className="justify-self-start"
							to={`?${new URLSearchParams([...asked].filter(([name]) => name !== 'after').concat([['after', String(nextAfter)]]))}`}
						>
							{t('campaign.more')}
						</LinkButton>
					) : null}
				</Section>
			</div>
		</>
	)
}

function Members({ members }: { members: Page['members'] }) {
	const { t } = useTranslation('marketing')
	const { locale, timeZone } = useReader()
	return (
		<Table caption={t('campaigns.members')} dense stacks>
			<THead>
				<Tr>
					<Th>{t('send.person')}</Th>
					<Th>{t('send.account')}</Th>
					<Th>{t('campaigns.status')}</Th>
					<Th numeric>{t('campaign.respondedAt')}</Th>
					<Th numeric>{t('campaign.score')}</Th>
					<Th>{t('campaign.grade')}</Th>
				</Tr>
			</THead>
			<TBody>
				{members.map((member) => (
					<Tr key={member.id}>
						<Th scope="row">{member.prospectId ? <TextLink to={`/marketing/people/${member.prospectId}`}>{member.name}</TextLink> : member.name}</Th>
						<Td label={t('send.account')}>{member.accountName}</Td>
						<Td label={t('campaigns.status')}>
							<Status tone={member.hasResponded ? 'positive' : 'neutral'}>{t(`memberStatus.${member.status}`, { defaultValue: member.status })}</Status>
						</Td>
						<Td label={t('campaign.respondedAt')} numeric>
							{member.respondedAt ? date(member.respondedAt, locale, timeZone) : ''}
						</Td>
						<Td label={t('campaign.score')} numeric>
							{member.score === null ? '' : count(member.score, locale)}
						</Td>
						<Td label={t('campaign.grade')}>{member.grade}</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

/** What is done with everybody under the filter. */
function OnShown({ name }: { name: string }) {
	const { t } = useTranslation('marketing')
	return (
		<Form method="post" className="flex flex-wrap items-end gap-2">
			<TextField label={t('campaign.actName')} name="name" maxLength={60} autoComplete="off" defaultValue={name} className="w-full max-w-xs" />
			<Button type="submit" name="intent" value="list">
				{t('campaign.makeList')}
			</Button>
			<Button type="submit" name="intent" value="tag">
				{t('campaign.tagThem')}
			</Button>
		</Form>
	)
}
