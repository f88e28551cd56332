import type { Refusal } from '../base/refusal.ts'
import { checkMerge, type MergeRoom } from './merge-text.ts'

/** One language of a send. */
export type SendText = { subject: string; preheader: string; heading: string; body: string; button: string }

export const sendTextFields = ['subject', 'preheader', 'heading', 'body', 'button'] as const

/** Each part of it changed in the same way. */
export const mapSendText = (text: SendText, change: (part: string) => string): SendText =>
	Object.fromEntries(sendTextFields.map((field) => [field, change(text[field])])) as SendText

/** The text of a send in a language, else in English; null when neither is complete. `content` is as stored: one entry per locale. */
export function sendTextOf(content: unknown, locale: string): SendText | null {
	if (typeof content !== 'object' || content === null) return null
	const texts = content as Record<string, unknown>
	return complete(texts[locale]) ?? complete(texts['en'])
}

function complete(text: unknown): SendText | null {
	if (typeof text !== 'object' || text === null) return null
	const given = text as Record<string, unknown>
	const has = sendTextFields.every((field) => typeof given[field] === 'string' && given[field] !== '')
	return has ? (given as SendText) : null
}

/** What is wrong with the words that differ with their reader (`checkMerge`), by language and part; `content` is as stored. */
export function checkSendTexts(content: Readonly<Record<string, unknown>>, room: MergeRoom): Refusal[] {
	return Object.entries(content).flatMap(([language, text]) =>
		sendTextFields.flatMap((part) => {
			const said = (text as Record<string, unknown> | null)?.[part]
			return typeof said === 'string' ? checkMerge(said, room, { part, language }) : []
		}),
	)
}
