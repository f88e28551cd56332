import { useTranslation } from 'react-i18next'
import { Refusals } from '../parts/refusals.tsx'

type Told = { code: string; line?: number; facts: Record<string, unknown> }

/** Refusals in the reader's words; `whereOf` names the line or the invoice that each is about. */
export function RefusalList({ title, refusals, whereOf }: { title: string; refusals: readonly Told[]; whereOf?: (refusal: Told) => string | null }) {
	const { t } = useTranslation('refusals')
	const texts = refusals.map((refusal, index) => ({
		key: `${refusal.code} ${refusal.line ?? index}`,
		where: whereOf?.(refusal) ?? undefined,
		message: t(refusal.code, refusal.facts),
	}))
	return <Refusals title={title} refusals={texts} />
}
