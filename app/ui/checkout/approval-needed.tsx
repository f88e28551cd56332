import { useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { type ApprovalReason, ReasonText } from '../approval/reason-text.tsx'
import { Banner } from '../parts/banner.tsx'
import { Button, TextLink } from '../parts/button.tsx'
import { TextArea } from '../parts/text-field.tsx'

export type NeededStep = { step: number; approver: string | null; reasons: readonly ApprovalReason[] }

/** Who must say yes before this is ordered, and by which rule. */
export function ApprovalNeeded({ steps, currency, method }: { steps: readonly NeededStep[]; currency: string; method: 'po' | 'card' }) {
	const { t } = useTranslation('approvals')
	return (
		<Banner tone="warning" title={t('needed.title')}>
			<ol className="mt-1 grid gap-1">
				{steps.map(({ approver, reasons }) => (
					<li key={approver ?? ''}>
						<span className="font-medium">{approver ?? t('anybody')}</span>
						{reasons.map((reason) => (
							<span key={reason.ruleId} className="block text-ink-soft">
								<ReasonText reason={reason} currency={currency} />
							</span>
						))}
					</li>
				))}
			</ol>
			<p className="mt-2">{t('needed.pinned')}</p>
			{method === 'card' ? <TextLink to="?pay=po">{t('needed.toInvoice')}</TextLink> : null}
		</Banner>
	)
}

/** In the place of the button that orders. */
export function AskButton() {
	const { t } = useTranslation('approvals')
	const { formData } = useNavigation()
	return (
		<div className="grid gap-4">
			<TextArea form="place" name="message" label={t('needed.message')} aside={t('optional')} rows={2} maxLength={1000} />
			<Button type="submit" form="place" name="intent" value="ask" variant="primary" size="lg" wide pending={formData?.get('intent') === 'ask'}>
				{t('needed.ask')}
			</Button>
		</div>
	)
}
