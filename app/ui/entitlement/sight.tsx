import { Form, Link, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Checkbox, ChoiceGroup } from '../parts/checkbox.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { ChangeList } from './change-list.tsx'
import type { Choice } from './choice.ts'
import { EditBar } from './edit-bar.tsx'
import { PolicyChoices } from './group-form.tsx'
import { Sees, SeesChoice, type SightQuestion } from './onlookers.tsx'
import { SeenCategories } from './seen-categories.tsx'
import { type Why, WhyChain } from './why-chain.tsx'

type Counting = { policyId: number; policyName: string; through: 'account' | 'ancestor' | 'group'; ownerName: string; ownerId: number }
type State = { stopsInheriting: boolean; groupIds: readonly number[]; policyIds: readonly number[] }
type SightProps = {
	sight: {
		account?: { id: number; code: string; name: string } | null
		state?: State | null
		counting?: readonly Counting[]
		groups?: readonly (Choice & { members: number })[]
		policies?: readonly Choice[]
		changes?: readonly { id: number; userName: string; at: Instant; state: string; change: Record<string, unknown> }[]
		categories?: readonly { id: number; parentId: number | null; name: string; seen: number; total: number }[]
		total?: number
		seen?: number
		products?: readonly { id: number; sku: string; name: string; sees: boolean; why: Why | null }[]
		nextAfter?: number | null
	}
	asked: SightQuestion
	wish: State | null
}

/** "What does this account see?": what counts, where it looks, each product with its chain; and the place to change it. */
export function Sight({ sight, asked, wish }: SightProps) {
	const { t } = useTranslation('entitlement')
	const { account, counting = [], categories = [], products = [], total = 0, seen = 0, nextAfter = null } = sight
	return (
		<>
			<Section title={account?.name} aside={account?.code}>
				<div className="grid gap-x-10 gap-y-6 *:min-w-0 lg:grid-cols-[16rem_minmax(0,1fr)]">
					<Figure label={t('sight.productsSeen')} value={seen} note={t('sight.ofAll', { count: total })} />
					<CountingList counting={counting} />
				</div>
			</Section>
			<div className="grid gap-x-10 gap-y-8 *:min-w-0 lg:grid-cols-[16rem_minmax(0,1fr)]">
				<SeenCategories categories={categories} asked={asked} />
				<div>
					<ListFilters submit={t('merchandising:show')}>
						<input type="hidden" name="account" value={asked.account} />
						{asked.categoryId ? <input type="hidden" name="category" value={asked.categoryId} /> : null}
						<ListSearch label={t('sight.searchProducts')} value={asked.search} />
						<SeesChoice value={asked.shows} />
					</ListFilters>
					<ListBody
						empty={products.length === 0 ? <EmptyState title={t('sight.nothing')}>{t('sight.nothingText')}</EmptyState> : null}
						words={{ pages: t('merchandising:pages'), first: t('merchandising:firstPage'), next: t('merchandising:nextPage') }}
						after={asked.after}
						nextAfter={nextAfter}
					>
						<Table caption={t('sight.whatSees')} dense>
							<THead>
								<Tr>
									<Th>{t('sight.product')}</Th>
									<Th>{t('sight.sees')}</Th>
									<Th>{t('sight.why')}</Th>
								</Tr>
							</THead>
							<TBody>
								{products.map((product) => (
									<Tr key={product.id}>
										<Th scope="row">
											<Link to={`/merchandising/visibility?product=${encodeURIComponent(product.sku)}`} className="text-accent hover:underline">
												{product.name}
											</Link>
											<span className="block font-normal text-ink-soft">{product.sku}</span>
										</Th>
										<Td>
											<Sees sees={product.sees} />
										</Td>
										<Td className="min-w-56">
											<WhyChain why={product.why} />
										</Td>
									</Tr>
								))}
							</TBody>
						</Table>
					</ListBody>
				</div>
			</div>
			<AccountForm sight={sight} wish={wish} />
			<ChangeList changes={sight.changes ?? []} />
		</>
	)
}

function CountingList({ counting }: { counting: readonly Counting[] }) {
	const { t } = useTranslation('entitlement')
	if (counting.length === 0) return <p className="text-sm text-ink-soft">{t('sight.noneCounts')}</p>
	return (
		<div className="grid content-start gap-2">
			<p className="text-sm font-medium">{t('sight.counting')}</p>
			<ul className="grid text-sm sm:grid-cols-2 sm:gap-x-8">
				{counting.map((one) => (
					<li key={`${one.policyId}${one.through}${one.ownerId}`} className="border-b border-rule py-1.5">
						<Link to={`/merchandising/policies/${one.policyId}`} className="text-accent hover:underline">
							{one.policyName}
						</Link>{' '}
						<span className="text-ink-soft">{t(`why.through_${one.through}`, { name: one.ownerName })}</span>
					</li>
				))}
			</ul>
		</div>
	)
}

function AccountForm({ sight, wish }: Pick<SightProps, 'sight' | 'wish'>) {
	const { t } = useTranslation('entitlement')
	const isBusy = useNavigation().state !== 'idle'
	const { account, state, groups = [], policies = [], changes = [] } = sight
	const shown = wish ?? state
	if (!account || !shown) return null
	return (
		<Section title={t('account.change')} aside={t('account.changeLead')}>
			<Form method="post" className="grid gap-8" key={`${account.id} ${changes[0]?.id}`}>
				<input type="hidden" name="accountId" value={account.id} />
				<Checkbox name="stopsInheriting" label={t('field.stopsInheriting')} hint={t('hint.stopsInheriting')} defaultChecked={shown.stopsInheriting} />
				<ChoiceGroup legend={t('field.groupIds')}>
					<div className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
						{groups.map((group) => (
							<Checkbox key={group.id} name="groupIds" value={group.id} defaultChecked={shown.groupIds.includes(group.id)} label={group.name} />
						))}
					</div>
				</ChoiceGroup>
				<PolicyChoices policies={policies} chosen={shown.policyIds} />
				<EditBar isBusy={isBusy} />
			</Form>
		</Section>
	)
}
