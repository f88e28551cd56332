import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import type { Bulk } from './grid-view.ts'
import { useFieldName } from './use-field-name.ts'
import { useValueName } from './use-value-name.ts'

type Preview = {
	matched: number
	changing: number
	misfits: readonly { reason: string; count: number }[]
	rows: readonly { sku: string; name: string; before: string; after: string }[]
}
type BulkPreviewProps = { preview: Preview; bulk: Bulk; isBusy: boolean; categories: readonly { id: number; name: string }[] }

/** What a bulk edit would change; it is done with the button below, and not before. */
export function BulkPreviewView({ preview, bulk, isBusy, categories }: BulkPreviewProps) {
	const { t } = useTranslation('grid')
	const fieldName = useFieldName()
	const valueName = useValueName(bulk.key, categories)
	return (
		<Section title={t('preview.title', { count: preview.changing })} aside={t('preview.matched', { count: preview.matched })}>
			<div role="status" className="grid gap-1 text-sm">
				{preview.misfits.map(({ reason, count }) => (
					<p key={reason} className="text-warning">
						{t(`misfit.${reason}`, { count })}
					</p>
				))}
				{preview.changing === 0 ? <p>{t('preview.nothing')}</p> : null}
			</div>
			{preview.rows.length > 0 ? (
				<Table caption={t('preview.title', { count: preview.changing })} dense>
					<THead>
						<Tr>
							<Th>{t('merchandising:book.product')}</Th>
							<Th>{t('preview.before', { field: fieldName(bulk.key) })}</Th>
							<Th>{t('preview.after')}</Th>
						</Tr>
					</THead>
					<TBody>
						{preview.rows.slice(0, 12).map((row) => (
							<Tr key={row.sku}>
								<Th scope="row">
									{row.name} <span className="font-normal text-ink-soft">{row.sku}</span>
								</Th>
								<Td className="text-ink-soft line-through">{valueName(row.before) || '–'}</Td>
								<Td>{valueName(row.after) || '–'}</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			) : null}
			{preview.changing > 12 ? <p className="text-sm text-ink-soft">{t('preview.first', { count: preview.changing - 12 })}</p> : null}
			{preview.changing > 0 ? (
				<Form method="post" className="flex flex-wrap items-center gap-3">
					<input type="hidden" name="key" value={bulk.key} />
					<input type="hidden" name={bulk.key.startsWith('category.') ? 'categoryId' : 'value'} value={bulk.value} />
					<input type="hidden" name="scope" value={bulk.isAll ? 'all' : 'ticked'} />
					{bulk.isAll ? null : bulk.productIds.map((id) => <input key={id} type="hidden" name="productId" value={id} />)}
					<Button type="submit" name="intent" value="bulk" variant="primary" pending={isBusy}>
						{t('preview.apply', { count: preview.changing })}
					</Button>
					<p className="text-sm text-ink-soft">{t('preview.undoable')}</p>
				</Form>
			) : null}
		</Section>
	)
}
