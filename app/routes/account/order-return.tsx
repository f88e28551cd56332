import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { askReturn } from '../../flows/return/ask-return.ts'
import { openReturnForm } from '../../flows/return/open-returns.ts'
import { withdrawReturn } from '../../flows/return/withdraw-return.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { ReturnGoods } from '../../ui/account/return-goods.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { TextArea } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn } from '../desk/read-form.ts'
import { readReturnForm } from './read-return-form.ts'

export const handle = { i18n: ['returns', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openReturnForm(db, shopper, params['number'] ?? '')
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'returns')('form.title', { number: page.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** Asks for a return, or with `withdraw` takes one back that nobody has decided. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const number = params['number'] ?? ''
	const back = redirect(request.url.replace(/\/return(\?.*)?$/, ''))
	const typed = readReturnForm(form)
	const done =
		form.get('intent') === 'withdraw'
			? await withdrawReturn(db, shopper, { returnId: idIn(form, 'returnId') ?? 0, number, at })
			: await askReturn(db, shopper, { ...typed, number, at })
	if (!done) throw notFound()
	return done.ok ? back : data({ refusals: done.refusals, typed }, { status: 422 })
}

export default function OrderReturn() {
	const { t } = useTranslation(['returns', 'account'])
	const { number, things } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const isPending = useNavigation().state !== 'idle'
	const names = new Map(things.map(({ sequence, name, bundleName }) => [sequence, bundleName ?? name]))
	const order = `/orders/${encodeURIComponent(number)}`
	const crumbs = [{ label: t('account:orders.title'), href: '/orders' }, { label: number, href: order }, { label: t('title') }]
	const isEmpty = things.every(({ open }) => open === '0')
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />}
				title={t('form.title', { number })}
				lead={isEmpty ? null : t('form.lead')}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('form.refused')} refusals={refused.refusals} whereOf={({ line }) => (line === undefined ? null : (names.get(line) ?? null))} />
				</div>
			) : null}
			{isEmpty ? (
				<EmptyState title={t('form.nothing')} action={<LinkButton to={order}>{t('form.back')}</LinkButton>}>
					{t('form.nothingText')}
				</EmptyState>
			) : (
				<Form method="post" className="grid gap-8">
					<ReturnGoods things={things} typed={refused?.typed.rows ?? []} />
					<TextArea label={t('form.note')} name="note" rows={3} maxLength={1000} defaultValue={refused?.typed.note ?? ''} className="max-w-prose" />
					<div className="flex flex-wrap gap-3">
						<Button type="submit" variant="primary" pending={isPending}>
							{t('form.send')}
						</Button>
						<LinkButton to={order} variant="quiet">
							{t('form.back')}
						</LinkButton>
					</div>
				</Form>
			)}
		</AccountPage>
	)
}
