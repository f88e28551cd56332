import { Form, useFetcher } from '@remix-run/react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShipTo } from '../checkout/cart-tools.tsx'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Money } from '../parts/money.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { Refusals } from '../parts/refusals.tsx'
import { PasteRows } from './paste-rows.tsx'
import { isReady, type QuickAnswer } from './quick-row.ts'
import { RowTable } from './row-table.tsx'
import { isAnswered, isEmpty, typedOf, useRows } from './use-rows.ts'

type Checked = Extract<QuickAnswer, { kind: 'checked' }>

export type QuickOrderProps = { shipTos: readonly ShipTo[]; today: string; draftKey: string; currency: string; answer: Checked | undefined }

/** Type, paste from a spreadsheet or drop a file; every row is answered before anything enters the cart. */
export function QuickOrderPage({ shipTos, today, draftKey, currency, answer }: QuickOrderProps) {
	const { t } = useTranslation('checkout')
	const sheet = useRows({ draftKey, typed: answer?.typed ?? [], answered: answer?.rows ?? [] })
	const filled = sheet.rows.filter((row) => !isEmpty(row))
	const ready = filled.filter((row) => isAnswered(row) && isReady(row.checked))
	const adding = useAdding(ready, sheet.drop)
	const say = useRefusalWords(currency)
	const refusals = (adding.refusals.length > 0 ? adding.refusals : (answer?.refusals ?? [])).filter(({ line }) => line === undefined)
	return (
		<div className="pb-28">
			<PageHeader title={t('quick.title')} lead={t('quick.lead')} />
			<Form method="post" encType="multipart/form-data" noValidate onSubmit={adding.submit} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6">
				{adding.added ? <Added {...adding.added} /> : null}
				<Refusals title={t('refused')} refusals={refusals.map((one, index) => ({ key: `${one.code}${index}`, ...say(one) }))} />
				<PasteRows
					unread={sheet.unread.length > 0 ? sheet.unread : (answer?.unread ?? [])}
					text={answer?.text ?? ''}
					onText={(text) => sheet.take(text, null)}
				/>
				<RowTable {...{ sheet, shipTos, today, currency }} />
				<noscript>
					<div className="flex justify-end gap-3">
						<Button type="submit" name="intent" value="check">
							{t('quick.check')}
						</Button>
						<Button type="submit" name="intent" value="add" variant="primary">
							{t('quick.addAll')}
						</Button>
					</div>
				</noscript>
				<Onward filled={filled.length} ready={ready.length} isChecking={sheet.checking} isAdding={adding.isBusy}>
					<Money minor={ready.reduce((sum, { checked }) => sum + (checked?.totalMinor ?? 0), 0)} currency={currency} />
				</Onward>
			</Form>
		</div>
	)
}

type Sheet = ReturnType<typeof useRows>

/** Only what is ready goes into the cart; the rest stays on the page, to be put right. */
function useAdding(ready: Sheet['rows'], drop: Sheet['drop']) {
	const fetcher = useFetcher<QuickAnswer>()
	const sent = useRef<number[]>([])
	const [added, setAdded] = useState<{ count: number; key: number } | null>(null)
	const { data, state } = fetcher
	useEffect(() => {
		if (state !== 'idle' || data?.kind !== 'added' || sent.current.length === 0) return
		drop(sent.current)
		sent.current = []
		setAdded((before) => ({ count: data.added, key: (before?.key ?? 0) + 1 }))
	}, [state, data, drop])
	return {
		added,
		isBusy: state !== 'idle',
		refusals: data?.kind === 'checked' ? data.refusals : [],
		submit(event: FormEvent<HTMLFormElement>) {
			event.preventDefault()
			if (ready.length === 0 || state !== 'idle') return
			sent.current = ready.map(({ key }) => key)
			fetcher.submit({ intent: 'add', rows: JSON.stringify(ready.map(typedOf)) }, { method: 'post' })
		},
	}
}

function Added({ count }: { count: number }) {
	const { t } = useTranslation('checkout')
	return (
		<Banner
			tone="positive"
			live
			action={
				<LinkButton to="/cart" size="sm">
					{t('quick.toCart')}
				</LinkButton>
			}
		>
			{t('quick.added', { count })}
		</Banner>
	)
}

type OnwardProps = { filled: number; ready: number; isChecking: boolean; isAdding: boolean; children: React.ReactNode }

/** Always in sight: how many rows can go, what they come to, and the one way on. */
function Onward({ filled, ready, isChecking, isAdding, children }: OnwardProps) {
	const { t } = useTranslation('checkout')
	const open = filled - ready
	return (
		<div className="fixed inset-x-0 bottom-0 z-30 border-t border-rule bg-surface shadow-lift print:hidden">
			<div className="mx-auto flex max-w-page items-center gap-x-6 gap-y-2 px-4 py-3 sm:px-8">
				<p aria-live="polite" className="text-sm text-ink-soft">
					{isChecking ? t('quick.checking') : t('quick.rows', { count: filled })}
					{!isChecking && open > 0 ? <span className="block font-medium text-danger sm:ml-3 sm:inline">{t('quick.open', { count: open })}</span> : null}
				</p>
				<p className="ml-auto text-right font-display text-xl leading-6">{children}</p>
				<Button type="submit" name="intent" value="add" variant="primary" size="lg" icon="plus" pending={isAdding} disabled={ready === 0}>
					{ready === 0 ? t('quick.addAll') : t('quick.add', { count: ready })}
				</Button>
			</div>
		</div>
	)
}
