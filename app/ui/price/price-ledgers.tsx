import { useTranslation } from 'react-i18next'
import type { PrivateTrace, PublicTrace } from '../../engine/pricing/price-trace.ts'
import { DayText } from '../parts/date-text.tsx'
import { PriceLedger } from './price-ledger.tsx'
import { ToldToReps } from './told-to-reps.tsx'

/** A price of a line: where and when it holds, when the line has several. */
export type LedgerPart = { trace: PublicTrace; hash: string | null; place?: string | null; deliverOn?: string | null; told?: PrivateTrace }

const isQuoted = ({ trace }: LedgerPart) => trace.candidates.some(({ rung, status }) => rung === 'quote' && status === 'won')

/** The ledgers of a line: one, or one for each of its price parts, named by store, day or quote. */
export function PriceLedgers({ parts }: { parts: readonly LedgerPart[] }) {
	const { t } = useTranslation('price')
	return (
		<div className="grid gap-8">
			{parts.map((part, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the parts of one decision never move
				<div key={index} className="grid gap-2">
					{parts.length > 1 ? (
						<p className="border-b border-rule pb-1 font-display text-lg">
							{part.place ?? (isQuoted(part) ? t('quotedPart') : part.deliverOn ? null : t('otherPart'))}{' '}
							{part.deliverOn ? <DayText day={part.deliverOn} /> : null}
						</p>
					) : null}
					<PriceLedger trace={part.trace} hash={part.hash} />
					{part.told ? <ToldToReps trace={part.told} currency={part.trace.currency} /> : null}
				</div>
			))}
		</div>
	)
}
