import { useTranslation } from 'react-i18next'
import { Counted } from '../parts/counted.tsx'
import { QuantityCell } from '../parts/number-field.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { DateField, TextField } from '../parts/text-field.tsx'

type Line = { id: number; name: string; sku: string | null; picture: string | null; unitCode: string; cells: readonly { groupId: number; quantity: string }[] }
type Group = { id: number; sequence: number; place: string | null; locationId: number | null; requestedOn: string | null }
export type ChangeFormPage = { lines: readonly Line[]; groups: readonly Group[]; shipTos: readonly { id: number; name: string; code: string }[] }
export type TypedForm = {
	cells: readonly { lineId: number; groupId: number; quantity: string }[]
	groups: readonly { groupId: number; locationId: number | null; requestedOn: string }[]
	newGroup: { locationId: number; requestedOn: string } | null
	adds: readonly { sku: string; quantity: string; groupId: number }[]
}
type Props = { page: ChangeFormPage; typed: TypedForm }

const NEW = -1

/** Deliveries by where they go; two to one store are told apart by their number. */
function usePlaceName({ groups }: ChangeFormPage) {
	const { t } = useTranslation('changes')
	return ({ place, sequence }: Group) => {
		const name = place ?? t('form.delivery', { number: sequence })
		return groups.filter((one) => one.place === place).length > 1 ? `${name} (${sequence})` : name
	}
}

/** How much of each product shall go with each delivery: what was ordered stands there to be typed over. */
export function ChangeMatrix({ page, typed }: Props) {
	const { t } = useTranslation('changes')
	const nameOf = usePlaceName(page)
	const value = (lineId: number, groupId: number) => typed.cells.find((cell) => cell.lineId === lineId && cell.groupId === groupId)?.quantity
	return (
		<Section title={t('form.quantities')}>
			<Table caption={t('form.quantities')} stacks className="[&_td]:align-middle">
				<THead>
					<tr>
						<Th>{t('form.product')}</Th>
						{page.groups.map((group) => (
							<Th key={group.id} numeric>
								{nameOf(group)}
							</Th>
						))}
						<Th numeric>{t('form.newDelivery')}</Th>
					</tr>
				</THead>
				<TBody>
					{page.lines.map((line) => (
						<Tr key={line.id}>
							<Td>
								<Product line={line} />
							</Td>
							{page.groups.map((group, place) => (
								<Td key={group.id} label={nameOf(group)} numeric>
									<QuantityCell
										name={`cell-${line.id}-${group.id}`}
										className="ml-auto"
										aria-label={t('form.cellOf', { name: line.name, place: nameOf(group) })}
										defaultValue={value(line.id, group.id) ?? line.cells[place]?.quantity ?? '0'}
									/>
								</Td>
							))}
							<Td label={t('form.newDelivery')} numeric>
								<QuantityCell
									name={`cell-${line.id}-new`}
									className="ml-auto"
									aria-label={t('form.cellOf', { name: line.name, place: t('form.newDelivery') })}
									defaultValue={value(line.id, NEW) ?? ''}
									placeholder="0"
								/>
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</Section>
	)
}

function Product({ line }: { line: Line }) {
	const sum = line.cells.reduce((total, { quantity }) => total + Number(quantity), 0)
	return (
		<span className="flex items-center gap-3">
			{line.picture ? <img src={line.picture} alt="" width={48} height={48} loading="lazy" className="drawn size-12 shrink-0 rounded-md bg-sunken" /> : null}
			<span>
				<span className="block font-medium">{line.name}</span>
				<span className="text-ink-soft">
					{line.sku} · <Counted quantity={String(sum)} unit={line.unitCode} />
				</span>
			</span>
		</span>
	)
}

/** Where and on which day each delivery goes, and one more. */
export function ChangeDeliveries({ page, typed }: Props) {
	const { t } = useTranslation('changes')
	const nameOf = usePlaceName(page)
	const stores = page.shipTos.map(({ id, name }) => ({ value: String(id), label: name }))
	const offered = ({ locationId, place }: Group) =>
		locationId === null || page.shipTos.some(({ id }) => id === locationId)
			? stores
			: [{ value: String(locationId), label: place ?? String(locationId) }, ...stores]
	return (
		<Section title={t('form.deliveries')}>
			<ul className="grid">
				{page.groups.map((group) => {
					const now = typed.groups.find(({ groupId }) => groupId === group.id)
					return (
						<li key={group.id} className="grid gap-4 border-b border-rule py-4 sm:grid-cols-[1fr_14rem_12rem]">
							<span className="self-center font-medium">{nameOf(group)}</span>
							<SelectField
								label={t('form.place')}
								name={`place-${group.id}`}
								options={offered(group)}
								defaultValue={String(now?.locationId ?? group.locationId ?? '')}
								size="sm"
							/>
							<DateField label={t('form.day')} name={`day-${group.id}`} defaultValue={now?.requestedOn ?? group.requestedOn ?? ''} size="sm" />
						</li>
					)
				})}
				<li className="grid gap-4 py-4 sm:grid-cols-[1fr_14rem_12rem]">
					<span className="self-center">
						<span className="block font-medium">{t('form.newDelivery')}</span>
						<span className="text-sm text-ink-soft">{t('form.newDeliveryHint')}</span>
					</span>
					<SelectField
						label={t('form.place')}
						name="place-new"
						options={[{ value: '', label: t('form.noPlace') }, ...stores]}
						defaultValue={String(typed.newGroup?.locationId ?? '')}
						size="sm"
					/>
					<DateField label={t('form.day')} name="day-new" defaultValue={typed.newGroup?.requestedOn ?? ''} size="sm" />
				</li>
			</ul>
		</Section>
	)
}

/** Goods that are to come to the order, by their number. */
export function ChangeAdds({ page, typed, rows }: Props & { rows: number }) {
	const { t } = useTranslation('changes')
	const nameOf = usePlaceName(page)
	const places = [...page.groups.map((group) => ({ value: String(group.id), label: nameOf(group) })), { value: 'new', label: t('form.newDelivery') }]
	return (
		<Section title={t('form.more')}>
			<p className="mb-4 max-w-prose text-sm text-ink-soft">{t('form.moreText')}</p>
			<div className="grid gap-3">
				{Array.from({ length: rows }, (_, row) => {
					const add = typed.adds[row]
					return (
						// biome-ignore lint/suspicious/noArrayIndexKey: the rows are a fixed number of empty places.
						<div key={row} className="grid gap-3 sm:grid-cols-[14rem_8rem_14rem]">
							<TextField label={t('form.sku')} name={`sku-${row}`} defaultValue={add?.sku ?? ''} autoComplete="off" size="sm" />
							<TextField
								label={t('form.quantity')}
								name={`quantity-${row}`}
								inputMode="decimal"
								defaultValue={add?.quantity ?? ''}
								size="sm"
								inputClassName="text-right tabular-nums"
							/>
							<SelectField
								label={t('form.with')}
								name={`group-${row}`}
								options={places}
								defaultValue={add ? (add.groupId === NEW ? 'new' : String(add.groupId)) : undefined}
								size="sm"
							/>
						</div>
					)
				})}
			</div>
		</Section>
	)
}
