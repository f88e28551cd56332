import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { DateText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type Listed = { id: number; name: string; kind: string; members: number; createdAt: Date | string }

/** Lists and segments with how many people they hold. */
export function ListTable({ lists, filter }: { lists: readonly Listed[]; filter: { text: string | null; kind: string | null } }) {
	const { t } = useTranslation('automation')
	const { locale } = useReader()
	return (
		<div className="grid gap-2 *:min-w-0">
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={filter.text ?? ''} />
				<ListChoice
					label={t('lists.kind')}
					name="kind"
					value={filter.kind}
					any={t('lists.any')}
					options={['static', 'segment'].map((value) => ({ value, label: t(`lists.${value}`) }))}
				/>
			</ListFilters>
			{lists.length === 0 ? (
				<EmptyState title={t('lists.empty')}>{t('lists.emptyText')}</EmptyState>
			) : (
				<Table caption={t('lists.title')} dense stacks>
					<THead>
						<tr>
							<Th>{t('lists.name')}</Th>
							<Th>{t('lists.kind')}</Th>
							<Th numeric>{t('lists.people')}</Th>
							<Th numeric>{t('lists.since')}</Th>
						</tr>
					</THead>
					<TBody>
						{lists.map(({ id, name, kind, members, createdAt }) => (
							<Tr key={id} className="hover:bg-sunken">
								<Th scope="row">
									<Link to={`/marketing/lists/${id}`} prefetch="intent" className="font-medium text-accent hover:underline">
										{name}
									</Link>
								</Th>
								<Td label={t('lists.kind')}>
									<Badge tone={kind === 'segment' ? 'accent' : 'neutral'}>{t(`lists.${kind}`)}</Badge>
								</Td>
								<Td label={t('lists.people')} numeric>
									{count(members, locale)}
								</Td>
								<Td label={t('lists.since')} numeric>
									<DateText instant={createdAt} />
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			)}
		</div>
	)
}

export function TagTable({ tags }: { tags: readonly { id: number; name: string; people: number }[] }) {
	const { t } = useTranslation('automation')
	const { locale } = useReader()
	if (tags.length === 0) return <p className="text-sm text-ink-soft">{t('lists.noTags')}</p>
	return (
		<ul className="flex flex-wrap gap-2">
			{tags.map(({ id, name, people }) => (
				<li key={id}>
					<Link to={`/marketing/prospects?tag=${id}`} className="hover:underline">
						<Badge>
							{name} · {count(people, locale)}
						</Badge>
					</Link>
				</li>
			))}
		</ul>
	)
}
