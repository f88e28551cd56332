import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Status } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextField } from '../parts/text-field.tsx'

type Order = { system: string; object: string; recordId: string; state?: string; code?: string | null }
type Counts = Readonly<Record<string, number>>
type Props = {
	name: string
	counts: Counts
	documents: number
	outside: readonly Order[]
	done: { at: Date | string; by: string; counts: Counts; orders: readonly Order[] } | null
	typed: string
}

/** What forgetting a person empties and what stays, and the one way to do it: by typing her name. */
export function ErasePage({ name, counts, documents, outside, done, typed }: Props) {
	const { t } = useTranslation('people')
	const isPending = useNavigation().state !== 'idle'
	return (
		<div className="grid max-w-3xl gap-10">
			{done ? (
				<Banner tone="positive">
					{t('erase.done', { name: done.by })} <DateText instant={done.at} time />
				</Banner>
			) : null}
			<Goes counts={done?.counts ?? counts} />
			<Outside orders={done?.orders ?? outside} />
			<Section title={t('erase.stays')}>
				<ul className="grid list-disc gap-2 pl-5 text-sm">
					<li>{documents > 0 ? t('erase.documents', { count: documents }) : t('erase.noDocuments')}</li>
					<li>{t('erase.hash')}</li>
					<li>{t('erase.numbers')}</li>
					<li>{t('erase.elsewhere')}</li>
				</ul>
			</Section>
			{done ? null : (
				<Form method="post" noValidate className="grid max-w-xl gap-4 border-t border-rule pt-6">
					<TextField
						label={t('erase.confirm', { name })}
						hint={t('erase.confirmHint')}
						name="name"
						autoComplete="off"
						maxLength={300}
						required
						defaultValue={typed}
					/>
					<Button type="submit" variant="danger" pending={isPending} className="w-fit">
						{t('erase.submit')}
					</Button>
				</Form>
			)}
		</div>
	)
}

function Goes({ counts }: { counts: Counts }) {
	const { t } = useTranslation('people')
	return (
		<Section title={t('erase.goes')}>
			<Table caption={t('erase.goes')} dense>
				<THead>
					<tr>
						<Th>{t('erase.what')}</Th>
						<Th numeric>{t('erase.rows')}</Th>
					</tr>
				</THead>
				<TBody>
					{Object.entries(counts).map(([kind, rows]) => (
						<Tr key={kind}>
							<Th scope="row">{t(`erase.kind.${kind}`)}</Th>
							<Td numeric>{rows}</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</Section>
	)
}

const tones = { waiting: 'warning', done: 'positive', refused: 'danger' } as const

function Outside({ orders }: { orders: readonly Order[] }) {
	const { t } = useTranslation('people')
	const { t: ofSync } = useTranslation('sync')
	if (orders.length === 0) return null
	return (
		<Section title={t('erase.outside')}>
			<p className="text-sm text-ink-soft">{t('erase.outsideText')}</p>
			<ul className="grid text-sm">
				{orders.map(({ system, object, recordId, state, code }) => (
					<li key={`${system}${recordId}`} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-rule py-2">
						<span className="font-medium">{ofSync(`system.${system}`, { defaultValue: system })}</span>
						<span className="text-ink-soft wrap-anywhere">
							{object} {recordId}
						</span>
						{state ? (
							<Status tone={tones[state as keyof typeof tones] ?? 'neutral'}>
								{code === 'IN_BIN' ? t('erase.inBin') : `${t(`erase.state.${state}`)}${code ? ` (${code})` : ''}`}
							</Status>
						) : null}
					</li>
				))}
			</ul>
		</Section>
	)
}
