import { type Easel, n } from '../easel.ts'

/** A picture without words of its own: the page that shows it says what it is, in the reader's language. */
export function frame(width: number, height: number, easel: Easel, body: string): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${easel.defs()}${body}</svg>`
}

export function placed(body: string, x: number, y: number, scale = 1): string {
	return `<g transform="translate(${n(x)} ${n(y)})${scale === 1 ? '' : ` scale(${scale})`}">${body}</g>`
}

/** Snow, finer where it is farther. */
export function snow(easel: Easel, area: { x: number; y: number; width: number; height: number }, count: number, opacity = 0.9): string {
	const flakes = Array.from({ length: count }, () => {
		const r = n(0.8 + easel.chance() ** 2 * 2.6)
		return `<circle cx="${n(area.x + easel.chance() * area.width)}" cy="${n(area.y + easel.chance() * area.height)}" r="${r}"/>`
	})
	return `<g fill="#fff" opacity="${opacity}">${flakes.join('')}</g>`
}

/** A hill's edge from left to right, closed at the bottom. */
export function hill(points: readonly (readonly [number, number])[], floor: number, fill: string): string {
	const [first, ...rest] = points
	if (!first) return ''
	let [px, py] = first
	const curves = rest.map(([x, y]) => {
		const half = (px + x) / 2
		const curve = `C${n(half)} ${py} ${n(half)} ${y} ${x} ${y}`
		px = x
		py = y
		return curve
	})
	return `<path d="M${first[0]} ${first[1]}${curves.join('')}V${floor}H${first[0]}Z" fill="${fill}"/>`
}

export function bareTree(x: number, y: number, size: number, colour: string): string {
	const s = size / 100
	return `<path transform="translate(${x} ${y}) scale(${n(s * 10) / 10})" d="M0 0V-46M0-30L-22-62M0-40L20-70M0-46L-4-96M-12-48L-30-58M-16-54L-16-76M11-57L30-66M12-58L10-84M-2-70L-14-88M-3-80L8-98" fill="none" stroke="${colour}" stroke-width="3.2" stroke-linecap="round"/>`
}

/** A grain elevator: how one knows that it is the plains. */
export function elevator(x: number, y: number, scale: number, colour: string, snowy: string): string {
	return placed(
		`<path d="M0 0V-92H26V0ZM26 0V-92H52V0ZM52 0V-92H78V0ZM12-92V-132L39-150 66-132V-92Z" fill="${colour}"/><path d="M26-92V0M52-92V0" stroke="#000" stroke-opacity=".14" stroke-width="2"/><path d="M8-130 39-152 70-130 66-128 39-146 12-128ZM-2-95H80V-90H-2Z" fill="${snowy}"/>`,
		x,
		y,
		scale,
	)
}
