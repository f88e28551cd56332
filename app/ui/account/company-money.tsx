import { useTranslation } from 'react-i18next'
import type { OnboardingLimit, PaymentMethodAnswer } from '../../engine/credit/decide-standing.ts'
import type { LadderPlace, NeedProgress } from '../../engine/credit/onboarding-ladder.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { list } from '../format/number.ts'
import { Status, type Tone } from '../parts/badge.tsx'
import { Icon } from '../parts/icon.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'
import { useWord } from './use-word.ts'

type Rep = { name: string; email: string; phone: string | null } | null

/** What a new buyer may not do yet: each limit, why it is there, and what lifts it, with how far she is. */
type LimitsProps = { limits: readonly OnboardingLimit[]; ladder: LadderPlace; isStopped: boolean; currency: string; rep: Rep }

export function Limits({ limits, ladder, isStopped, currency, rep }: LimitsProps) {
	const { t } = useTranslation('account')
	const word = useWord('storefront')
	const { locale } = useReader()
	const facts = ({ facts: own }: OnboardingLimit) => {
		const amount = own['orderCapMinor'] ?? own['termsCapMinor']
		const classes = String(own['classes'] ?? '')
			.split(', ')
			.filter(Boolean)
		return {
			amount: typeof amount === 'number' ? money(amount, currency, locale) : '',
			classes: list(
				classes.map((name) => word(`classes.${name}`, name)),
				locale,
			),
		}
	}
	return (
		<Section title={t('limits.title')} aside={t('limits.aside')}>
			<p className="text-sm">{t('limits.standsOn', { step: t(`step.${ladder.step}`) })}</p>
			<ul className="grid gap-6">
				{limits.map((limit) => (
					<li key={limit.limit} className="grid grid-cols-[2rem_1fr] gap-x-4 text-sm">
						<span className="grid size-8 place-items-center rounded-full border border-warning text-warning">
							<Icon name="lock" className="size-4" />
						</span>
						<div className="grid gap-1">
							<p className="pt-1 text-base font-medium">{t(`limits.${limit.limit}.what`, facts(limit))}</p>
							<p className="text-ink-soft">{t(`limits.${limit.limit}.why`)}</p>
							<p>
								<Icon name="arrowRight" className="mr-1 inline size-4 text-accent" />
								{t('limits.liftedAt', { step: t(`step.${limit.liftedAt}`) })}
							</p>
						</div>
					</li>
				))}
			</ul>
			{ladder.next ? (
				<div className="mt-2 grid gap-4 border-l-4 border-accent py-1 pl-4 sm:pl-6">
					<h3 className="font-medium">{t('limits.next', { step: t(`step.${ladder.next.step}`) })}</h3>
					{isStopped ? <p className="text-sm">{t('limits.stopped')}</p> : null}
					<div className="grid gap-4">
						{ladder.next.needs.map((need) => (
							<Need key={need.kind} need={need} currency={currency} />
						))}
					</div>
					{rep ? (
						<p className="text-sm text-ink-soft">
							{t('limits.ask', { name: rep.name })}{' '}
							<a href={`mailto:${rep.email}`} className="text-accent underline">
								{rep.email}
							</a>
						</p>
					) : null}
				</div>
			) : null}
		</Section>
	)
}

export function Need({ need, currency }: { need: NeedProgress; currency: string }) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const shown = (value: number) => (need.kind === 'paid_amount' ? money(value, currency, locale) : String(value))
	return (
		<ProgressBar
			label={t(`need.${need.kind}`, { count: need.needed, needed: shown(need.needed) })}
			value={need.has}
			max={need.needed}
			tone={need.met ? 'positive' : 'accent'}
			note={need.met ? t('need.met') : t('need.soFar', { has: shown(need.has), needed: shown(need.needed) })}
		/>
	)
}

type MoneyPage = {
	company: {
		currency: string
		standing: string
		standingSource: string
		standingNote: string | null
		termsDays: number
		invoicePer: string
		repeatsPoNumbers: boolean
		rep: Rep
		credit: { currency: string; limitMinor: number; openInvoiceMinor: number; unbilledMinor: number; reservedMinor: number } | null
	}
	credit: { exposureMinor: number; availableMinor: number; overLimitMinor: number } | null
	methods: readonly PaymentMethodAnswer[]
	overdueDays: number
}

