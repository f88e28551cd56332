import { useEffect, useState } from 'react'
import { cn } from '../parts/cn.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { type Theme, themeCookieFor } from './theme.ts'

const choices: readonly { theme: Theme; icon: IconName }[] = [
	{ theme: 'system', icon: 'system' },
	{ theme: 'light', icon: 'sun' },
	{ theme: 'dark', icon: 'moon' },
]

/** Three plain radios; without scripts they are hidden and the device decides. */
export function ThemeSwitch({ labels, theme, className }: { labels: Record<Theme | 'name', string>; theme: Theme; className?: string }) {
	const [chosen, setChosen] = useState(theme)
	const [scripted, setScripted] = useState(false)
	useEffect(() => setScripted(true), [])

	function choose(next: Theme) {
		setChosen(next)
		// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve.
		document.cookie = themeCookieFor(next)
		if (next === 'system') delete document.documentElement.dataset['theme']
		else document.documentElement.dataset['theme'] = next
	}

	return (
		<fieldset hidden={!scripted} className={cn('flex w-fit rounded-md border border-control p-0.5', className)}>
			<legend className="sr-only">{labels.name}</legend>
			{choices.map(({ theme: choice, icon }) => (
				<label
					key={choice}
					title={labels[choice]}
					className="grid size-8 cursor-pointer place-items-center rounded-sm text-ink-soft hover:text-ink has-checked:bg-sunken has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
				>
					<input
						type="radio"
						name="theme"
						value={choice}
						checked={chosen === choice}
						onChange={() => choose(choice)}
						className="sr-only"
						aria-label={labels[choice]}
					/>
					<Icon name={icon} className="size-4.5" />
				</label>
			))}
		</fieldset>
	)
}
