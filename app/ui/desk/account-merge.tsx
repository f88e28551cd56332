import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { pairHref } from '../sync/merge-room.tsx'

type Head = {
	id: number
	number: string
	name: string
	currency: string
	standing: string
	website: string | null
	place: string | null
	counts: Readonly<Record<string, number>>
	money: Readonly<Record<string, number | null>>
}
export type ShownAccountMerge = {
	winner: Head
	loser: Head
	both: Readonly<Record<string, number>>
	codes: readonly { before: string; after: string }[]
	line: { usedMinor: number; limitMinor: number } | null
	refusals: readonly unknown[]
}

const counted = ['orders', 'carts', 'invoices', 'quotes', 'standing', 'people', 'logins', 'locations', 'groups', 'opportunities', 'cases'] as const
const sums = ['open', 'used', 'limit'] as const

/** Two accounts side by side, what becomes of what both have, and the deed. */
export function AccountMergePreview({ page }: { page: ShownAccountMerge }) {
	const { t } = useTranslation('merge')
	const { winner, loser, refusals } = page
	return (
		<Form method="post" className="grid gap-8">
			<BothSides winner={winner} loser={loser} />
			<WhatBecomes page={page} />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" variant="primary" disabled={refusals.length > 0}>
					{t('preview.do', { name: winner.name })}
				</Button>
				<LinkButton to={pairHref('account', loser.id, winner.id)}>{t('preview.swap')}</LinkButton>
			</div>
			<p className="max-w-prose text-sm text-ink-soft">{t('account.undo')}</p>
		</Form>
	)
}

function BothSides({ winner, loser }: { winner: Head; loser: Head }) {
	const { t } = useTranslation('merge')
	const { locale } = useReader()
	const cell = (one: Head, name: string) => count(one.counts[name] ?? 0, locale)
	const sum = (one: Head, name: string) => (one.money[name] == null ? t('account.noLine') : <Money minor={one.money[name]} currency={one.currency} />)
	const said = (['number', 'website', 'place'] as const).filter((name) => winner[name] || loser[name])
	return (
		<Table caption={t('account.sides')} dense stacks>
			<THead>
				<tr>
					<Th>{t('preview.field')}</Th>
					<Th>{t('preview.winner', { name: winner.name })}</Th>
					<Th>{t('preview.loser', { name: loser.name })}</Th>
				</tr>
			</THead>
			<TBody>
				{said.map((name) => (
					<Tr key={name}>
						<Td className="font-medium">{t(`account.field.${name}`)}</Td>
						<Td label={t('preview.winner', { name: winner.name })} className="wrap-anywhere">
							{winner[name] ?? t('empty')}
						</Td>
						<Td label={t('preview.loser', { name: loser.name })} className="wrap-anywhere">
							{loser[name] ?? t('empty')}
						</Td>
					</Tr>
				))}
				{counted
					.filter((name) => winner.counts[name] || loser.counts[name])
					.map((name) => (
						<Tr key={name}>
							<Td className="font-medium">{t(`account.field.${name}`)}</Td>
							<Td label={t('preview.winner', { name: winner.name })}>{cell(winner, name)}</Td>
							<Td label={t('preview.loser', { name: loser.name })}>{cell(loser, name)}</Td>
						</Tr>
					))}
				{sums.map((name) => (
					<Tr key={name}>
						<Td className="font-medium">{t(`account.field.${name}`)}</Td>
						<Td label={t('preview.winner', { name: winner.name })}>{sum(winner, name)}</Td>
						<Td label={t('preview.loser', { name: loser.name })}>{sum(loser, name)}</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

const rules = ['people', 'places', 'groups', 'poNumbers', 'budgets', 'promotions', 'counters'] as const

function WhatBecomes({ page: { winner, loser, both, codes, line } }: { page: ShownAccountMerge }) {
	const { t } = useTranslation('merge')
	return (
		<Section title={t('account.becomes')}>
			<ul className="grid max-w-prose list-disc gap-2 ps-5">
				<li>{t('account.all', { winner: winner.name, loser: loser.name })}</li>
				<li>{t('account.old', { number: loser.number, winner: winner.number })}</li>
				{line ? (
					<li>
						{t('account.line')} <Money minor={line.usedMinor} currency={winner.currency} /> / <Money minor={line.limitMinor} currency={winner.currency} />
					</li>
				) : null}
				{rules.map((name) => (both[name] ? <li key={name}>{t(`account.both.${name}`, { count: both[name] })}</li> : null))}
				{codes.length > 0 ? (
					<li>
						{t('account.codes')}{' '}
						{codes.map(({ before, after }) => (
							<Badge key={before}>
								{before} → {after}
							</Badge>
						))}
					</li>
				) : null}
			</ul>
		</Section>
	)
}
