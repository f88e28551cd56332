import { useTranslation } from 'react-i18next'
import { Checkbox } from '../parts/checkbox.tsx'

/** Right below the warning that a rule reaches nobody: the box by which it is put to work all the same. */
export function KnowsNobody({ refusals }: { refusals: readonly { code: string }[] }) {
	const { t } = useTranslation('common')
	if (!refusals.some(({ code }) => code === 'RULE_REACHES_NOBODY')) return null
	return <Checkbox label={t('knowsNobody')} name="knows" value="1" />
}
