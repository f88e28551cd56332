import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openRules } from '../../flows/marketing/change-rule.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { Status } from '../../ui/parts/badge.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['automation', 'people'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const { rules } = await openRules(db, staff)
	return { rules, title: fixedT(locale, 'automation')('rules.title') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function Rules() {
	const { t } = useTranslation('automation')
	const { locale } = useReader()
	const { rules } = useLoaderData<typeof loader>()
	const make = (
		<LinkButton to="/marketing/rules/new" variant="primary" icon="plus">
			{t('rules.new')}
		</LinkButton>
	)
	return (
		<>
			<PageHeader title={t('rules.title')} lead={t('rules.lead')} actions={make} />
			{rules.length === 0 ? (
				<EmptyState title={t('rules.empty')} action={make}>
					{t('rules.emptyText')}
				</EmptyState>
			) : (
				<Table caption={t('rules.title')} dense stacks>
					<THead>
						<tr>
							<Th>{t('rules.name')}</Th>
							<Th>{t('rules.state')}</Th>
							<Th>{t('action.title')}</Th>
							<Th numeric>{t('rules.people')}</Th>
							<Th numeric>{t('rules.lastAt')}</Th>
						</tr>
					</THead>
					<TBody>
						{rules.map((rule) => (
							<Tr key={rule.id} className="hover:bg-sunken">
								<Th scope="row">
									<Link to={`/marketing/rules/${rule.id}`} prefetch="intent" className="font-medium text-accent hover:underline">
										{rule.name}
									</Link>
								</Th>
								<Td label={t('rules.state')}>
									<Status tone={rule.isActive ? 'positive' : 'neutral'}>{t(rule.isActive ? 'rules.on' : 'rules.off')}</Status>
								</Td>
								<Td label={t('action.title')}>{rule.actions.map(({ kind }) => t(`action.${kind}`)).join(' · ')}</Td>
								<Td label={t('rules.people')} numeric>
									{count(rule.people, locale)}
								</Td>
								<Td label={t('rules.lastAt')} numeric empty={!rule.lastAt}>
									{rule.lastAt ? <DateText instant={rule.lastAt} /> : '–'}
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			)}
		</>
	)
}
