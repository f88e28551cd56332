import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import type { Tone } from '../parts/badge.tsx'
import { DateText } from '../parts/date-text.tsx'
import type { IconName } from '../parts/icon.tsx'
import { Timeline } from '../parts/timeline.tsx'

type Entry = {
	id: number
	kind: string
	facts: Record<string, unknown>
	count: number
	contactName: string | null
	actorName: string | null
	occurredAt: Instant
}

const looks: Record<string, { icon: IconName; tone?: Tone }> = {
	'account.climbed': { icon: 'check', tone: 'positive' },
	'call.noted': { icon: 'phone', tone: 'accent' },
	'campaign.mail_released': { icon: 'mail' },
	'campaign.touch_confirmed': { icon: 'megaphone', tone: 'accent' },
	'account.merged': { icon: 'check' },
	'account.parted': { icon: 'undo' },
	'card.saved': { icon: 'card' },
	'card.removed': { icon: 'card' },
	'card.shared': { icon: 'card', tone: 'positive' },
	cart: { icon: 'cart' },
	'cart.abandoned': { icon: 'cart', tone: 'warning' },
	'cart.recovered': { icon: 'cart', tone: 'positive' },
	'case.closed': { icon: 'check', tone: 'positive' },
	'case.opened': { icon: 'phone', tone: 'warning' },
	'contact.signed_in': { icon: 'user' },
	'credit.near_limit': { icon: 'card', tone: 'warning' },
	'delivery.released': { icon: 'truck', tone: 'positive' },
	'invoice.issued': { icon: 'document' },
	'invoice.overdue': { icon: 'document', tone: 'danger' },
	'invoice.paid': { icon: 'document', tone: 'positive' },
	'login.dormant': { icon: 'user', tone: 'warning' },
	'order.cancelled': { icon: 'box', tone: 'danger' },
	'order.part_cancelled': { icon: 'box', tone: 'warning' },
	'order.change_proposed': { icon: 'edit', tone: 'accent' },
	'order.change_refused': { icon: 'edit', tone: 'danger' },
	'order.changed': { icon: 'edit', tone: 'positive' },
	'order.delivered': { icon: 'truck', tone: 'positive' },
	'order.placed': { icon: 'box', tone: 'positive' },
	'order.shipped': { icon: 'truck' },
	'pay_link.sent': { icon: 'card', tone: 'accent' },
	'payment.declined': { icon: 'card', tone: 'danger' },
	'payment.disputed': { icon: 'card', tone: 'danger' },
	'payment.dispute_closed': { icon: 'card' },
	'payment.refunded': { icon: 'card' },
	'price.requested': { icon: 'tag', tone: 'warning' },
	'product.viewed': { icon: 'search' },
	'quote.accepted': { icon: 'document', tone: 'positive' },
	'quote.countered': { icon: 'document', tone: 'accent' },
	'quote.declined': { icon: 'document', tone: 'danger' },
	'quote.expired': { icon: 'document', tone: 'danger' },
	'quote.offered': { icon: 'document' },
	'quote.prepared': { icon: 'document' },
	'lead.converted': { icon: 'user', tone: 'positive' },
	'quote.requested': { icon: 'document', tone: 'warning' },
	'quote.withdrawn': { icon: 'document' },
	'reorder.due': { icon: 'refresh', tone: 'accent' },
	'return.asked': { icon: 'refresh', tone: 'warning' },
	'return.received': { icon: 'refresh', tone: 'positive' },
	'search.performed': { icon: 'search', tone: 'warning' },
	'standing_order.changed': { icon: 'calendar' },
	'standing_order.made': { icon: 'calendar', tone: 'positive' },
	'return.refused': { icon: 'refresh', tone: 'danger' },
}

/** The account's story in sentences; what is not known by name is still told. */
export function AccountTimeline({ entries, at }: { entries: readonly Entry[]; at: Instant }) {
	const { t, i18n } = useTranslation('desk')
	const { locale } = useReader()
	if (entries.length === 0) return <p className="text-sm text-ink-soft">{t('timeline.none')}</p>
	const titleOf = ({ kind, count, facts, contactName }: Entry) => {
		const key = `timeline.kind.${kind.replaceAll('.', '_')}`
		const wordIn = (name: string) => (typeof facts[name] === 'string' ? facts[name] : '')
		return t(i18n.exists(`desk:${key}`, { count }) ? key : 'timeline.kind.any', {
			count,
			number: wordIn('number'),
			text: wordIn('text'),
			kind,
			name: contactName ?? t('timeline.somebody'),
		})
	}
	const bodyOf = ({ facts, actorName }: Entry) => {
		const minor = facts['totalMinor'] ?? facts['netMinor']
		const parts = [
			typeof minor === 'number' && minor > 0 && typeof facts['currency'] === 'string' ? money(minor, facts['currency'], locale) : null,
			actorName ? t('timeline.byRep', { name: actorName }) : null,
			typeof facts['note'] === 'string' && facts['note'] !== '' ? facts['note'] : null,
		]
		return parts.filter(Boolean).join(' · ')
	}
	return (
		<Timeline
			label={t('timeline.title')}
			entries={entries.map((entry) => ({
				key: String(entry.id),
				title: titleOf(entry),
				when: <DateText instant={entry.occurredAt} at={at} />,
				body: bodyOf(entry) || null,
				...(looks[entry.kind] ?? {}),
			}))}
		/>
	)
}