const tones: Record<string, Tone> = { good: 'positive', watch: 'warning', hold: 'danger', new: 'accent' }

/** Standing and where it comes from; what is owed and what is left of the limit. */
export function Credit({ page }: { page: MoneyPage }) {
	const { t } = useTranslation('account')
	const word = useWord()
	const { company, credit, overdueDays } = page
	const held = company.credit
	const source =
		overdueDays > 0 && company.standing !== 'good' ? t('standingSource.overdue', { count: overdueDays }) : word(`standingSource.${company.standingSource}`, '')
	return (
		<Section title={t('credit.title')} aside={<Status tone={tones[company.standing] ?? 'neutral'}>{t(`standing.${company.standing}`)}</Status>}>
			<p className="text-sm">{t(`standingMeans.${company.standing}`)}</p>
			{source ? <p className="text-sm text-ink-soft">{source}</p> : null}
			{company.standingNote ? <p className="text-sm text-ink-soft">{company.standingNote}</p> : null}
			{held && credit && held.limitMinor > 0 ? (
				<KeyValueList
					sums
					rows={[
						{ key: 'limit', label: t('credit.limit'), value: <Money minor={held.limitMinor} currency={held.currency} /> },
						{ key: 'open', label: t('credit.open'), value: <Money minor={-held.openInvoiceMinor} currency={held.currency} /> },
						{ key: 'unbilled', label: t('credit.unbilled'), value: <Money minor={-held.unbilledMinor} currency={held.currency} /> },
						{ key: 'reserved', label: t('credit.reserved'), value: <Money minor={-held.reservedMinor} currency={held.currency} /> },
						credit.overLimitMinor > 0
							? { key: 'over', label: t('credit.over'), value: <Money minor={credit.overLimitMinor} currency={held.currency} />, strong: true }
							: { key: 'available', label: t('credit.available'), value: <Money minor={credit.availableMinor} currency={held.currency} />, strong: true },
					]}
				/>
			) : (
				<p className="text-sm text-ink-soft">{t('credit.none')}</p>
			)}
		</Section>
	)
}

export function Terms({ page }: { page: MoneyPage }) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const { company, methods } = page
	const said = methods.map(({ method, allowed, reason, liftedBy, atMostMinor }) => ({
		key: method,
		label: t(`payBy.${method}`),
		value: (
			<>
				<Status tone={allowed ? 'positive' : 'warning'}>{t(allowed ? 'payBy.yes' : 'payBy.no')}</Status>
				{reason ? <span className="block text-ink-soft">{t(`payBy.reason.${reason}`)}</span> : null}
				{liftedBy ? <span className="block">{t(`payBy.lift.${liftedBy}`)}</span> : null}
				{atMostMinor === null ? null : (
					<span className="block text-ink-soft">{t('payBy.atMost', { amount: money(atMostMinor, company.currency, locale) })}</span>
				)}
			</>
		),
	}))
	const rows = [
		...said,
		{ key: 'terms', label: t('company.terms'), value: company.termsDays > 0 ? t('order.terms', { count: company.termsDays }) : t('company.noTerms') },
		{ key: 'invoicePer', label: t('company.invoices'), value: t(`company.invoicePer.${company.invoicePer}`) },
		{ key: 'po', label: t('orders.column.po'), value: t(company.repeatsPoNumbers ? 'company.poRepeats' : 'company.poOnce') },
		{ key: 'currency', label: t('orders.column.currency'), value: company.currency },
		...(company.rep ? [{ key: 'rep', label: t('company.rep'), value: <RepLines rep={company.rep} /> }] : []),
	]
	return (
		<Section title={t('company.termsTitle')}>
			<KeyValueList rows={rows} />
		</Section>
	)
}

function RepLines({ rep }: { rep: NonNullable<Rep> }) {
	return (
		<>
			<span className="block">{rep.name}</span>
			<a href={`mailto:${rep.email}`} className="block wrap-anywhere text-accent underline">
				{rep.email}
			</a>
			{rep.phone ? <span className="block">{rep.phone}</span> : null}
		</>
	)
}
