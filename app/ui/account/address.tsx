import { addressLines } from '../format/address-lines.ts'
import { useReader } from '../format/locale.tsx'

/** Whose, and where: as an envelope has it. */
export function Address({ label, name, address }: { label: string; name: string; address: Record<string, string | null> | null }) {
	const { locale } = useReader()
	const { city, region, country, line1, line2 } = address ?? {}
	const postal = { street: [line1, line2].filter(Boolean).join('\n'), city, region, postalCode: address?.['postal_code'] ?? address?.['postalCode'], country }
	const lines = addressLines(Object.fromEntries(Object.entries(postal).map(([part, value]) => [part, value ?? null])), locale)
	return (
		<div className="grid content-start gap-1 border-t border-rule pt-3">
			<p className="text-ink-soft">{label}</p>
			<p className="font-medium">{name}</p>
			{lines.map((line) => (
				<p key={line}>{line}</p>
			))}
		</div>
	)
}
