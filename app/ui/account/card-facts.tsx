import { useTranslation } from 'react-i18next'
import { Status } from '../parts/badge.tsx'
import { DayText } from '../parts/date-text.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'

type Refund = { amountMinor: number; status: string; on: string }
type Dispute = Refund & { reason: string; respondBy: string | null }

/** The processor's words for a refund that goes its way, has gone it, or has not. */
const refundTone = (status: string) => (status === 'succeeded' ? 'positive' : status === 'failed' || status === 'canceled' ? 'danger' : 'accent')
const refundWord = (status: string) => (status === 'succeeded' ? 'done' : status === 'failed' || status === 'canceled' ? 'failed' : 'pending')
const disputeWord = (status: string) => (status === 'won' || status === 'warning_closed' ? 'won' : status === 'lost' ? 'lost' : 'open')
const disputeTone = { won: 'positive', lost: 'danger', open: 'danger' } as const

/** What was given back on the card, and what its holder's bank disputes. */
export function CardFacts({ refunds, disputes, currency }: { refunds: readonly Refund[]; disputes: readonly Dispute[]; currency: string }) {
	const { t } = useTranslation('documents')
	if (refunds.length + disputes.length === 0) return null
	const rows = [
		...refunds.map((refund, index) => ({
			key: `refund${index}`,
			label: (
				<>
					{t('statement.kind.refund')} · <DayText day={refund.on} />{' '}
					<Status tone={refundTone(refund.status)}>{t(`refund.${refundWord(refund.status)}`)}</Status>
				</>
			),
			value: <Money minor={-refund.amountMinor} currency={currency} />,
		})),
		...disputes.map((dispute, index) => {
			const word = disputeWord(dispute.status)
			return {
				key: `dispute${index}`,
				label: (
					<>
						{t('dispute.title')} · <DayText day={dispute.on} /> <Status tone={disputeTone[word]}>{t(`dispute.${word}`)}</Status>
					</>
				),
				value: <Money minor={-dispute.amountMinor} currency={currency} />,
			}
		}),
	]
	return (
		<Section title={t('receipt.afterwards')}>
			<KeyValueList sums rows={rows} />
		</Section>
	)
}
