import { useTranslation } from 'react-i18next'
import { Badge } from '../parts/badge.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useFieldName } from './use-field-name.ts'

type Row = { sku: string; name: string; before: Record<string, unknown>; after: Record<string, unknown>; state: string }

const told = (value: unknown) => (value === null || value === undefined || value === '' ? '–' : Array.isArray(value) ? value.join(', ') : String(value))

/** What was there and what came, product by product. */
export function ChangedRows({ rows, total }: { rows: readonly Row[]; total: number }) {
	const { t } = useTranslation('grid')
	const fieldName = useFieldName()
	return (
		<div className="grid gap-2">
			<Table caption={t('change.rows')} dense>
				<THead>
					<Tr>
						<Th>{t('merchandising:book.product')}</Th>
						<Th>{t('change.what')}</Th>
						<Th>{t('merchandising:status')}</Th>
					</Tr>
				</THead>
				<TBody>
					{rows.map((row) => (
						<Tr key={row.sku}>
							<Th scope="row">
								{row.name} <span className="font-normal text-ink-soft">{row.sku}</span>
							</Th>
							<Td>
								{Object.keys(row.after).map((key) => (
									<span key={key} className="block">
										<span className="text-ink-soft">{fieldName(key)}:</span> <s className="text-ink-soft">{told(row.before[key])}</s> {told(row.after[key])}
									</span>
								))}
							</Td>
							<Td>
								<Badge tone={row.state === 'applied' ? 'positive' : row.state === 'passed' ? 'warning' : 'neutral'}>{t(`rowState.${row.state}`)}</Badge>
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
			{total > rows.length ? <p className="text-sm text-ink-soft">{t('change.first', { shown: rows.length, count: total })}</p> : null}
		</div>
	)
}
