export type Glide = { frames: number[]; scrolled: number }
export type Opening = { answerMs: number; drawnMs: number; hydratedMs: number; htmlBytes: number; sentBytes: number }

type Watch = {
	hydratedAt: number
	painted: Promise<number>
	opening: () => Opening
	toTop: () => void
	focusFirst: () => Promise<void>
	awaitKey: () => void
	glide: (axis: 'x' | 'y', steps: number) => Promise<Glide>
}

declare global {
	var kontorMatrix: Watch
}

/** Runs in the page before anything of it: says when React took the cells over, and scrolls frame by frame. */
export function watchOpening(): void {
	const cells = () => document.querySelectorAll<HTMLInputElement>('input[data-cell]')
	const isTaken = (cell: HTMLInputElement) => Object.keys(cell).some((key) => key.startsWith('__reactProps'))
	const scroller = (axis: 'x' | 'y'): Element => {
		for (let box = cells()[0]?.parentElement; box; box = box.parentElement) {
			const style = getComputedStyle(box)
			const isOwn = axis === 'x' ? box.scrollWidth > box.clientWidth + 1 : box.scrollHeight > box.clientHeight + 1
			if (isOwn && /auto|scroll/.test(axis === 'x' ? style.overflowX : style.overflowY)) return box
		}
		return document.documentElement
	}
	const look = () => {
		const first = cells()[0]
		if (first && isTaken(first)) globalThis.kontorMatrix.hydratedAt = performance.now()
		else requestAnimationFrame(look)
	}
	globalThis.kontorMatrix = {
		hydratedAt: 0,
		painted: Promise.resolve(0),
		opening() {
			const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
			const drawnMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
			return {
				...{ answerMs: page?.responseEnd ?? 0, drawnMs, hydratedMs: globalThis.kontorMatrix.hydratedAt },
				...{ htmlBytes: page?.decodedBodySize ?? 0, sentBytes: page?.encodedBodySize ?? 0 },
			}
		},
		toTop() {
			document.querySelector('table')?.scrollIntoView({ block: 'start', behavior: 'instant' })
		},
		async focusFirst() {
			scroller('y').scrollTo({ top: 0, behavior: 'instant' })
			scroller('x').scrollTo({ left: 0, behavior: 'instant' })
			// The first cell is there once the frame that scrolled was drawn.
			await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
			cells()[0]?.focus()
		},
		awaitKey() {
			globalThis.kontorMatrix.painted = new Promise((done) => {
				const heard = () => {
					const began = performance.now()
					// After the next frame's drawing: the first task behind it.
					requestAnimationFrame(() => {
						const { port1, port2 } = new MessageChannel()
						port1.onmessage = () => done(performance.now() - began)
						port2.postMessage(null)
					})
				}
				addEventListener('keydown', heard, { capture: true, once: true })
			})
		},
		glide(axis, steps) {
			const box = scroller(axis)
			const place = () => (axis === 'x' ? box.scrollLeft : box.scrollTop)
			const from = place()
			return new Promise((done) => {
				const frames: number[] = []
				let last = performance.now()
				const step = () => {
					const now = performance.now()
					frames.push(now - last)
					last = now
					if (frames.length > steps) return done({ frames: frames.slice(1), scrolled: place() - from })
					box.scrollBy({ [axis === 'x' ? 'left' : 'top']: axis === 'x' ? 300 : 700, behavior: 'instant' })
					requestAnimationFrame(step)
				}
				requestAnimationFrame(step)
			})
		},
	}
	requestAnimationFrame(look)
}
