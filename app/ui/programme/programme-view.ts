import type { Predicate } from '../../engine/base/predicate.ts'
import type { Programme } from '../../engine/marketing/programme.ts'
import type { Layout } from '../../engine/marketing/programme-layout.ts'
import type { DoRoom } from '../automation/action-editor.tsx'
import type { IconName } from '../parts/icon.tsx'

/** A programme's page as its flow answers, dates as JSON has them. */
export type ProgrammeView = {
	programme: {
		id: number
		name: string
		state: 'draft' | 'running' | 'paused'
		version: number
		draftNumber: number
		undo: readonly unknown[]
		redo: readonly unknown[]
		entryListId: number | null
		entryTopic: string | null
		exitTopics: string[]
		exitQuestion: Predicate | null
		reentryDays: number | null
		takesRecycled: boolean
		yieldsToReps: boolean
	}
	draft: Programme
	layout: Layout
	missing: { code: string; line?: number; facts: Record<string, unknown> }[]
	isChanged: boolean
	around: {
		publishedAt: string | null
		counts: { stepKey: string; here: number; passed: number; mailed: number; clicked: number }[]
		older: number
		going: number
		done: number
		left: number
		mails: { id: number; name: string; isWritten: boolean }[]
		lists: { id: number; name: string }[]
	}
	room: DoRoom
	trial: { person: { id: number; name: string } | null; way: { key: string; at: Date | string; answer: boolean | null; outcome: string | null }[] } | null
}

export const stepIcon = { send: 'mail', wait: 'clock', if: 'target', action: 'settings', end: 'check' } as const satisfies Record<string, IconName>
export const stateTone = { draft: 'neutral', running: 'positive', paused: 'warning' } as const
