import { useTranslation } from 'react-i18next'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { useReader } from '../format/locale.tsx'
import { decimalText } from '../format/number.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { Money } from '../parts/money.tsx'
import { useEdits } from './cell-store.ts'
import { lookNow, useIsLost } from './connection.ts'
import { deliveryName } from './matrix-row.tsx'
import type { SavedCells } from './use-saved-cells.ts'

/** What stands between what was typed and what is saved: a lost connection, somebody else's edit, a price that would rise. */
export function EditNotices({ cart, saved }: { cart: ShownCart; saved: SavedCells }) {
	const { t } = useTranslation('checkout')
	const edits = useEdits(saved.store)
	const isLost = useIsLost()
	const conflicts = edits.filter(([, { state }]) => state === 'conflict')
	return (
		<>
			{isLost ? (
				<Banner
					tone="warning"
					live
					title={t('saving.lost')}
					action={
						<Button size="sm" icon="refresh" onClick={lookNow}>
							{t('saving.retry')}
						</Button>
					}
				>
					{t('saving.lostText')}
				</Banner>
			) : null}
			{conflicts.length > 0 ? (
				<Banner tone="warning" live title={t('saving.conflict')} action={<Choice saved={saved} keep={t('saving.mine')} drop={t('saving.theirs')} />}>
					<Conflicts cart={cart} conflicts={conflicts} />
				</Banner>
			) : null}
			<Refused cart={cart} saved={saved} />
		</>
	)
}

function Choice({ saved, keep, drop, consent = false }: { saved: SavedCells; keep: string; drop: string; consent?: boolean }) {
	return (
		<div className="flex gap-2">
			<Button size="sm" variant="primary" onClick={() => saved.insist(consent)}>
				{keep}
			</Button>
			<Button size="sm" onClick={saved.letGo}>
				{drop}
			</Button>
		</div>
	)
}

function Conflicts({ cart, conflicts }: { cart: ShownCart; conflicts: ReturnType<typeof useEdits> }) {
	const { t } = useTranslation('checkout')
	const { locale } = useReader()
	return (
		<ul>
			{conflicts.map(([key, { value, theirs }]) => {
				const [lineId, groupKey] = key.split(':')
				const line = cart.lines.find(({ id }) => String(id) === lineId)
				const delivery = cart.deliveries.find((one) => one.groupKey === groupKey)
				const store = delivery ? deliveryName(delivery, t('delivery.nowhere')) : ''
				const quantities = { mine: decimalText(value || '0', locale), theirs: decimalText(theirs ?? '0', locale) }
				return <li key={key}>{t('saving.both', { product: line?.name ?? '', store, ...quantities })}</li>
			})}
		</ul>
	)
}

function Refused({ cart, saved }: { cart: ShownCart; saved: SavedCells }) {
	const { t } = useTranslation('checkout')
	const say = useRefusalWords(cart.currency)
	const { refusals } = saved
	if (refusals.length === 0) return null
	const rises = refusals.every(({ code }) => code === 'PRICE_RISES')
	const lines = refusals.map((one) => ({ one, name: cart.lines.find(({ sequence }) => sequence === one.line)?.name ?? '' }))
	return (
		<Banner
			tone={rises ? 'info' : 'danger'}
			live
			title={rises ? t('saving.rises') : t('refused')}
			action={
				rises ? (
					<Choice saved={saved} keep={t('saving.riseYes')} drop={t('saving.riseNo')} consent />
				) : (
					<Button size="sm" onClick={saved.letGo}>
						{t('saving.back')}
					</Button>
				)
			}
		>
			<ul>
				{lines.map(({ one, name }) => (
					<li key={`${one.code} ${one.line} ${JSON.stringify(one.facts)}`}>
						<b className="font-medium">{name}</b> {say(one).message}{' '}
						{rises ? (
							<>
								<Money minor={Number(one.facts['resolvedMinor'])} currency={cart.currency} /> {t('saving.insteadOf')}{' '}
								<Money minor={Number(one.facts['insteadOfMinor'])} currency={cart.currency} />
							</>
						) : null}
					</li>
				))}
			</ul>
		</Banner>
	)
}
