import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { askHelp } from '../../flows/case/ask-help.ts'
import { openHelpForm } from '../../flows/case/open-cases.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { helpKinds } from '../../ui/help/case-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { TextArea } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn } from '../desk/read-form.ts'
import { readHelpForm } from './read-case-form.ts'

export const handle = { i18n: ['help', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const order = await openHelpForm(db, shopper, params['number'] ?? '')
	if (!order) throw notFound()
	return { order, line: idIn(new URL(request.url).searchParams, 'line'), title: fixedT(locale, 'help')('form.title', { number: order.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Opens a case on a line. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const typed = readHelpForm(await request.formData())
	const asked = await askHelp(db, shopper, { ...typed, number: params['number'] ?? '', at })
	if (!asked) throw notFound()
	if (!asked.ok) return data({ refusals: asked.refusals, typed }, { status: 422 })
	return redirect(withLocale(`/help/${asked.number}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function OrderHelp() {
	const { t } = useTranslation(['help', 'account'])
	const { order, line } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const isPending = useNavigation().state !== 'idle'
	const href = `/orders/${encodeURIComponent(order.number)}`
	const crumbs = [{ label: t('account:orders.title'), href: '/orders' }, { label: order.number, href }, { label: t('form.crumb') }]
	const typed = refused?.typed
	const lines = order.lines.map(({ sequence, name, sku }) => ({ value: String(sequence), label: [name, sku].filter(Boolean).join(' · ') }))
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />}
				title={t('form.title', { number: order.number })}
				lead={t('form.lead')}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<Form method="post" className="grid max-w-prose gap-6">
				<SelectField
					label={t('form.line')}
					name="line"
					defaultValue={String(typed ? (typed.line ?? '') : (line ?? ''))}
					options={[{ value: '', label: t('form.wholeOrder') }, ...lines]}
				/>
				<SelectField
					label={t('form.kind')}
					name="kind"
					defaultValue={typed?.kind ?? ''}
					options={[{ value: '', label: t('form.choose') }, ...helpKinds.map((value) => ({ value, label: t(`kind.${value}`) }))]}
				/>
				<TextArea label={t('form.text')} hint={t('form.hint')} name="text" rows={6} maxLength={4000} defaultValue={typed?.text ?? ''} />
				<div className="flex flex-wrap gap-3">
					<Button type="submit" variant="primary" pending={isPending}>
						{t('form.send')}
					</Button>
					<LinkButton to={href} variant="quiet">
						{t('account:cut.back')}
					</LinkButton>
				</div>
			</Form>
		</AccountPage>
	)
}
