import { useEffect, useState } from 'react'
import { Button } from '../parts/button.tsx'

/** Without scripts the browser's own menu prints as well. */
export function PrintButton({ label }: { label: string }) {
	const [scripted, setScripted] = useState(false)
	useEffect(() => setScripted(true), [])
	return scripted ? (
		<Button icon="document" onClick={() => window.print()}>
			{label}
		</Button>
	) : null
}
