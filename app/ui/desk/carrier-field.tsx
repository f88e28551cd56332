import { useId } from 'react'
import { carriers } from '../../engine/order/tracking-page.ts'
import { TextField } from '../parts/text-field.tsx'

/** Whoever carries it: one of those whose parcels can be followed, or any other by name. */
export function CarrierField({ label, defaultValue }: { label: string; defaultValue: string }) {
	const list = useId()
	return (
		<>
			<TextField label={label} name="carrier" list={list} defaultValue={defaultValue} maxLength={60} />
			<datalist id={list}>
				{carriers.map((name) => (
					<option key={name} value={name} />
				))}
			</datalist>
		</>
	)
}
