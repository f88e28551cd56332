import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { UnreadRow } from '../../engine/cart/read-typed-rows.ts'
import { useRefusalWords } from '../format/refusal-text.ts'
import { Refusals } from '../parts/refusals.tsx'

/** Why nothing was prepared, row by row; `rows` are the product numbers as they were read. */
export function PrepareRefused({ refusals, unread, rows }: { refusals: readonly Refusal[]; unread: readonly UnreadRow[]; rows: readonly string[] }) {
	const { t } = useTranslation('leads')
	const say = useRefusalWords('')
	const whereOf = (line: number | undefined) => (line === undefined ? undefined : rows[line - 1])
	const texts = [
		...unread.map(({ row, text }) => ({ key: `unread ${row}`, where: t('prepare.row', { row }), message: t('prepare.unread', { text }) })),
		...refusals.map((one, index) => ({ key: `${one.code} ${one.line ?? index}`, where: whereOf(one.line), ...say(one) })),
	]
	return (
		<div className="mb-8">
			<Refusals title={t('refused')} refusals={texts} />
		</div>
	)
}
