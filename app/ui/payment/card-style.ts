import type { CardStyle } from './stripe-script.ts'

/** The house's colours as the frame of another origin can take them: resolved, for the theme that shows now. */
export function cardStyleOf(place: HTMLElement): CardStyle {
	const probe = document.createElement('span')
	place.append(probe)
	const colour = (name: string) => {
		probe.style.color = `var(--color-${name})`
		return getComputedStyle(probe).color
	}
	const style: CardStyle = {
		base: {
			color: colour('ink'),
			backgroundColor: paperOf(place),
			iconColor: colour('accent'),
			fontSize: '16px',
			fontFamily: getComputedStyle(place).fontFamily,
			'::placeholder': { color: colour('ink-soft') },
		},
		invalid: { color: colour('danger'), iconColor: colour('danger') },
	}
	probe.remove()
	return style
}

/** What is painted behind the field: the frame paints it too, so that what stands on what can be judged in it. */
function paperOf(place: HTMLElement): string {
	for (let at: HTMLElement | null = place; at; at = at.parentElement) {
		const { backgroundColor } = getComputedStyle(at)
		if (!/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor
	}
	return 'transparent'
}

/** Calls `run` whenever the theme changes, by the switch or by the system. Answers how to stop. */
export function onThemeChange(run: () => void): () => void {
	const system = matchMedia('(prefers-color-scheme: dark)')
	const observer = new MutationObserver(run)
	observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
	system.addEventListener('change', run)
	return () => {
		observer.disconnect()
		system.removeEventListener('change', run)
	}
}
