import type { Sql } from '../../../db/client.server.ts'
import type { StoredRule } from '../../../db/queries/entitlement.ts'
import { readMeanings, readOwnIds } from '../../../db/queries/entitlement-room.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'

/** The form of a policy: what is taken from it, what comes to it, one word in a line as people paste it. */
export type PolicyWish = {
	name: string
	code: string
	isActive: boolean
	isGuest: boolean
	/** Rules to take away, as `product:7`, `category:4`, `class:coffee`. */
	remove: readonly string[]
	grants: string
	denies: string
	groupIds: readonly number[]
	removeAccountIds: readonly number[]
	addAccounts: string
}
export type GroupWish = { name: string; code: string; policyIds: readonly number[]; removeAccountIds: readonly number[]; addAccounts: string }
export type AccountWish = { stopsInheriting: boolean; groupIds: readonly number[]; policyIds: readonly number[] }

/** The first cell of each filled line: what a column, a CSV or a list gives when it is pasted. */
export function linesOf(text: string): { line: number; word: string }[] {
	return text.split(/\r?\n/).flatMap((row, index) => {
		const word = (row.split(/[\t;,]/)[0] ?? '').trim().replace(/^"(.*)"$/, '$1')
		return word ? [{ line: index + 1, word }] : []
	})
}

export const keyOf = (rule: StoredRule) =>
	rule.productId !== null ? `product:${rule.productId}` : rule.categoryId !== null ? `category:${rule.categoryId}` : `class:${rule.productClass}`

type Said = { field: 'grants' | 'denies'; effect: 'grant' | 'deny'; line: number; word: string; kind: 'product' | 'category' | 'class'; code: string }

function saidIn(text: string, field: Said['field']): Said[] {
	return linesOf(text).map(({ line, word }) => {
		const [, prefix, rest] = /^(category|class):(.+)$/i.exec(word) ?? []
		const kind = (prefix?.toLowerCase() as 'category' | 'class' | undefined) ?? 'product'
		const code = kind === 'product' ? word.toUpperCase() : (rest ?? '').trim()
		return { field, effect: field === 'grants' ? 'grant' : 'deny', line, word, kind, code }
	})
}

/** The rules that a form adds, and every line that names nothing of the seller's: RULE_UNKNOWN by field and line. */
export async function readRules(
	sql: Sql,
	sellerEntityId: number,
	wish: Pick<PolicyWish, 'grants' | 'denies'>,
): Promise<{ rules: StoredRule[]; refusals: Refusal[] }> {
	const said = [...saidIn(wish.grants, 'grants'), ...saidIn(wish.denies, 'denies')]
	if (said.length === 0) return { rules: [], refusals: [] }
	const codes = (kind: Said['kind']) => said.filter((one) => one.kind === kind).map(({ code }) => code)
	const found = await readMeanings(sql, { sellerEntityId, skus: codes('product'), categories: codes('category'), classes: codes('class'), accounts: [] })
	const known = new Map(found.map((one) => [`${one.kind} ${one.code}`, one]))
	const rules: StoredRule[] = []
	const refusals: Refusal[] = []
	for (const { field, effect, line, word, kind, code } of said) {
		const meant = known.get(`${kind} ${code}`)
		if (!meant) refusals.push(refusal('RULE_UNKNOWN', { key: field, word: word.slice(0, 80) }, line))
		else
			rules.push({
				effect,
				productId: kind === 'product' ? meant.id : null,
				categoryId: kind === 'category' ? meant.id : null,
				productClass: kind === 'class' ? meant.code : null,
			})
	}
	return { rules, refusals }
}

/** Accounts by their numbers; ACCOUNT_NUMBER_UNKNOWN by line for what is none of the seller's. */
export async function readAccounts(sql: Sql, sellerEntityId: number, text: string): Promise<{ ids: number[]; refusals: Refusal[] }> {
	const said = linesOf(text)
	if (said.length === 0) return { ids: [], refusals: [] }
	const found = await readMeanings(sql, { sellerEntityId, skus: [], categories: [], classes: [], accounts: said.map(({ word }) => word.toUpperCase()) })
	const known = new Map(found.map(({ code, id }) => [code, id]))
	const unknown = said.filter(({ word }) => !known.has(word.toUpperCase()))
	return {
		ids: said.flatMap(({ word }) => known.get(word.toUpperCase()) ?? []),
		refusals: unknown.map(({ line, word }) => refusal('ACCOUNT_NUMBER_UNKNOWN', { key: 'addAccounts', word: word.slice(0, 80) }, line)),
	}
}

/** NOT_YOURS when a form names a policy or a group of another seller. */
export async function checkOwn(sql: Sql, sellerEntityId: number, ids: { policyIds: readonly number[]; groupIds: readonly number[] }): Promise<Refusal[]> {
	if (ids.policyIds.length + ids.groupIds.length === 0) return []
	const own = await readOwnIds(sql, { sellerEntityId, ...ids })
	const isOwn = ids.policyIds.every((id) => own.policyIds.includes(id)) && ids.groupIds.every((id) => own.groupIds.includes(id))
	return isOwn ? [] : [refusal('CHOICE_UNKNOWN')]
}

export const union = (...lists: (readonly number[])[]): number[] => [...new Set(lists.flat())].sort((a, b) => a - b)
