import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { day, type Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count, list, quantity } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Money } from '../parts/money.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { useMay } from '../shell/roles.tsx'
import type { AlertView } from './alert-view.ts'
import { CallWindow } from './call-window.tsx'

const reasons = ['in_touch', 'not_now', 'wrong_offer', 'not_interested'] as const

/** One next best action: what to do in one sentence, every fact it was made from, and the acts. */
export function AlertCard({ alert, at, note }: { alert: AlertView; at: Instant; note: string }) {
	const { t } = useTranslation('desk')
	const { id, accountId, accountName, contactName, contactPhone, status } = alert
	return (
		<article aria-labelledby={`alert-${id}`} className="grid gap-5 border-t border-ink pt-5">
			<header className="grid gap-2">
				<div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
					<Badge tone="accent">{t(`alerts.${alert.rule}`)}</Badge>
					{status === 'taken' ? <Badge tone="positive">{t('alerts.taken')}</Badge> : null}
					<DateText instant={alert.createdAt} at={at} />
				</div>
				<h2 id={`alert-${id}`} className="font-display text-xl sm:text-2xl">
					{t(`alerts.title_${alert.template}`, { contact: contactName, account: accountName })}
				</h2>
				<p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
					<TextLink to={`/desk/accounts/${accountId}`}>{accountName}</TextLink>
					{contactPhone ? (
						<a href={`tel:${contactPhone.replaceAll(/[^\d+]/g, '')}`} className="inline-flex items-center gap-1.5 tabular-nums hover:underline">
							<Icon name="phone" className="size-4" />
							{contactPhone}
						</a>
					) : null}
				</p>
			</header>
			<AlertFacts alert={alert} at={at} />
			<AlertActs alert={alert} note={note} />
		</article>
	)
}

/** Each fact that the rule used, with a sign for the eye and a name for everybody. */
function AlertFacts({ alert, at }: { alert: AlertView; at: Instant }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	const { touch, cart, termsDays, baseTermsDays, offers, suggestions, interests, rhythm, away, call } = alert
	return (
		<dl className="grid gap-x-10 gap-y-5 text-sm md:grid-cols-2">
			{touch ? (
				<AlertFact icon="megaphone" label={t('alerts.touch')}>
					{t('alerts.touchText', { contact: alert.contactName, campaign: touch.campaignName })}{' '}
					{touch.confirmedAt ? <DateText instant={touch.confirmedAt} at={at} /> : null}
				</AlertFact>
			) : null}
			{cart ? (
				<AlertFact icon="cart" label={t('alerts.cart')}>
					<CartFacts cart={cart} at={at} />
				</AlertFact>
			) : null}
			{offers.length > 0 ? (
				<AlertFact icon="tag" label={t('alerts.offers')}>
					<ul className="grid gap-1">
						{offers.map((offer) => (
							<li key={offer.promotionId}>
								{offer.name} <span className="text-ink-soft">{t(offer.acts ? 'alerts.acts' : 'alerts.wouldAct')}</span>
							</li>
						))}
					</ul>
				</AlertFact>
			) : null}
			{baseTermsDays === null ? null : (
				<AlertFact icon="calendar" label={t('alerts.terms')}>
					{termsDays === null ? t('alerts.termsBase', { days: baseTermsDays }) : t('alerts.termsLonger', { days: termsDays, base: baseTermsDays })}
				</AlertFact>
			)}
			{rhythm ? (
				<>
					<AlertFact icon="calendar" label={t('alerts.rhythm')}>
						{t('alerts.rhythmText', { count: rhythm.everyDays })}
					</AlertFact>
					<AlertFact icon="box" label={t('alerts.lastOrder')}>
						{day(rhythm.lastOn, locale, 'long')}
					</AlertFact>
					{rhythm.usual.length > 0 ? (
						<AlertFact icon="cart" label={t('alerts.usual')}>
							{list(
								rhythm.usual.map(({ name }) => name),
								locale,
							)}
						</AlertFact>
					) : null}
				</>
			) : null}
			{away ? (
				<>
					<AlertFact icon="user" label={t('alerts.away')}>
						{t('alerts.awayText', { count: away.days })} · {day(away.lastOn, locale, 'long')}
					</AlertFact>
					<AlertFact icon="box" label={t('alerts.revenue')}>
						<Money minor={away.revenueMinor} currency={away.currency} /> <span className="text-ink-soft">{t('alerts.topQuarter')}</span>
					</AlertFact>
				</>
			) : null}
			{suggestions.length > 0 ? (
				<AlertFact icon="users" label={t('alerts.similar')}>
					<Suggestions suggestions={suggestions} />
				</AlertFact>
			) : null}
			{interests.length > 0 ? (
				<AlertFact icon="search" label={t('alerts.looked')}>
					<ul className="grid gap-0.5">
						{interests.map(({ productId, name, times }) => (
							<li key={productId} className="tabular-nums">
								{name} <span className="text-ink-soft">· {t('alerts.times', { count: times, shown: count(times, locale) })}</span>
							</li>
						))}
					</ul>
				</AlertFact>
			) : null}
			{call ? (
				<AlertFact icon="phone" label={t('alerts.call')}>
					<CallWindow call={call} />
				</AlertFact>
			) : null}
		</dl>
	)
}

