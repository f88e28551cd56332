import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status } from '../parts/badge.tsx'
import { Button, LinkButton, TextLink } from '../parts/button.tsx'
import { DateText, DayText } from '../parts/date-text.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { ForRoles, useMay } from '../shell/roles.tsx'

type Import = {
	id: number
	fileName: string
	mode: 'trial' | 'import'
	state: 'queued' | 'running' | 'finished' | 'failed' | 'stopped'
	readCount: number
	createdCount: number
	updatedCount: number
	unchangedCount: number
	rejectedCount: number
	startedAt: string
}

const tones = { queued: 'neutral', running: 'accent', finished: 'positive', stopped: 'warning', failed: 'danger' } as const

/** A file of members, and what became of those before: each is tried, then brought in, in the room of imports. */
export function CampaignImports({ imports }: { imports: readonly Import[] }) {
	const { t } = useTranslation('crm')
	const { locale } = useReader()
	const mayBring = useMay('marketer')
	if (!mayBring && imports.length === 0) return null
	return (
		<Section title={t('imports.title')}>
			{mayBring ? (
				<Form method="post" encType="multipart/form-data" className="grid gap-3">
					<input type="hidden" name="act" value="import" />
					<label className="grid gap-1.5 text-sm">
						<span className="font-medium">{t('imports.file')}</span>
						<input
							type="file"
							name="file"
							accept=".csv,.tsv,.txt,.gz,text/csv"
							required
							className="w-full min-w-0 rounded-md border border-dashed border-control bg-surface px-4 py-3 text-sm file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-3 file:py-1.5 file:text-ink"
						/>
					</label>
					<p className="text-sm text-ink-soft">{t('imports.hint')}</p>
					<Button type="submit" size="sm" icon="upload" className="w-fit">
						{t('imports.start')}
					</Button>
				</Form>
			) : null}
			<ul className="grid text-sm">
				{imports.map((one) => (
					<li key={one.id} className="grid gap-0.5 border-b border-rule py-3">
						<p className="flex flex-wrap justify-between gap-x-4">
							<Link to={`/marketing/imports/${one.id}`} className="font-medium text-accent wrap-anywhere hover:underline">
								{one.fileName}
							</Link>
							<span className="text-ink-soft">
								<DateText instant={one.startedAt} />
							</span>
						</p>
						<Status tone={tones[one.state]}>{t(`imports.state.${one.mode}.${one.state}`)}</Status>
						<p className="text-ink-soft">
							{t('imports.counts', {
								...{ read: count(one.readCount, locale), added: count(one.createdCount, locale), changed: count(one.updatedCount, locale) },
								...{ unchanged: count(one.unchangedCount, locale), rejected: count(one.rejectedCount, locale) },
							})}
						</p>
					</li>
				))}
			</ul>
		</Section>
	)
}

/** What advertising for it cost, by source, beside what it cost of its own. */
export function CampaignAdCosts({
	costs,
	currency,
}: {
	costs: readonly { source: string; firstOn: string; lastOn: string; amountMinor: number }[]
	currency: string
}) {
	const { t } = useTranslation('crm')
	const total = costs.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
	const rows = costs.map(({ source, firstOn, lastOn, amountMinor }) => ({
		key: source,
		label: (
			<span className="grid">
				<span className="text-ink wrap-anywhere">{source}</span>
				<span>
					<DayText day={firstOn} style="short" /> – <DayText day={lastOn} style="short" />
				</span>
			</span>
		),
		value: <Money minor={amountMinor} currency={currency} />,
	}))
	const sum = { key: '', label: t('adCosts.total'), value: <Money minor={total} currency={currency} />, strong: true }
	return (
		<Section title={t('adCosts.title')}>
			{costs.length === 0 ? <p className="text-sm text-ink-soft">{t('adCosts.none')}</p> : <KeyValueList rows={[...rows, sum]} sums />}
			<ForRoles roles={['marketer']}>
				<LinkButton to="/marketing/imports" size="sm" variant="quiet" icon="upload" className="w-fit">
					{t('adCosts.bring')}
				</LinkButton>
			</ForRoles>
		</Section>
	)
}

/** The source campaign that it is connected with. */
export function CampaignSource({ source }: { source: { id: number; name: string } | null }) {
	const { t } = useTranslation('crm')
	return (
		<Section title={t('field.sourceCampaign')}>
			<p className="text-sm wrap-anywhere">
				<TextLink to={source ? `/marketing/source-campaigns/${source.id}` : '/marketing/source-campaigns'}>{source ? source.name : t('sources.no')}</TextLink>
			</p>
		</Section>
	)
}
