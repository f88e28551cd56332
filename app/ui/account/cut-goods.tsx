import { useTranslation } from 'react-i18next'
import { Counted } from '../parts/counted.tsx'
import { QuantityCell } from '../parts/number-field.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { ThingCell } from './thing-cell.tsx'

type Thing = {
	allocationId: number
	groupId: number
	place: string | null
	delivery: number
	name: string
	sku: string | null
	picture: string | null
	unitCode: string
	open: string
}

/** What has not shipped, delivery by delivery, each with how much of it shall not come. */
export function CutGoods({ things, typed }: { things: readonly Thing[]; typed: readonly { allocationId: number; quantity: string }[] }) {
	const { t } = useTranslation('account')
	return [...Map.groupBy(things, ({ groupId }) => groupId)].map(([groupId, own]) => {
		const place = own[0]?.place ?? t('delivery.name', { number: own[0]?.delivery ?? 1 })
		return (
			<Section key={groupId} title={place}>
				<Table caption={t('delivery.linesOf', { place: `${place} (${own[0]?.delivery ?? 1})` })} stacks className="[&_td]:align-middle">
					<THead>
						<tr>
							<Th>{t('line.product')}</Th>
							<Th numeric className="sm:w-40">
								{t('cut.open')}
							</Th>
							<Th numeric className="sm:w-40">
								{t('cut.less')}
							</Th>
						</tr>
					</THead>
					<TBody>
						{own.map((thing) => (
							<Tr key={thing.allocationId}>
								<ThingCell picture={thing.picture} name={thing.name} note={thing.sku} />
								<Td label={t('cut.open')} numeric>
									<Counted quantity={thing.open} unit={thing.unitCode} />
								</Td>
								<Td label={t('cut.less')} numeric>
									<QuantityCell
										name={`quantity-${thing.allocationId}`}
										className="ml-auto"
										aria-label={t('cut.lessOf', { name: thing.name, place })}
										defaultValue={typed.find(({ allocationId }) => allocationId === thing.allocationId)?.quantity ?? ''}
										placeholder="0"
										max={thing.open}
										step="any"
									/>
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			</Section>
		)
	})
}
