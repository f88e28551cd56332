import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openWalks } from '../../flows/marketing/open-programmes.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { Status } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { idIn } from '../../ui/people/read-people-form.ts'
import { readWalkFilter } from '../../ui/programme/read-filters.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['programmes'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readWalkFilter(new URL(request.url).searchParams)
	const page = await openWalks(context.house.db, staff, { id: idIn(params['id']), filter })
	if (!page) throw notFound()
	const { programme, steps, walks, next } = page
	return { id: programme.id, name: programme.name, steps, walks, next, filter }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.name, matches) }]

export default function ProgrammePeople() {
	const { t } = useTranslation('programmes')
	const { id, name, steps, walks, next, filter } = useLoaderData<typeof loader>()
	const href = useListHref()
	const stepName = (key: string) => {
		const place = steps.findIndex((step) => step.key === key)
		return place < 0 ? t('people.oldStep') : `${place + 1} · ${t(`kind.${steps[place]?.kind ?? 'end'}`)}`
	}
	return (
		<>
			<PageHeader
				breadcrumbs={
					<Breadcrumbs
						label={t('path')}
						crumbs={[
							{ label: t('list.title'), href: '/marketing/programmes' },
							{ label: name, href: `/marketing/programmes/${id}` },
							{ label: t('people.title') },
						]}
					/>
				}
				title={t('people.of', { name })}
				actions={
					walks.length > 0 ? (
						<LinkButton to={href({}, `/marketing/programmes/${id}/people.csv`)} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			<ListFilters submit={t('show')}>
				<ListSearch label={t('people.name')} value={filter.text ?? ''} />
				<ListChoice
					label={t('state.label')}
					name="state"
					value={filter.state}
					any={t('state.any')}
					options={(['going', 'done', 'left'] as const).map((value) => ({ value, label: t(`walk.${value}`) }))}
				/>
				<ListChoice
					label={t('people.step')}
					name="step"
					value={filter.step}
					any={t('state.any')}
					options={steps.map(({ key }) => ({ value: key, label: stepName(key) }))}
				/>
			</ListFilters>
			<ListBody
				empty={walks.length === 0 ? <EmptyState title={t('people.empty')}>{t('people.emptyText')}</EmptyState> : null}
				words={{ pages: t('list.pages'), first: t('list.first'), next: t('list.next') }}
				after={filter.after}
				nextAfter={next}
			>
				<Table caption={t('people.of', { name })} dense stacks>
					<THead>
						<tr>
							<Th>{t('people.name')}</Th>
							<Th>{t('state.label')}</Th>
							<Th>{t('people.step')}</Th>
							<Th numeric>{t('people.entered')}</Th>
							<Th numeric>{t('people.due')}</Th>
						</tr>
					</THead>
					<TBody>
						{walks.map((walk) => (
							<Tr key={walk.id} className="hover:bg-sunken">
								<Th scope="row">
									<TextLink to={`/marketing/people/${walk.prospectId}`}>{walk.name}</TextLink>
								</Th>
								<Td label={t('state.label')}>
									<Status tone={walk.state === 'going' ? 'accent' : walk.state === 'done' ? 'positive' : 'neutral'}>{t(`walk.${walk.state}`)}</Status>
									{walk.leftFor ? <span className="block text-xs text-ink-soft">{t(`leftFor.${walk.leftFor}`)}</span> : null}
								</Td>
								<Td label={t('people.step')} empty={!walk.stepKey || walk.state !== 'going'}>
									{walk.stepKey && walk.state === 'going' ? stepName(walk.stepKey) : '–'}
								</Td>
								<Td label={t('people.entered')} numeric>
									<DateText instant={walk.enteredAt} />
								</Td>
								<Td label={t('people.due')} numeric empty={walk.state === 'left' && !walk.leftAt}>
									<DateText instant={walk.state === 'going' ? walk.dueAt : (walk.leftAt ?? walk.dueAt)} time />
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			</ListBody>
		</>
	)
}
