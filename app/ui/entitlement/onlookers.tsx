import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Status } from '../parts/badge.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { type Why, WhyChain } from './why-chain.tsx'

export type SightQuestion = { search: string; shows: 'yes' | 'no' | null; after: number | null; product: string; account: string; categoryId: number | null }

type OnlookersProps = {
	onlookers: {
		product?: { id: number; code: string; name: string } | null
		total?: number
		seeing?: number
		guests?: boolean
		accounts?: readonly { id: number; number: string; name: string; sees: boolean; why: Why | null }[]
		nextAfter?: number | null
	}
	asked: SightQuestion
}

/** "Who sees this?": every account with its answer and the chain of reasons. */
export function Onlookers({ onlookers, asked }: OnlookersProps) {
	const { t } = useTranslation('entitlement')
	const { product, total = 0, seeing = 0, guests, accounts = [], nextAfter = null } = onlookers
	return (
		<Section title={product?.name} aside={product?.code}>
			<div className="grid grid-cols-2 gap-x-8 gap-y-6 lg:grid-cols-4">
				<Figure label={t('sight.accountsSee')} value={seeing} note={t('sight.ofAll', { count: total })} />
				<Figure label={t('sight.guests')} value={t(guests ? 'sight.seeIt' : 'sight.seeNot')} />
			</div>
			<ListFilters submit={t('merchandising:show')}>
				<input type="hidden" name="product" value={asked.product} />
				<ListSearch label={t('sight.searchAccounts')} value={asked.search} />
				<SeesChoice value={asked.shows} />
			</ListFilters>
			<ListBody
				empty={accounts.length === 0 ? <EmptyState title={t('sight.nobody')}>{t('sight.nobodyText')}</EmptyState> : null}
				words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
				after={asked.after}
				nextAfter={nextAfter}
			>
				<Table caption={t('sight.whoSees')} dense>
					<THead>
						<Tr>
							<Th>{t('sight.account')}</Th>
							<Th>{t('sight.sees')}</Th>
							<Th>{t('sight.why')}</Th>
						</Tr>
					</THead>
					<TBody>
						{accounts.map((account) => (
							<Tr key={account.id}>
								<Th scope="row">
									<Link to={`/merchandising/visibility?account=${encodeURIComponent(account.number)}`} className="text-accent hover:underline">
										{account.name}
									</Link>
									<span className="block font-normal text-ink-soft">{account.number}</span>
								</Th>
								<Td>
									<Sees sees={account.sees} />
								</Td>
								<Td className="min-w-64">
									<WhyChain why={account.why} />
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			</ListBody>
		</Section>
	)
}

export function Sees({ sees }: { sees: boolean }) {
	const { t } = useTranslation('entitlement')
	return <Status tone={sees ? 'positive' : 'neutral'}>{t(sees ? 'sight.yes' : 'sight.no')}</Status>
}

export function SeesChoice({ value }: { value: 'yes' | 'no' | null }) {
	const { t } = useTranslation('entitlement')
	const options = (['yes', 'no'] as const).map((one) => ({ value: one, label: t(`sight.${one}`) }))
	return <ListChoice label={t('sight.sees')} name="sees" value={value} any={t('merchandising:any')} options={options} />
}
