import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { branchesOf, type Programme } from '../../engine/marketing/programme.ts'

type Acts = { onDelete: (key: string) => void; onUndo: () => void; onRedo: () => void }

/** Arrows walk along the ways, Delete takes a step out, Ctrl+Z and Ctrl+Shift+Z go back and forth; the ground is dragged with the pointer. */
export function useCanvasKeys(draft: Programme, { onDelete, onUndo, onRedo }: Acts) {
	const ground = useRef<HTMLDivElement>(null)
	const grip = useRef<{ x: number; y: number; left: number; top: number } | null>(null)
	const focus = (key: string | null | undefined) => {
		const card = key ? ground.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(key)}"]`) : null
		card?.focus()
		card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
		return card !== null && card !== undefined
	}
	const onKeyDown = (event: KeyboardEvent) => {
		const key = event.target instanceof HTMLElement ? event.target.dataset['step'] : undefined
		const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z'
		if (isUndo) {
			event.preventDefault()
			return event.shiftKey ? onRedo() : onUndo()
		}
		if (!key) return
		const ways = draft.steps.filter((step) => step.key === key).flatMap(branchesOf)
		const before = draft.steps.find((step) => branchesOf(step).some(({ to }) => to === key))
		const to = { ArrowDown: ways[0]?.to, ArrowRight: ways[1]?.to, ArrowUp: before?.key, ArrowLeft: before?.key }[event.key]
		if (to !== undefined && focus(to)) event.preventDefault()
		if (event.key === 'Delete' || event.key === 'Backspace') {
			event.preventDefault()
			onDelete(key)
		}
	}
	const pan = {
		onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
			const box = ground.current
			if (!box || event.button !== 0 || (event.target as Element).closest('a,button')) return
			grip.current = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop }
			box.setPointerCapture(event.pointerId)
		},
		onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
			const held = grip.current
			if (held) ground.current?.scrollTo(held.left - (event.clientX - held.x), held.top - (event.clientY - held.y))
		},
		onPointerUp: () => {
			grip.current = null
		},
		onPointerCancel: () => {
			grip.current = null
		},
	}
	return { ground, onKeyDown, pan }
}
