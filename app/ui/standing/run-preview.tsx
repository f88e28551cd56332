import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { microsOf } from '../../engine/base/money.ts'
import { RefusalList } from '../account/refusal-list.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money, UnitPrice } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import type { ShownPreview } from './standing-view.ts'

export const skuOf = ({ facts }: { facts: Record<string, unknown> }) => (typeof facts['sku'] === 'string' ? facts['sku'] : null)

/** What the next run would order today: prices beside the agreed ones, promotions, sums, and what would hold it. */
export function RunPreview({ preview, currency }: { preview: ShownPreview; currency: string }) {
	const { t } = useTranslation('standing')
	const { lines, sums, promotions, holds } = preview
	const amount = (minor: number) => <Money minor={minor} currency={currency} />
	const withTax = sums.pricesIncludeTax
	const tax = { key: 'tax', label: t(withTax ? 'preview.ofWhichTax' : 'preview.tax'), value: amount(sums.taxMinor) }
	const total = { key: 'total', label: t(withTax ? 'preview.totalWithTax' : 'preview.total'), value: amount(sums.totalMinor), strong: true }
	return (
		<div className="grid gap-6">
			{holds.length > 0 ? <RefusalList title={t('preview.wouldHold')} refusals={holds} whereOf={skuOf} /> : null}
			<Table caption={t('preview.title')} stacks>
				<THead>
					<tr>
						<Th>{t('preview.product')}</Th>
						<Th numeric>{t('preview.quantity')}</Th>
						<Th numeric>{t('preview.agreed')}</Th>
						<Th numeric>{t('preview.now')}</Th>
						<Th numeric>{t(withTax ? 'preview.netWithTax' : 'preview.net')}</Th>
					</tr>
				</THead>
				<TBody>
					{lines.map((line) => (
						<Tr key={line.sequence}>
							<Th scope="row">
								<Link to={`/products/${line.slug}`} className="font-medium hover:underline">
									{line.name}
								</Link>
								<span className="block text-sm font-normal text-ink-soft">{line.sku}</span>
							</Th>
							<Td numeric label={t('preview.quantity')}>
								{line.quantity}
							</Td>
							<Td numeric label={t('preview.agreed')}>
								{line.agreed === null ? '–' : <UnitPrice micros={microsOf(line.agreed)} currency={currency} />}
							</Td>
							<Td numeric label={t('preview.now')}>
								{line.now === null ? t('preview.onRequest') : <UnitPrice micros={microsOf(line.now)} currency={currency} />}
							</Td>
							<Td numeric label={t(withTax ? 'preview.netWithTax' : 'preview.net')}>
								{amount(line.netMinor)}
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
			<KeyValueList
				sums
				className="w-full justify-self-end sm:max-w-sm"
				rows={[
					{ key: 'goods', label: t(withTax ? 'preview.goodsWithTax' : 'preview.goods'), value: amount(sums.goodsMinor) },
					...promotions.map(({ id, name, savingMinor }) => ({ key: `p${id}`, label: name, value: savingMinor === 0 ? '' : amount(-savingMinor) })),
					...(sums.relievedMinor > 0 ? [{ key: 'relieved', label: t('preview.relieved'), value: amount(-sums.relievedMinor) }] : []),
					{ key: 'shipping', label: t('preview.shipping'), value: amount(sums.shippingMinor) },
					...(withTax ? [total, tax] : [tax, total]),
				]}
			/>
			<p className="text-sm text-ink-soft">{t('preview.po', { number: preview.poNumber })}</p>
		</div>
	)
}
