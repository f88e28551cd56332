import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { scheduleSend } from '../../flows/marketing/change-send.ts'
import { openSendPage } from '../../flows/marketing/open-send-page.ts'
import { sendCampaign } from '../../flows/marketing/send-campaign.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { dateTime } from '../../ui/format/date.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { useLanguageName } from '../../ui/merchandising/use-language-name.ts'
import { Badge, Status } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { cn } from '../../ui/parts/cn.ts'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Figure, PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { readPlan } from '../../ui/send/read-send-form.ts'
import { SendPlan } from '../../ui/send/send-plan.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['marketing'] }

const idOf = (text: string | undefined) => (text && /^\d{1,15}$/.test(text) ? Number(text) : 0)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const page = await openSendPage(db, staff, idOf(params['id']), at)
	if (!page) throw notFound()
	return { ...page, mayRelease: staff.roles.some((role) => role === 'marketer' || role === 'administrator') }
}
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.send.name, matches) }]

/** Send: who gets it is decided now, from consent as it is now. Or `plan` it for later, or `hold` it back. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const id = idOf(params['id'])
	const planned = readPlan(form)
	const answer = planned ? await scheduleSend(db, staff, { id, when: planned.when, requestId, at }) : await sendCampaign(db, staff, id, at)
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals }, { status: 409 })
	throw redirect(new URL(request.url).pathname)
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

export default function Send() {
	const { t } = useTranslation(['marketing', 'refusals'])
	const { locale } = useReader()
	const languageName = useLanguageName()
	const { send, text, written, people, reasons, mailable, mayRelease } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const pending = useNavigation().state !== 'idle'
	const isDraft = send.status === 'draft' || send.status === 'scheduled'
	return (
		<>
			<PageHeader
				title={send.name}
				kicker={send.campaignName}
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ href: '/marketing', label: t('overview.title') }, { label: send.name }]} />}
				actions={
					isDraft && mayRelease ? (
						<>
							{send.status === 'draft' || send.kind === 'programme' ? (
								<LinkButton to={`/marketing/sends/${send.id}/edit`} icon="edit" size="lg">
									{t('send.edit')}
								</LinkButton>
							) : null}
							{send.kind === 'send' ? (
								<Form method="post">
									<Button type="submit" variant="primary" size="lg" icon="mail" pending={pending} disabled={mailable === 0}>
										{t('send.release', { count: mailable })}
									</Button>
								</Form>
							) : null}
						</>
					) : (
						<Status tone={send.status === 'sent' ? 'positive' : 'accent'}>{t(`sendStatus.${send.status}`)}</Status>
					)
				}
			/>
			<Refusals
				title={t('send.refused')}
				refusals={(refused?.refusals ?? []).map(({ code, facts }) => ({ key: code, message: t(`refusals:${code}`, facts as Record<string, string>) }))}
			/>
			<div className="grid gap-10">
				{isDraft && mayRelease && send.kind === 'send' ? <SendPlan status={send.status} scheduledAt={send.scheduledAt} /> : null}
				<div className={cn('grid grid-cols-2 gap-6', isDraft ? 'lg:grid-cols-4' : 'lg:grid-cols-5')}>
					<Figure label={t(isDraft ? 'send.wouldGet' : 'sends.mailed')} value={count(isDraft ? mailable : send.mailed, locale)} />
					<Figure label={t(isDraft ? 'send.wouldSkip' : 'sends.skipped')} value={count(isDraft ? people.length - mailable : send.skipped, locale)} />
					<Figure label={t('sends.clicked')} value={count(send.clicked, locale)} />
					{isDraft ? null : (
						<Figure
							label={t('send.opened')}
							value={count(send.opened, locale)}
							note={
								<>
									{t('send.openedHint')}
									{send.openedByMachine > 0 ? ` ${t('send.openedByMachine', { count: send.openedByMachine })}` : null}
								</>
							}
							className="max-lg:order-last max-lg:col-span-2"
						/>
					)}
					<Figure label={t('sends.segment')} value={send.segment ?? ''} />
				</div>
				{text ? (
					<Section
						title={t('send.content')}
						aside={
							<span className="flex flex-wrap gap-1">
								{written.map((one) => (
									<Badge key={one}>{languageName(one)}</Badge>
								))}
							</span>
						}
					>
						<div className="grid max-w-prose gap-3">
							<p className="text-sm text-ink-soft">{text.subject}</p>
							<p className="font-display text-2xl">{text.heading}</p>
							<p>{text.body}</p>
						</div>
					</Section>
				) : null}
				<Section title={t('send.people')} aside={reasons.map(({ reason, count: times }) => `${t(`skip.${reason}`)}: ${count(times, locale)}`).join(' · ')}>
					{people.length === 0 ? <EmptyState title={t('send.nobody')} /> : <People people={people} isDraft={isDraft} />}
				</Section>
			</div>
		</>
	)
}

function People({ people, isDraft }: { people: Page['people']; isDraft: boolean }) {
	const { t } = useTranslation('marketing')
	const { locale, timeZone } = useReader()
	const languageName = useLanguageName()
	const stateOf = ({ skippedFor, sentAt, clickedAt, openedAt }: Page['people'][number]) => {
		if (skippedFor) return <Status tone="warning">{t(`skip.${skippedFor}`)}</Status>
		if (clickedAt) return <Status tone="positive">{t('send.clickedAt', { at: dateTime(clickedAt, locale, timeZone) })}</Status>
		if (openedAt) return <Status tone="accent">{t('send.openedAt', { at: dateTime(openedAt, locale, timeZone) })}</Status>
		if (sentAt) return <Status tone="accent">{t('send.sentAt', { at: dateTime(sentAt, locale, timeZone) })}</Status>
		return <Status>{t(isDraft ? 'send.willGet' : 'send.waiting')}</Status>
	}
	return (
		<Table caption={t('send.people')} dense stacks>
			<THead>
				<Tr>
					<Th>{t('send.person')}</Th>
					<Th>{t('send.account')}</Th>
					<Th>{t('send.language')}</Th>
					<Th>{t('send.state')}</Th>
				</Tr>
			</THead>
			<TBody>
				{people.map((person) => (
					<Tr key={person.id}>
						<Th scope="row">{person.name}</Th>
						<Td label={t('send.account')}>{person.accountName}</Td>
						<Td label={t('send.language')} className="whitespace-nowrap">
							{languageName(person.locale)}
						</Td>
						<Td label={t('send.state')}>{stateOf(person)}</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
