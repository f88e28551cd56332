import { useReader } from '../format/locale.tsx'
import { countryName } from '../format/place-name.ts'

/** Whose, and where: as an envelope has it. */
export function Address({ label, name, address }: { label: string; name: string; address: Record<string, string | null> | null }) {
	const { locale } = useReader()
	const place = address ? [address['postal_code'] ?? address['postalCode'], address['city'], address['region']].filter(Boolean).join(' ') : ''
	const lines = address ? [address['line1'], address['line2'], place, countryName(address['country'] ?? '', locale)].filter(Boolean) : []
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
