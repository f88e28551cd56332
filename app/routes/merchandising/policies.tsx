import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { listPolicies } from '../../flows/entitlement/open-entitlement.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RoomList } from '../../ui/merchandising/room-list.tsx'
import { Badge } from '../../ui/parts/badge.tsx'
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
	const { rows: policies, nextAfter } = await listPolicies(db, staff, filter)
	return { policies, nextAfter, filter, title: fixedT(locale, 'entitlement')('policies.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Policies() {
	const { t } = useTranslation('entitlement')
	const { policies, nextAfter, filter } = useLoaderData<typeof loader>()
	return (
		<RoomList
			title={t('policies.title')}
			lead={t('policies.lead')}
			actions={
				<>
					<LinkButton to="/merchandising/visibility" icon="search">
						{t('sight.title')}
					</LinkButton>
					<LinkButton to="/merchandising/policies/new" variant="primary" icon="plus">
						{t('policies.new')}
					</LinkButton>
				</>
			}
			filter={filter}
			none={policies.length === 0 ? { title: t('policies.none'), text: t('policies.noneText') } : null}
			nextAfter={nextAfter}
		>
			<Table caption={t('policies.title')} stacks>
				<THead>
					<Tr>
						<Th>{t('policies.policy')}</Th>
						<Th numeric>{t('policies.rules')}</Th>
						<Th numeric>{t('policies.products')}</Th>
						<Th>{t('policies.of')}</Th>
					</Tr>
				</THead>
				<TBody>
					{policies.map((policy) => (
						<Tr key={policy.id}>
							<Th scope="row">
								<Link to={`/merchandising/policies/${policy.id}`} prefetch="intent" className="text-accent hover:underline">
									{policy.name}
								</Link>
								<span className="block font-normal text-ink-soft">
									{policy.code} {policy.isActive ? null : <Badge tone="warning">{t('policies.off')}</Badge>}
								</span>
							</Th>
							<Td label={t('policies.rules')} numeric>
								{t('policies.grants', { count: policy.grants })}
								<span className="block text-ink-soft">{t('policies.denials', { count: policy.denials })}</span>
							</Td>
							<Td label={t('policies.products')} numeric>
								{policy.products}
							</Td>
							<Td label={t('policies.of')} className="max-w-72">
								{policy.isGuest ? <Badge tone="accent">{t('policies.guests')}</Badge> : null} {policy.groups.join(', ')}
								{policy.accounts > 0 ? <span className="block text-ink-soft">{t('policies.accounts', { count: policy.accounts })}</span> : null}
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</RoomList>
	)
}
