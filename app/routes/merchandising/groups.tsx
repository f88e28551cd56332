import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { listGroups } from '../../flows/entitlement/open-entitlement.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RoomList } from '../../ui/merchandising/room-list.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['entitlement', 'merchandising'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const filter = { search: textIn(searchParams, 'q'), after: idIn(searchParams, 'after'), limit: 50 }
	const { rows: groups, nextAfter } = await listGroups(db, staff, filter)
	return { groups, nextAfter, filter, title: fixedT(locale, 'entitlement')('groups.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Groups() {
	const { t } = useTranslation('entitlement')
	const { groups, nextAfter, filter } = useLoaderData<typeof loader>()
	return (
		<RoomList
			title={t('groups.title')}
			lead={t('groups.lead')}
			actions={
				<LinkButton to="/merchandising/groups/new" variant="primary" icon="plus">
					{t('groups.new')}
				</LinkButton>
			}
			filter={filter}
			none={groups.length === 0 ? { title: t('groups.none'), text: t('groups.noneText') } : null}
			nextAfter={nextAfter}
		>
			<Table caption={t('groups.title')} stacks>
				<THead>
					<Tr>
						<Th>{t('groups.group')}</Th>
						<Th numeric>{t('groups.members')}</Th>
						<Th>{t('groups.policies')}</Th>
						<Th numeric>{t('groups.books')}</Th>
					</Tr>
				</THead>
				<TBody>
					{groups.map((group) => (
						<Tr key={group.id}>
							<Th scope="row">
								<Link to={`/merchandising/groups/${group.id}`} prefetch="intent" className="text-accent hover:underline">
									{group.name}
								</Link>
								<span className="block font-normal text-ink-soft">{group.code}</span>
							</Th>
							<Td label={t('groups.members')} numeric>
								{group.members}
							</Td>
							<Td label={t('groups.policies')} className="max-w-72">
								{group.policies.length > 0 ? group.policies.join(', ') : <span className="text-ink-soft">{t('groups.noPolicy')}</span>}
							</Td>
							<Td label={t('groups.books')} numeric>
								{group.books}
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</RoomList>
	)
}
