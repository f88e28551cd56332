import { useTranslation } from 'react-i18next'
import { microsOf } from '../../engine/base/money.ts'
import type { PrivateTrace } from '../../engine/pricing/price-trace.ts'
import { Status } from '../parts/badge.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money, UnitPrice } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

/** What no buyer is told: cost, floor, margin, and books that are drafts or still to come (commerce-engine.md section 4). */
export function PrivatePart({ trace, currency }: { trace: PrivateTrace; currency: string }) {
	const { t } = useTranslation(['merchandising', 'price'])
	const price = (text: string | null) => (text === null ? '–' : <UnitPrice micros={microsOf(text)} currency={currency} />)
	return (
		<Section title={t('inspector.private')} aside={t('inspector.privateNote')}>
			<div className="grid gap-8 lg:grid-cols-[20rem_1fr]">
				<KeyValueList
					sums
					rows={[
						{ key: 'cost', label: t('inspector.cost'), value: price(trace.unitCost) },
						{ key: 'floor', label: t('inspector.floor'), value: price(trace.floorPrice) },
						{
							key: 'margin',
							label: t('inspector.margin'),
							value: trace.marginMinor === null ? '–' : <Money minor={trace.marginMinor} currency={currency} />,
							strong: true,
						},
					]}
				/>
				{trace.hidden.length === 0 ? (
					<p className="text-sm text-ink-soft">{t('inspector.noHidden')}</p>
				) : (
					<Table caption={t('inspector.hidden')} showCaption dense stacks>
						<THead>
							<Tr>
								<Th>{t('books.book')}</Th>
								<Th>{t('books.rung')}</Th>
								<Th>{t('inspector.why')}</Th>
							</Tr>
						</THead>
						<TBody>
							{trace.hidden.map((candidate) => (
								<Tr key={`${candidate.bookId} ${candidate.entryId}`}>
									<Th scope="row">{candidate.bookName}</Th>
									<Td label={t('books.rung')}>{t(`rung.${candidate.rung}`)}</Td>
									<Td label={t('inspector.why')}>
										<Status>{candidate.reason ? t(`price:reason.${candidate.reason}`, { currency, unit: '' }) : '–'}</Status>
									</Td>
								</Tr>
							))}
						</TBody>
					</Table>
				)}
			</div>
		</Section>
	)
}