function AlertFact({ icon, label, children }: { icon: IconName; label: string; children: ReactNode }) {
	return (
		<div className="relative min-w-0 pl-9">
			<dt className="text-xs font-medium text-ink-soft">
				<Icon name={icon} className="absolute top-0.5 left-0 size-5" />
				{label}
			</dt>
			<dd className="mt-0.5">{children}</dd>
		</div>
	)
}

function CartFacts({ cart, at }: { cart: NonNullable<AlertView['cart']>; at: Instant }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	return (
		<>
			<ul className="grid gap-0.5">
				{cart.lines.map((line) => (
					<li key={line.name} className="tabular-nums">
						{t('alerts.line', { quantity: quantity(line.quantity, locale), name: line.name })}
					</li>
				))}
			</ul>
			<p className="mt-1 text-ink-soft">
				<Money minor={cart.totalMinor} currency={cart.currency} /> · {t('alerts.quiet', { count: cart.quietAfterMinutes })} ·{' '}
				<DateText instant={cart.lastChangedAt} at={at} />
			</p>
		</>
	)
}

function Suggestions({ suggestions }: { suggestions: AlertView['suggestions'] }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	return (
		<ul className="grid gap-1">
			{suggestions.map(({ productId, name, accounts, isOffered }) => (
				<li key={productId}>
					{name} {isOffered ? <Badge tone="accent">{t('alerts.offered')}</Badge> : null}
					<span className="block text-ink-soft">{list(accounts.slice(0, 3), locale)}</span>
				</li>
			))}
		</ul>
	)
}

function AlertActs({ alert, note }: { alert: AlertView; note: string }) {
	const { t } = useTranslation('desk')
	const { id, accountId, contactId, status, cart } = alert
	const mayShopAs = useMay('rep')
	return (
		<div className="grid gap-4">
			<div className="flex flex-wrap items-center gap-2">
				{contactId && mayShopAs ? (
					<Form method="post" action="/desk/shop-as">
						<input type="hidden" name="accountId" value={accountId} />
						<input type="hidden" name="contactId" value={contactId} />
						<input type="hidden" name="alertId" value={id} />
						{cart ? <input type="hidden" name="to" value="cart" /> : null}
						<Button type="submit" variant="primary" icon="cart">
							{t('alerts.shopAs', { contact: alert.contactName })}
						</Button>
					</Form>
				) : null}
				{status === 'open' ? <Act id={id} intent="take" label={t('alerts.take')} /> : <Act id={id} intent="close" label={t('alerts.close')} />}
			</div>
			<div className="flex flex-wrap gap-x-8 gap-y-3">
				<Disclosure summary={t('alerts.noteCall')} open={note !== ''}>
					<Form method="post" action="/desk" className="grid max-w-md gap-3">
						<input type="hidden" name="intent" value="call" />
						<input type="hidden" name="alertId" value={id} />
						<TextField label={t('alerts.note')} name="note" defaultValue={note} maxLength={500} aside={t('optional')} />
						<Button type="submit" size="sm" className="w-fit">
							{t('alerts.saveCall')}
						</Button>
					</Form>
				</Disclosure>
				<Disclosure summary={t('alerts.dismiss')}>
					<Form method="post" action="/desk" className="grid max-w-md gap-3">
						<input type="hidden" name="intent" value="dismiss" />
						<input type="hidden" name="alertId" value={id} />
						<SelectField
							label={t('alerts.why')}
							name="reason"
							required
							defaultValue=""
							options={[
								{ value: '', label: t('alerts.choose'), disabled: true },
								...reasons.map((reason) => ({ value: reason, label: t(`alerts.reason.${reason}`) })),
							]}
						/>
						<Button type="submit" size="sm" variant="danger" className="w-fit">
							{t('alerts.dismissNow')}
						</Button>
					</Form>
				</Disclosure>
			</div>
		</div>
	)
}

function Act({ id, intent, label }: { id: number; intent: 'take' | 'close'; label: string }) {
	return (
		<Form method="post" action="/desk">
			<input type="hidden" name="intent" value={intent} />
			<input type="hidden" name="alertId" value={id} />
			<Button type="submit">{label}</Button>
		</Form>
	)
}
