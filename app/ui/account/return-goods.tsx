import { useTranslation } from 'react-i18next'
import { Counted } from '../parts/counted.tsx'
import { QuantityCell } from '../parts/number-field.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { ThingCell } from './thing-cell.tsx'

type Thing = {
	key: string
	groupId: number
	place: string | null
	sku: string
	name: string
	picture: string | null
	bundleName: string | null
	unitCode: string
	unitDigits: number
	delivered: string
	open: string
}
type Typed = { key: string; quantity: string; reason: string | null }

const reasons = ['damaged', 'wrong', 'quality', 'too_many', 'other'] as const

/** What can come back, delivery by delivery, each with how many and why. */
export function ReturnGoods({ things, typed }: { things: readonly Thing[]; typed: readonly Typed[] }) {
	const deliveries = [...Map.groupBy(things, ({ groupId }) => groupId)]
	return deliveries.map(([groupId, own]) => (
		<Section key={groupId} title={own[0]?.place ?? null}>
			<Delivered things={own} typed={typed} />
		</Section>
	))
}

function Delivered({ things, typed }: { things: readonly Thing[]; typed: readonly Typed[] }) {
	const { t } = useTranslation(['returns', 'account'])
	return (
		<Table caption={things[0]?.place ?? t('title')} stacks className="[&_td]:align-middle">
			<THead>
				<tr>
					<Th>{t('account:line.product')}</Th>
					<Th numeric className="sm:w-36">
						{t('column.delivered')}
					</Th>
					<Th numeric className="sm:w-32">
						{t('column.back')}
					</Th>
					<Th className="sm:w-72">{t('column.reason')}</Th>
				</tr>
			</THead>
			<TBody>
				{things.map((thing) => (
					<Row key={thing.key} thing={thing} typed={typed.find(({ key }) => key === thing.key)} />
				))}
			</TBody>
		</Table>
	)
}

function Row({ thing, typed }: { thing: Thing; typed: Typed | undefined }) {
	const { t } = useTranslation('returns')
	const { key, name, open } = thing
	const isOpen = open !== '0'
	return (
		<Tr className={isOpen ? undefined : 'text-ink-soft'}>
			<ThingCell
				picture={thing.picture}
				name={thing.name}
				note={[thing.sku, thing.bundleName && t('form.inside', { name: thing.bundleName })].filter(Boolean).join(' · ')}
			/>
			<Td label={t('column.delivered')} numeric>
				<Counted quantity={thing.delivered} unit={thing.unitCode} />
			</Td>
			<Td label={t('column.back')} numeric>
				{isOpen ? (
					<QuantityCell
						name={`quantity-${key}`}
						className="ml-auto"
						aria-label={t('form.quantityOf', { name })}
						defaultValue={typed?.quantity ?? ''}
						placeholder="0"
						max={open}
						step={thing.unitDigits === 0 ? 1 : 'any'}
					/>
				) : (
					'–'
				)}
			</Td>
			<Td label={t('column.reason')} empty={!isOpen}>
				{isOpen ? (
					<SelectField
						label={t('form.reasonOf', { name })}
						hideLabel
						size="sm"
						name={`reason-${key}`}
						defaultValue={typed?.reason ?? ''}
						options={[{ value: '', label: t('reason.choose') }, ...reasons.map((one) => ({ value: one, label: t(`reason.${one}`) }))]}
						className="min-w-44 max-sm:ml-auto max-sm:w-44"
					/>
				) : null}
			</Td>
		</Tr>
	)
}
