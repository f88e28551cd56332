import { Link, useSubmit } from '@remix-run/react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Branch, ProgrammeStep } from '../../engine/marketing/programme.ts'
import type { Way } from '../../engine/marketing/programme-layout.ts'
import { cn } from '../parts/cn.ts'
import { Icon } from '../parts/icon.tsx'
import { useListHref } from '../parts/use-list-href.ts'
import type { ProgrammeView } from './programme-view.ts'
import { placeWord } from './read-programme-form.ts'
import { type CardFacts, StepCard } from './step-card.tsx'
import { useCanvasKeys } from './use-canvas-keys.ts'
import { useStepWords } from './use-step-words.ts'

const card = { width: 240, height: 104 }
const gap = { x: 72, y: 64 }
const edge = 40

type Props = { page: ProgrammeView; chosen: string | null; at: string | null; mayWrite: boolean }
type Drawn = { step: ProgrammeStep; facts: CardFacts; words: string; column: number; row: number }

/** The programme as it is drawn: from the top down, on a ground that is dragged or scrolled; on a narrow screen as a list. */
export function Canvas({ page, chosen, at, mayWrite }: Props) {
	const { t } = useTranslation('programmes')
	const { draft, layout, programme } = page
	const drawn = useDrawn(page, chosen)
	const submit = useSubmit()
	const send = (fields: Record<string, string>) => {
		if (mayWrite) submit({ ...fields, draft: String(programme.draftNumber) }, { method: 'post', preventScrollReset: true })
	}
	const { ground, onKeyDown, pan } = useCanvasKeys(draft, {
		onDelete: (key) => send({ intent: 'delete', key }),
		onUndo: () => send({ intent: 'undo' }),
		onRedo: () => send({ intent: 'redo' }),
	})
	// The chosen step comes into sight inside the ground; the page itself stays where it is.
	useEffect(() => {
		const box = ground.current
		const shown = chosen ? box?.querySelector<HTMLElement>(`[data-step="${CSS.escape(chosen)}"]`)?.parentElement : null
		if (!box || !shown) return
		if (shown.offsetTop + shown.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = shown.offsetTop + shown.offsetHeight + gap.y - box.clientHeight
		if (shown.offsetLeft + shown.offsetWidth > box.scrollLeft + box.clientWidth) box.scrollLeft = shown.offsetLeft + shown.offsetWidth + edge - box.clientWidth
	}, [chosen, ground])
	const width = 2 * edge + layout.columns * card.width + (layout.columns - 1) * gap.x
	const height = 2 * edge + layout.rows * card.height + (layout.rows - 1) * gap.y + gap.y
	return (
		<>
			{/* biome-ignore lint/a11y/noStaticElementInteractions: keys act on the links inside; the ground itself is only dragged. */}
			<div
				ref={ground}
				onKeyDown={onKeyDown}
				{...pan}
				className="hidden max-h-[70vh] min-h-80 cursor-grab overflow-auto rounded-lg border border-rule bg-sunken bg-[radial-gradient(var(--color-rule)_1px,transparent_1px)] bg-size-[1.5rem_1.5rem] active:cursor-grabbing lg:block"
			>
				<nav aria-label={t('canvas.label')} aria-describedby="canvas-keys" className="relative" style={{ width, height, minWidth: '100%' }}>
					<Ways ways={layout.ways} drawn={drawn} size={{ width, height }} />
					{layout.ways.map((way) =>
						mayWrite ? <Plus key={placeWord(way.from, way.branch)} way={way} drawn={drawn} isOpen={at === placeWord(way.from, way.branch)} /> : null,
					)}
					{drawn.map((one) => (
						<div key={one.step.key} className="absolute" style={{ left: leftOf(one), top: topOf(one), width: card.width, height: card.height }}>
							<CardLink drawn={one} />
						</div>
					))}
				</nav>
			</div>
			<p id="canvas-keys" className="hidden text-xs text-ink-soft lg:block">
				{t('canvas.keys')}
			</p>
			<StepList drawn={drawn} mayWrite={mayWrite} at={at} />
		</>
	)
}

function useDrawn(page: ProgrammeView, chosen: string | null): Drawn[] {
	const words = useStepWords(page.around.mails)
	const counts = new Map(page.around.counts.map((one) => [one.stepKey, one]))
	const missing = new Set(page.missing.map(({ line }) => line))
	const trodden = new Set(page.trial?.way.map(({ key }) => key))
	return page.layout.placed.flatMap(({ key, number, column, row }) => {
		const step = page.draft.steps.find((one) => one.key === key)
		if (!step) return []
		const { here = 0, passed = 0, mailed = 0, clicked = 0 } = counts.get(key) ?? {}
		const facts = { number, here, passed, mailed, clicked, isMissing: missing.has(number), isTrodden: trodden.has(key), isChosen: chosen === key }
		return [{ step, facts, words: words(step), column, row }]
	})
}

const leftOf = ({ column }: Drawn) => edge + column * (card.width + gap.x)
const topOf = ({ row }: Drawn) => edge + gap.y / 2 + row * (card.height + gap.y)

function CardLink({ drawn: { step, facts, words } }: { drawn: Drawn }) {
	const href = useListHref()
	return (
		<Link
			to={href({ step: step.key, at: null })}
			data-step={step.key}
			preventScrollReset
			draggable={false}
			aria-current={facts.isChosen ? 'true' : undefined}
			className="block h-full rounded-lg transition-shadow hover:shadow-lift"
		>
			<StepCard step={step} words={words} facts={facts} />
		</Link>
	)
}

type Line = { path: string; mark: { x: number; y: number }; label: { x: number; y: number } }

/** From the foot of a step (its right side for a no) to the head of the next; a way back goes round on the left. */
function lineOf(way: Way, drawn: readonly Drawn[]): Line | null {
	const to = drawn.find(({ step }) => step.key === way.to)
	const from = drawn.find(({ step }) => step.key === way.from)
	if (!from && !to) return null
	if (!from && to) {
		const x = leftOf(to) + card.width / 2
		return { path: `M ${x} ${topOf(to) - gap.y / 2} V ${topOf(to) - 2}`, mark: { x, y: topOf(to) - gap.y / 2 }, label: { x, y: 0 } }
	}
	if (!from) return null
	const isNo = way.branch === 'no'
	const start = isNo ? { x: leftOf(from) + card.width, y: topOf(from) + card.height / 2 } : { x: leftOf(from) + card.width / 2, y: topOf(from) + card.height }
	const mark = isNo ? { x: start.x + gap.x / 2, y: start.y } : { x: start.x, y: start.y + gap.y / 2 }
	const label = isNo ? { x: start.x + 8, y: start.y - 8 } : { x: start.x + 16, y: start.y + 20 }
	if (!to) return { path: `M ${start.x} ${start.y} L ${mark.x} ${mark.y}`, mark, label }
	const end = { x: leftOf(to) + card.width / 2, y: topOf(to) }
	if (way.isBack) {
		const side = { x: leftOf(to) - 24, y: topOf(to) + card.height / 2 }
		return {
			path: `M ${start.x} ${start.y} L ${mark.x} ${mark.y} H ${side.x + 8} Q ${side.x} ${mark.y} ${side.x} ${mark.y - 8} V ${side.y + 8} Q ${side.x} ${side.y} ${side.x + 8} ${side.y} H ${leftOf(to) - 2}`,
			mark,
			label,
		}
	}
	if (isNo) {
		const r = end.x > start.x ? 8 : -8
		if (end.x > start.x) return { path: `M ${start.x} ${start.y} H ${end.x - r} Q ${end.x} ${start.y} ${end.x} ${start.y + 8} V ${end.y - 2}`, mark, label }
		const low = end.y - gap.y / 2
		return {
			path: `M ${start.x} ${start.y} H ${mark.x - 8} Q ${mark.x} ${start.y} ${mark.x} ${start.y + 8} V ${low - 8} Q ${mark.x} ${low} ${mark.x - 8} ${low} H ${end.x + 8} Q ${end.x} ${low} ${end.x} ${low + 8} V ${end.y - 2}`,
			mark,
			label,
		}
	}
	if (start.x === end.x) return { path: `M ${start.x} ${start.y} V ${end.y - 2}`, mark, label }
	const turn = end.x > start.x ? 8 : -8
	const low = end.y - gap.y / 2
	return {
		path: `M ${start.x} ${start.y} V ${low - 8} Q ${start.x} ${low} ${start.x + turn} ${low} H ${end.x - turn} Q ${end.x} ${low} ${end.x} ${low + 8} V ${end.y - 2}`,
		mark,
		label,
	}
}

function Ways({ ways, drawn, size }: { ways: readonly Way[]; drawn: readonly Drawn[]; size: { width: number; height: number } }) {
	const { t } = useTranslation('programmes')
	return (
		<svg {...size} aria-hidden="true" className="pointer-events-none absolute inset-0 text-control">
			<defs>
				<marker id="way-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
					<path d="M0 0 L8 4 L0 8 Z" fill="currentColor" />
				</marker>
			</defs>
			{ways.map((way) => {
				const line = lineOf(way, drawn)
				if (!line) return null
				return (
					<g key={placeWord(way.from, way.branch)}>
						<path
							d={line.path}
							fill="none"
							stroke="currentColor"
							strokeWidth="1.75"
							strokeDasharray={way.to === null ? '3 4' : way.isBack ? '6 4' : undefined}
							markerEnd={way.to === null ? undefined : 'url(#way-head)'}
						/>
						{way.branch === 'yes' || way.branch === 'no' ? (
							<text x={line.label.x} y={line.label.y} className="fill-ink text-xs font-medium">
								{t(`branch.${way.branch}`)}
							</text>
						) : null}
					</g>
				)
			})}
		</svg>
	)
}

function Plus({ way, drawn, isOpen }: { way: Way; drawn: readonly Drawn[]; isOpen: boolean }) {
	const { t } = useTranslation('programmes')
	const href = useListHref()
	const line = lineOf(way, drawn)
	if (!line) return null
	const from = drawn.find(({ step }) => step.key === way.from)
	return (
		<Link
			to={href({ at: placeWord(way.from, way.branch), step: null })}
			preventScrollReset
			aria-label={from ? t(`put.after.${way.branch === 'start' ? 'next' : way.branch}`, { step: from.facts.number }) : t('put.start')}
			className={cn(
				'absolute grid size-6 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full border border-control bg-surface text-ink-soft hover:border-accent hover:text-accent',
				isOpen ? 'border-accent bg-accent text-accent-ink hover:text-accent-ink' : '',
			)}
			style={{ left: line.mark.x, top: line.mark.y }}
		>
			<Icon name="plus" className="size-3.5" />
		</Link>
	)
}

function StepList({ drawn, mayWrite, at }: { drawn: readonly Drawn[]; mayWrite: boolean; at: string | null }) {
	const { t } = useTranslation('programmes')
	const href = useListHref()
	const numberOf = new Map(drawn.map(({ step, facts }) => [step.key, facts.number]))
	const waysOf = (step: ProgrammeStep): { branch: Branch; to: string | null }[] => {
		if (step.kind === 'end') return []
		return step.kind === 'if'
			? [
					{ branch: 'yes', to: step.yes },
					{ branch: 'no', to: step.no },
				]
			: [{ branch: 'next', to: step.next }]
	}
	return (
		<ol aria-label={t('canvas.label')} className="grid gap-2 lg:hidden">
			{drawn.map((one) => (
				<li key={one.step.key} className="grid gap-1.5">
					<CardLink drawn={one} />
					<div className="flex flex-wrap gap-x-4 gap-y-1 pl-3 text-sm text-ink-soft">
						{waysOf(one.step).map(({ branch, to }) => {
							const number = to === null ? null : numberOf.get(to)
							const words = t(`way.${branch}`, { to: number ? t('stepNumber', { number }) : t('nowhere') })
							return mayWrite ? (
								<Link
									key={branch}
									to={href({ at: placeWord(one.step.key, branch), step: null })}
									aria-current={at === placeWord(one.step.key, branch) ? 'true' : undefined}
									className="inline-flex min-h-6 items-center gap-1 hover:text-accent"
								>
									{words} <Icon name="plus" className="size-3.5" />
								</Link>
							) : (
								<span key={branch}>{words}</span>
							)
						})}
					</div>
				</li>
			))}
		</ol>
	)
}
