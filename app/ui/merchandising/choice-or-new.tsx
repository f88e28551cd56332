import { useState } from 'react'
import { type Option, SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'

type Words = { another: string; field: string; hint: string }

/**
 * One of the known, or a new one by its name. The new name is sent as `name:new` and counts where `name` is empty; without
 * scripts its field always stands there.
 */
export function ChoiceOrNew({ label, name, value, options, words }: { label: string; name: string; value: string; options: readonly Option[]; words: Words }) {
	const isKnown = options.some((option) => option.value === value)
	const [chosen, choose] = useState(isKnown ? value : '')
	return (
		<>
			<SelectField
				label={label}
				name={name}
				value={chosen}
				onChange={(event) => choose(event.currentTarget.value)}
				options={[...options, { value: '', label: words.another }]}
			/>
			{chosen === '' ? (
				<TextField label={words.field} name={`${name}:new`} maxLength={30} defaultValue={isKnown ? '' : value} hint={words.hint} />
			) : (
				<noscript>
					<TextField label={words.field} name={`${name}:new`} maxLength={30} hint={words.hint} />
				</noscript>
			)}
		</>
	)
}
