import { useFetcher } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { ShownCart, ShownLine } from '../../engine/order/shown-cart.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { TextField } from '../parts/text-field.tsx'
import type { Answer } from './cart-tools.tsx'

/** A rep's own price for a line, with its reason. It stands inside the matrix's form, so its fields are sent by hand. */
export function OverrideForm({ cart, line }: { cart: ShownCart; line: ShownLine }) {
	const { t } = useTranslation('checkout')
	const fetcher = useFetcher<Answer>()
	const say = useRefusalWords(cart.currency)
	const error = fetcher.data && !fetcher.data.ok ? fetcher.data.refusals?.map((one) => say(one).message) : null
	const id = `override-${line.id}`
	const send = (intent: string) => {
		const read = (name: string) => document.querySelector<HTMLInputElement>(`#${id}-${name}`)?.value ?? ''
		const form = { intent: `${intent}:${line.id}`, cartId: String(cart.cartId), unitPrice: read('price'), reason: read('reason') }
		fetcher.submit(form, { method: 'post', action: '/cart' })
	}
	return (
		<Disclosure summary={t('override.give')} open={!!error}>
			<div className="flex max-w-xl flex-wrap items-end gap-3">
				<TextField
					id={`${id}-price`}
					label={t('override.price')}
					inputMode="decimal"
					size="sm"
					defaultValue={line.unitPrice?.replace(/(\.\d\d)0+$/, '$1')}
					className="w-28"
					{...(error ? { error } : {})}
				/>
				<TextField
					id={`${id}-reason`}
					label={t('override.reason')}
					size="sm"
					maxLength={300}
					defaultValue={line.override?.reason}
					className="min-w-48 flex-1"
				/>
				<Button size="sm" pending={fetcher.state !== 'idle'} onClick={() => send('override')}>
					{t('override.submit')}
				</Button>
				{line.override ? (
					<Button size="sm" variant="quiet" onClick={() => send('dropOverride')}>
						{t('override.remove')}
					</Button>
				) : null}
			</div>
		</Disclosure>
	)
}
