import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Section } from '../parts/page-header.tsx'

/** Which one was meant, when the words fit several or none. */
export function SightChoices({
	name,
	choices,
	text,
}: {
	name: 'product' | 'account'
	choices: readonly { id: number; code: string; name: string }[]
	text: string
}) {
	const { t } = useTranslation('entitlement')
	return (
		<Section title={t(choices.length === 0 ? `sight.no_${name}` : `sight.which_${name}`, { text })}>
			<ul className="grid gap-1 text-sm">
				{choices.map((choice) => (
					<li key={choice.id}>
						<Link to={`?${new URLSearchParams({ [name]: choice.code })}`} className="text-accent hover:underline">
							{choice.name}
						</Link>{' '}
						<span className="text-ink-soft">{choice.code}</span>
					</li>
				))}
			</ul>
		</Section>
	)
}
