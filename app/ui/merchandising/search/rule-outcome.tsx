import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../../engine/base/refusal.ts'
import { Banner } from '../../parts/banner.tsx'
import { Button } from '../../parts/button.tsx'
import { Refusals } from '../../parts/refusals.tsx'
import { fieldsOf, type RuleKind, type SearchRule } from './search-rule.ts'

type Answer = { kind: RuleKind } & ({ ok: true; id: number; term: string } | { ok: true; removed: SearchRule } | { ok: false; refusals: readonly Refusal[] })

/** What became of an act, and the way to take it back. */
export function RuleOutcome({ answer }: { answer: Answer }) {
	const { t } = useTranslation('merchandising')
	if (!answer.ok)
		return (
			<Refusals
				title={t('book.refused')}
				refusals={answer.refusals.map(({ code, facts }) => ({ key: code, message: t(`refusals:${code}`, facts as Record<string, string>) }))}
			/>
		)
	const isRemoval = 'removed' in answer
	const fields: [string, string][] = isRemoval
		? [['intent', 'add'], ...fieldsOf(answer.removed)]
		: [
				['intent', 'remove'],
				['id', String(answer.id)],
			]
	return (
		<Banner
			live
			tone="positive"
			title={t(isRemoval ? 'searchRoom.removed' : 'searchRoom.added', { term: isRemoval ? answer.removed.term : answer.term })}
			action={
				<Form method="post">
					{[['tab', answer.kind], ...fields].map(([name, value]) => (
						<input key={name} type="hidden" name={name} value={value} />
					))}
					<Button type="submit" size="sm" icon="undo">
						{t('searchRoom.undo')}
					</Button>
				</Form>
			}
		/>
	)
}
