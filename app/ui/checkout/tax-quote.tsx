import { useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'

/** What asking again can cure. */
const CURABLE = ['TAX_STALE', 'TAX_NOT_QUOTED', 'TAX_SERVICE_DOWN']

/** Asks for the tax again with everything that was typed: it sends the form of the order, which stands elsewhere on the page. */
export function RequoteButton({ refusals }: { refusals: readonly Refusal[] }) {
	const { t } = useTranslation('checkout')
	const { state, formData } = useNavigation()
	if (!refusals.some(({ code }) => CURABLE.includes(code))) return null
	return (
		<p>
			<Button
				type="submit"
				form="place"
				formNoValidate
				name="intent"
				value="requote"
				icon="refresh"
				pending={state !== 'idle' && formData?.get('intent') === 'requote'}
			>
				{t('tax.askAgain')}
			</Button>
		</p>
	)
}

/** What the tax was when the order was sent, and what it is now. */
export function TaxMoved({ cart, before }: { cart: ShownCart; before: { taxMinor: number; totalMinor: number } | null }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	if (!before || !cart.isTaxKnown || before.taxMinor === cart.taxMinor) return null
	const amounts = { taxBefore: before.taxMinor, taxAfter: cart.taxMinor, totalBefore: before.totalMinor, totalAfter: cart.totalMinor }
	const shown = Object.fromEntries(Object.entries(amounts).map(([name, minor]) => [name, money(minor, cart.currency, locale)]))
	return (
		<Banner live tone="info" title={t('tax.moved')}>
			{t('tax.movedText', shown)}
		</Banner>
	)
}
