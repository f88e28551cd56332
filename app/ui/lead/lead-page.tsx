import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { type PersonStanding, settableStatuses } from '../../engine/crm/person-fields.ts'
import { usePersonRows } from '../crm/person-facts.tsx'
import type { Told } from '../crm/person-inputs.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button, LinkButton, TextLink } from '../parts/button.tsx'
import { DateText, DayText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { QuoteStatus } from '../quote/quote-status.tsx'
import { LeadForm } from './lead-form.tsx'
import type { LeadView } from './lead-view.ts'

type Props = { lead: LeadView; typed: PersonStanding | null; refusals: readonly Told[] | undefined }

/** One lead: who she is, what was quoted to her, what was done, and the way on. */
export function LeadPage({ lead, typed, refusals }: Props) {
	const { t } = useTranslation('leads')
	const isOver = lead.status === 'converted'
	return (
		<div className="grid gap-x-12 gap-y-10 *:min-w-0 lg:grid-cols-[minmax(0,1fr)_20rem]">
			<div className="grid content-start gap-10 *:min-w-0">
				{isOver && lead.accountId ? (
					<Banner
						tone="positive"
						action={
							<LinkButton to={`/desk/accounts/${lead.accountId}`} size="sm">
								{t('openAccount')}
							</LinkButton>
						}
					>
						{t('isNow', { account: lead.accountName })}
					</Banner>
				) : null}
				<Quotes lead={lead} />
				<Section title={t('past.title')}>
					<Past lead={lead} />
				</Section>
			</div>
			<div className="grid content-start gap-10 *:min-w-0">
				<Who lead={lead} />
				{isOver ? null : (
					<Section title={t('column.status')}>
						<Form method="post" className="flex flex-wrap items-end gap-3">
							<SelectField
								label={t('column.status')}
								hideLabel
								name="status"
								key={lead.status}
								defaultValue={lead.status}
								className="min-w-40 grow"
								options={settableStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
							/>
							<Button type="submit" name="intent" value="status">
								{t('set')}
							</Button>
						</Form>
					</Section>
				)}
			</div>
			{isOver ? null : (
				<Disclosure summary={t('edit')} open={typed !== null} className="lg:col-span-2">
					<LeadForm lead={{ ...lead, ...typed }} refusals={typed ? refusals : undefined} submit={t('save')} />
				</Disclosure>
			)}
		</div>
	)
}

function Who({ lead }: { lead: LeadView }) {
	const { t } = useTranslation('leads')
	const rows = [
		{ key: 'person', label: t('person'), value: lead.prospectId ? <TextLink to={`/marketing/people/${lead.prospectId}`}>{lead.name}</TextLink> : null },
		...usePersonRows('lead', lead),
		{ key: 'owner', label: t('column.owner'), value: lead.ownerName ?? t('queue') },
	]
	return (
		<Section title={t('who')}>
			<KeyValueList rows={rows.filter(({ value }) => value)} />
			<Link to={`/desk/records/lead/${lead.id}`} className="w-fit text-sm text-accent hover:underline">
				{t('details')}
			</Link>
		</Section>
	)
}

function Quotes({ lead: { quotes, status } }: { lead: LeadView }) {
	const { t } = useTranslation('leads')
	return (
		<Section title={t('column.quotes')}>
			{quotes.length === 0 ? <p className="text-sm text-ink-soft">{t(status === 'converted' ? 'noQuotes' : 'noQuotesYet')}</p> : null}
			{quotes.length === 0 ? null : (
				<Table caption={t('column.quotes')} dense stacks>
					<THead>
						<tr>
							<Th>{t('quote.number')}</Th>
							<Th>{t('column.status')}</Th>
							<Th>{t('quote.validOn')}</Th>
							<Th numeric>{t('quote.total')}</Th>
						</tr>
					</THead>
					<TBody>
						{quotes.map((quote) => (
							<Tr key={quote.number} className="hover:bg-sunken">
								<Td>
									<Link to={`/desk/quotes/${quote.number}`} className="font-medium text-accent hover:underline">
										{quote.number}
									</Link>
								</Td>
								<Td label={t('column.status')}>
									<QuoteStatus state={quote.state} />
								</Td>
								<Td label={t('quote.validOn')} empty={quote.validOn === null}>
									{quote.validOn ? <DayText day={quote.validOn} /> : '–'}
								</Td>
								<Td label={t('quote.total')} numeric empty={quote.totalMinor === null}>
									{quote.totalMinor === null ? '–' : <Money minor={quote.totalMinor} currency={quote.currency} />}
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			)}
		</Section>
	)
}

function Past({ lead }: { lead: LeadView }) {
	const { t } = useTranslation('leads')
	const entries = lead.past.map(({ action, by, at, facts }, index) => {
		const kind = action === 'lead.converted' && by === null ? 'accepted' : action.replace('lead.', '')
		const said = { name: by ?? '', number: String(facts?.['number'] ?? ''), status: facts?.['status'] ? t(`status.${String(facts['status'])}`) : '' }
		return {
			key: `${index}`,
			title: t(`past.${kind}`, said),
			when: <DateText instant={at} time />,
			tone: kind === 'converted' || kind === 'accepted' ? ('positive' as const) : ('neutral' as const),
		}
	})
	return entries.length === 0 ? <p className="text-sm text-ink-soft">{t('past.none')}</p> : <Timeline label={t('past.title')} entries={entries} />
}
