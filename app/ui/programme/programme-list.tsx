import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TextField } from '../parts/text-field.tsx'
import { stateTone } from './programme-view.ts'

type Listed = { id: number; name: string; state: 'draft' | 'running' | 'paused'; going: number; done: number; left: number; mailed: number; clicked: number }
type Filter = { text: string | null; state: string | null; after: number | null }

/** Programmes with how many people walk them, and a new one. */
export function ProgrammeList({
	programmes,
	next,
	filter,
	mayWrite,
}: {
	programmes: readonly Listed[]
	next: number | null
	filter: Filter
	mayWrite: boolean
}) {
	const { t } = useTranslation('programmes')
	const { locale } = useReader()
	const figures = ['going', 'done', 'left', 'mailed', 'clicked'] as const
	return (
		<div className="grid gap-8 *:min-w-0">
			<div>
				<ListFilters submit={t('show')}>
					<ListSearch label={t('settings.name')} value={filter.text ?? ''} />
					<ListChoice
						label={t('state.label')}
						name="state"
						value={filter.state}
						any={t('state.any')}
						options={(['running', 'paused', 'draft'] as const).map((value) => ({ value, label: t(`state.${value}`) }))}
					/>
				</ListFilters>
				<ListBody
					empty={programmes.length === 0 ? <EmptyState title={t('list.empty')}>{t('list.emptyText')}</EmptyState> : null}
					words={{ pages: t('list.pages'), first: t('list.first'), next: t('list.next') }}
					after={filter.after}
					nextAfter={next}
				>
					<Table caption={t('list.title')} dense stacks>
						<THead>
							<tr>
								<Th>{t('settings.name')}</Th>
								<Th>{t('state.label')}</Th>
								{figures.map((figure) => (
									<Th key={figure} numeric>
										{t(`figure.${figure}`)}
									</Th>
								))}
							</tr>
						</THead>
						<TBody>
							{programmes.map((one) => (
								<Tr key={one.id} className="hover:bg-sunken">
									<Th scope="row">
										<Link to={`/marketing/programmes/${one.id}`} prefetch="intent" className="font-medium text-accent hover:underline">
											{one.name}
										</Link>
									</Th>
									<Td label={t('state.label')}>
										<Status tone={stateTone[one.state]}>{t(`state.${one.state}`)}</Status>
									</Td>
									{figures.map((figure) => (
										<Td key={figure} label={t(`figure.${figure}`)} numeric>
											{count(one[figure], locale)}
										</Td>
									))}
								</Tr>
							))}
						</TBody>
					</Table>
				</ListBody>
			</div>
			{mayWrite ? (
				<Form method="post" className="flex flex-wrap items-end gap-3 border-t border-rule pt-6">
					<TextField label={t('list.newName')} name="name" required maxLength={120} className="w-full max-w-sm" />
					<Button type="submit" variant="primary" icon="plus">
						{t('list.make')}
					</Button>
				</Form>
			) : null}
		</div>
	)
}
