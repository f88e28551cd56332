import { Form, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Button, LinkButton } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { TextArea } from '../parts/text-field.tsx'
import type { ChangeView } from './change-view.ts'

/** What the reader may do with a proposal: agree to the new total, say no and why, take it back. */
export function ChangeActs({ change, note, order }: { change: ChangeView; note: string; order: string }) {
	const { t } = useTranslation('changes')
	const { locale } = useReader()
	const intent = useNavigation().formData?.get('intent')
	const { acts, hash, delta, waitsFor } = change
	const total = money(delta.sums.totalMinor.after, delta.currency, locale)
	return (
		<div className="grid justify-items-start gap-4">
			{acts.consent ? (
				<Form method="post" className="grid gap-2">
					<input type="hidden" name="hash" value={hash} />
					<p className="text-sm">{t(waitsFor.length > 1 ? `agreeText.next.${waitsFor[1]}` : 'agreeText.last')}</p>
					<Button type="submit" name="intent" value="consent" variant="primary" pending={intent === 'consent'}>
						{t(`agree.${acts.consent}`, { total })}
					</Button>
				</Form>
			) : null}
			{acts.refuse ? (
				<Disclosure summary={t('refuse.open')} open={note !== ''}>
					<Form method="post" className="grid gap-3">
						<TextArea label={t('refuse.why')} name="note" rows={2} maxLength={1000} required defaultValue={note} />
						<Button type="submit" name="intent" value="refuse" variant="danger" pending={intent === 'refuse'}>
							{t('refuse.send')}
						</Button>
					</Form>
				</Disclosure>
			) : null}
			{acts.withdraw ? (
				<Form method="post">
					<Button type="submit" name="intent" value="withdraw" variant="quiet" pending={intent === 'withdraw'}>
						{t('withdraw')}
					</Button>
				</Form>
			) : null}
			{change.isStale && acts.withdraw ? <LinkButton to={`${order}/change`}>{t('one.again')}</LinkButton> : null}
			<LinkButton to={order} variant="quiet">
				{t('form.back')}
			</LinkButton>
		</div>
	)
}
