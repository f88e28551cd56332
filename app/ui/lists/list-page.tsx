import { Form, useFetcher, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Fact } from '../../engine/base/refusal.ts'
import { RefusalList } from '../account/refusal-list.tsx'
import { Badge } from '../parts/badge.tsx'
import { Banner } from '../parts/banner.tsx'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { TextArea, TextField } from '../parts/text-field.tsx'
import { QuickAdd } from '../storefront/quick-add.tsx'
import { ListSheet } from './list-sheet.tsx'
import type { ListStore, ListView } from './list-view.ts'

type Told = { code: string; facts: Record<string, Fact>; line?: number }
export type ListAnswer = { kind: string; refusals: readonly Told[]; text: string; removed: number | null }

/** The store whose levels and quantities are shown: the one in the address, else the session's, else the default. */
function useStoreOf({ shipTos, locationId }: ListView): ListStore | null {
	const [asked] = useSearchParams()
	const code = asked.get('store')
	return shipTos.find((one) => one.code === code) ?? shipTos.find(({ id }) => id === locationId) ?? shipTos[0] ?? null
}

/** A list as it is used on the shop floor: choose the store, count what is there, order what is missing. */
export function ListPage({ page, currency, answer }: { page: ListView; currency: string; answer: ListAnswer | undefined }) {
	const { t } = useTranslation('lists')
	const { list, lines, gone, mayChange } = page
	const store = useStoreOf(page)
	const adding = useFetcher<ListAnswer>()
	const removing = useFetcher<ListAnswer>()
	const told = adding.data ?? answer
	const removed = removing.data?.removed ?? null
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={[{ label: t('title'), href: '/lists' }, { label: list.name }]} />}
				title={list.name}
				lead={
					<>
						{list.ownerName} <Badge tone={list.isShared ? 'accent' : 'neutral'}>{t(list.isShared ? 'shared' : 'private')}</Badge>
					</>
				}
				actions={mayChange ? <Acts list={list} store={store} /> : null}
			/>
			<div className="grid gap-6 *:min-w-0">
				{list.isArchived ? <PutAway isOwn={list.isOwn} /> : null}
				{told && told.refusals.length > 0 ? <Refused told={told} /> : null}
				{removed ? (
					<removing.Form method="post">
						<Banner
							live
							action={
								<Button type="submit" name="intent" value={`putBack:${removed}`} size="sm" icon="undo">
									{t('undo')}
								</Button>
							}
						>
							{t('removed')}
						</Banner>
					</removing.Form>
				) : null}
				{gone > 0 ? <Banner tone="warning">{t('gone', { count: gone })}</Banner> : null}
				{page.shipTos.length > 1 ? <StoreChoice stores={page.shipTos} store={store} /> : null}
				{lines.length > 0 ? (
					<QuickAdd>
						<ListSheet
							key={store?.id ?? 0}
							{...{ page, store, currency }}
							onRemove={(lineId) => removing.submit({ intent: `remove:${lineId}` }, { method: 'post' })}
						/>
					</QuickAdd>
				) : (
					<EmptyState title={t('noLines.title')}>{t('noLines.text')}</EmptyState>
				)}
				{mayChange ? (
					<Disclosure summary={t('add.title')} open={lines.length === 0 || (told?.kind === 'add' && told.refusals.length > 0)}>
						<adding.Form method="post" key={told?.text === '' ? lines.length : 'kept'} className="grid max-w-2xl gap-3">
							<TextArea
								label={t('add.rows')}
								hint={t('add.hint')}
								name="rows"
								rows={4}
								defaultValue={told?.text ?? ''}
								placeholder={'COF-HOU-1KG 6\nACC-TMP-58 2'}
								required
								inputClassName="tabular-nums"
							/>
							<Button type="submit" name="intent" value="add" icon="plus" className="w-fit" pending={adding.state !== 'idle'}>
								{t('add.submit')}
							</Button>
						</adding.Form>
					</Disclosure>
				) : null}
			</div>
		</>
	)
}

function Refused({ told }: { told: ListAnswer }) {
	const { t } = useTranslation('lists')
	return <RefusalList title={t('refused')} refusals={told.refusals} whereOf={({ line }) => (line ? t('row', { row: line }) : null)} />
}

function PutAway({ isOwn }: { isOwn: boolean }) {
	const { t } = useTranslation('lists')
	return (
		<Form method="post">
			<Banner
				action={
					isOwn ? (
						<Button type="submit" name="intent" value="restore" size="sm" icon="undo">
							{t('restore')}
						</Button>
					) : null
				}
			>
				{t('archived')}
			</Banner>
		</Form>
	)
}

/** Only who made it shares it or puts it away; everybody who orders may rename it. */
function Acts({ list, store }: Pick<ListView, 'list'> & { store: ListStore | null }) {
	const { t } = useTranslation('lists')
	return (
		<>
			<LinkButton to={`/quick-order?from=list.${list.id}${store ? `&store=${encodeURIComponent(store.code)}` : ''}`} icon="list">
				{t('choose')}
			</LinkButton>
			<LinkButton to={`/standing-orders/new?from=list.${list.id}`} icon="calendar">
				{t('regularly')}
			</LinkButton>
			<Disclosure summary={t('rename')}>
				<Form method="post" className="flex items-end gap-2">
					<TextField label={t('new.name')} hideLabel name="name" defaultValue={list.name} required maxLength={120} size="sm" />
					<Button type="submit" name="intent" value="rename" size="sm">
						{t('save')}
					</Button>
				</Form>
			</Disclosure>
			{list.isOwn ? (
				<Form method="post" className="flex gap-2">
					<Button type="submit" name="intent" value={list.isShared ? 'share:no' : 'share:yes'} icon={list.isShared ? 'lock' : 'users'}>
						{t(list.isShared ? 'makePrivate' : 'makeShared')}
					</Button>
					<Button type="submit" name="intent" value="archive" icon="trash">
						{t('archive')}
					</Button>
				</Form>
			) : null}
		</>
	)
}

function StoreChoice({ stores, store }: { stores: readonly ListStore[]; store: ListStore | null }) {
	const { t } = useTranslation('lists')
	return (
		<nav aria-label={t('stores')} className="-mx-4 flex gap-2 overflow-x-auto px-4 pb-1 sm:mx-0 sm:flex-wrap sm:px-0">
			{stores.map(({ id, code, name }) => (
				<a
					key={id}
					href={`?store=${encodeURIComponent(code)}`}
					aria-current={id === store?.id ? 'true' : undefined}
					className={
						id === store?.id
							? 'shrink-0 rounded-md border border-accent bg-accent-soft px-3 py-1.5 text-sm font-medium'
							: 'shrink-0 rounded-md border border-control px-3 py-1.5 text-sm hover:bg-sunken'
					}
				>
					{name}
				</a>
			))}
		</nav>
	)
}
