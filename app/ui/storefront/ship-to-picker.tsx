import { Form, useLocation } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import type { Store } from './store.ts'

/** For which store one looks: prices, stock and dates follow. Chosen at once with scripts, by a button without. */
export function ShipToPicker({ store }: { store: Store }) {
	const { t } = useTranslation('storefront')
	const { pathname, search } = useLocation()
	const [scripted, setScripted] = useState(false)
	useEffect(() => setScripted(true), [])
	const chosen = store.locationId ?? store.locations.find(({ isDefault }) => isDefault)?.id
	return (
		<Form method="post" action="/ship-to" className="flex items-center gap-1">
			<input type="hidden" name="to" value={pathname + search} />
			<label className="relative flex items-center">
				<span className="sr-only">{t('shell.shipTo')}</span>
				<Icon name="pin" className="pointer-events-none absolute left-2 size-4.5 text-ink-soft" />
				<select
					key={chosen}
					name="location"
					defaultValue={chosen}
					onChange={(event) => event.currentTarget.form?.requestSubmit()}
					className="h-10 w-full max-w-44 appearance-none truncate rounded-md bg-transparent pr-7 pl-8 text-sm font-medium hover:bg-sunken"
				>
					{store.locations.map(({ id, name, city }) => (
						<option key={id} value={id} className="bg-surface text-ink">
							{name === city ? name : `${name}, ${city}`}
						</option>
					))}
				</select>
				<Icon name="chevronDown" className="pointer-events-none absolute right-1.5 size-4 text-ink-soft" />
			</label>
			{scripted ? null : (
				<Button type="submit" size="sm">
					{t('shell.choose')}
				</Button>
			)}
		</Form>
	)
}
