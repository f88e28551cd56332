import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { NextAction } from '../../connectors/payment/contract.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { addCard, finishCard } from '../../flows/payment/add-card.ts'
import { changeCard } from '../../flows/payment/change-card.ts'
import { openCards } from '../../flows/payment/open-cards.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { AddCard } from '../../ui/payment/add-card.tsx'
import { CardList, cardName } from '../../ui/payment/card-list.tsx'
import { type CardForm, readCardForm } from '../../ui/payment/read-card-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openCards(db, shopper, at)
	if (!page) throw notFound()
	const payer = { name: shopper.contactName, email: shopper.contactEmail }
	const { offered: _offered, ...shown } = page
	return { ...shown, payer, cardDoor: connectors.payment?.browser ?? null, title: fixedT(locale, 'account')('cards.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `add` keeps a card, `finish` goes on after the bank was asked; the others change one that is kept. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const shopper = await requireShopper(request, context)
	const form = readCardForm(await request.formData())
	if (!form) throw notFound()
	const answer = await answerTo(form, context.house, shopper)
	if (!answer) throw notFound()
	const typed = form.kind === 'change' && form.wish.kind === 'limit' ? form.wish : null
	if (!answer.ok) return data({ refusals: answer.refusals, refused: typed, asking: null }, { status: 422 })
	const asking = answer.action && answer.setupId ? { action: answer.action, setupId: answer.setupId } : null
	if (asking) return data({ refusals: [], refused: null, asking })
	return redirect(withLocale('/company/cards', isLocale(params['locale']) ? params['locale'] : null))
}

type Answer = { ok: true; action?: NextAction | null; setupId?: string } | { ok: false; refusals: Refusal[] } | null

function answerTo(form: CardForm, { db, connectors, at }: House, shopper: Shopper): Promise<Answer> {
	if (form.kind === 'add') return addCard(db, connectors.payment, shopper, { ...form, at })
	return form.kind === 'finish' ? finishCard(db, connectors.payment, shopper, { ...form, at }) : changeCard(db, shopper, { wish: form.wish, at })
}

export default function Cards() {
	const { t } = useTranslation('account')
	const page = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const { cards, removed, mayChange, currency, cardDoor, isRep, payer } = page
	const crumbs = [{ label: t('company.title'), href: '/company' }, { label: t('cards.title') }]
	return (
		<AccountPage>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />} title={t('cards.title')} lead={t('cards.lead')} />
			<div className="grid max-w-3xl gap-10">
				<RefusalList title={t('cards.refused')} refusals={answer?.refusals ?? []} />
				{removed ? (
					<Banner
						tone="info"
						live
						action={
							<Form method="post">
								<Button type="submit" name="intent" value={`restore:${removed.id}`} size="sm">
									{t('cards.putBack')}
								</Button>
							</Form>
						}
					>
						{t('cards.removed', { card: cardName(removed) })}
					</Banner>
				) : null}
				{cards.length > 0 ? (
					<CardList {...{ cards, currency, mayChange }} refused={answer?.refused ?? null} />
				) : (
					<EmptyState title={t('cards.none')}>{t(isRep ? 'cards.noneForRep' : 'cards.noneText')}</EmptyState>
				)}
				{mayChange && cardDoor ? (
					<Section title={t('cards.new')}>
						<AddCard key={cards.length} {...{ cardDoor, payer }} asking={answer?.asking ?? null} />
					</Section>
				) : (
					<p className="text-sm text-ink-soft">{t(isRep ? 'cards.byRep' : mayChange ? 'cards.noDoor' : 'cards.mayNot')}</p>
				)}
			</div>
		</AccountPage>
	)
}
