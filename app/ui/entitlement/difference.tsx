import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../parts/banner.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

export type Changed = {
	accountsGaining: number
	accountsLosing: number
	productsShown: number
	productsHidden: number
	guestsGain: number
	guestsLose: number
	accounts: readonly { id: number; number: string; name: string; gained: number; lost: number }[]
	products: readonly { id: number; sku: string; name: string; shownTo: number; hiddenFrom: number }[]
}

/** What saving would change, told before it is saved: nothing of it is written yet. */
export function DifferenceView({ difference }: { difference: Changed }) {
	const { t } = useTranslation('entitlement')
	const { accountsGaining, accountsLosing, productsShown, productsHidden, guestsGain, guestsLose, accounts, products } = difference
	if (accounts.length === 0 && guestsGain + guestsLose === 0) return <Banner live tone="info" title={t('difference.nothing')} />
	return (
		<Section title={t('difference.title')} aside={t('difference.notSaved')} id="difference">
			<div role="status" className="grid grid-cols-2 gap-x-8 gap-y-6 lg:grid-cols-4">
				<Figure label={t('difference.gaining')} value={accountsGaining} note={t('difference.shown', { count: productsShown })} />
				<Figure label={t('difference.losing')} value={accountsLosing} note={t('difference.hidden', { count: productsHidden })} />
				<Figure label={t('difference.guestsGain')} value={guestsGain} />
				<Figure label={t('difference.guestsLose')} value={guestsLose} />
			</div>
			<div className="grid gap-8 *:min-w-0 xl:grid-cols-2">
				<Moves
					caption={t('difference.accounts')}
					head={[t('sight.account'), t('difference.gets'), t('difference.loses')]}
					total={accounts.length}
					rows={accounts.map((one) => ({
						id: one.id,
						href: `/merchandising/visibility?account=${one.number}`,
						name: one.name,
						code: one.number,
						more: one.gained,
						less: one.lost,
					}))}
				/>
				<Moves
					caption={t('difference.products')}
					head={[t('sight.product'), t('difference.shownTo'), t('difference.hiddenFrom')]}
					total={products.length}
					rows={products.map((one) => ({
						id: one.id,
						href: `/merchandising/visibility?product=${one.sku}`,
						name: one.name,
						code: one.sku,
						more: one.shownTo,
						less: one.hiddenFrom,
					}))}
				/>
			</div>
		</Section>
	)
}

type MovesProps = {
	caption: string
	head: readonly [string, string, string]
	total: number
	rows: readonly { id: number; href: string; name: string; code: string; more: number; less: number }[]
}

function Moves({ caption, head, total, rows }: MovesProps) {
	const { t } = useTranslation('entitlement')
	return (
		<div className="grid content-start gap-2">
			<Table caption={caption} showCaption dense>
				<THead>
					<Tr>
						<Th>{head[0]}</Th>
						<Th numeric>{head[1]}</Th>
						<Th numeric>{head[2]}</Th>
					</Tr>
				</THead>
				<TBody>
					{rows.map((row) => (
						<Tr key={row.id}>
							<Th scope="row">
								<Link to={row.href} className="text-accent hover:underline">
									{row.name}
								</Link>
								<span className="block font-normal text-ink-soft">{row.code}</span>
							</Th>
							<Td numeric>{row.more > 0 ? `+${row.more}` : '–'}</Td>
							<Td numeric>{row.less > 0 ? `−${row.less}` : '–'}</Td>
						</Tr>
					))}
				</TBody>
			</Table>
			{total >= 50 ? <p className="text-sm text-ink-soft">{t('difference.first')}</p> : null}
		</div>
	)
}
