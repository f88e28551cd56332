import { useUnitName } from '../format/use-unit-name.ts'

const WEIGHED = 'kg'

/** "12", "5 kg", "4 × box of 1,000": single pieces need no unit beside their number. */
export function Counted({ quantity, unit }: { quantity: string; unit: string | null | undefined }) {
	const unitName = useUnitName()
	if (!unit || unit === 'each') return <>{quantity}</>
	return (
		<>
			{quantity} <span className="text-ink-soft max-sm:block">{unit === WEIGHED ? unitName(unit) : `× ${unitName(unit)}`}</span>
		</>
	)
}
