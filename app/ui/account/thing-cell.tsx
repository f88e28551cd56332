import { Td } from '../parts/table.tsx'

/** A thing of an order at the head of its row: its picture, its name, and what it is known by. */
export function ThingCell({ picture, name, note }: { picture: string | null; name: string; note: string | null }) {
	return (
		<Td>
			<span className="flex items-center gap-3">
				{picture ? <img src={picture} alt="" width={48} height={48} loading="lazy" className="drawn size-12 shrink-0 rounded-md bg-sunken" /> : null}
				<span>
					<span className="block font-medium">{name}</span>
					<span className="text-ink-soft">{note}</span>
				</span>
			</span>
		</Td>
	)
}
