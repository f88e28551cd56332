import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { locales } from '../../app/platform/locale.ts'

const folder = resolve(import.meta.dirname, '../../public/locales')
const others = locales.filter((locale) => locale !== 'en')
const namespaces = readdirSync(join(folder, 'en'))
	.filter((name) => name.endsWith('.json'))
	.sort()

/** Words that are rightly the same in another language; each was read by somebody. */
const sameOnPurpose: { values: string[]; keys: string[] } = JSON.parse(readFileSync(join(import.meta.dirname, 'same-on-purpose.json'), 'utf8'))

function flatten(value: unknown, above = ''): [string, string][] {
	if (typeof value === 'string') return [[above, value]]
	return Object.entries(value as object).flatMap(([key, inner]) => flatten(inner, above ? `${above}.${key}` : key))
}

const read = (locale: string, namespace: string) => new Map(flatten(JSON.parse(readFileSync(join(folder, locale, namespace), 'utf8'))))
const plural = /_(zero|one|two|few|many|other)$/
const stem = (key: string) => key.replace(plural, '')
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name ?? ''))].sort()

test.each(others)('%s has every namespace', (locale) => {
	expect(
		readdirSync(join(folder, locale))
			.filter((name) => name.endsWith('.json'))
			.sort(),
	).toEqual(namespaces)
})

test.each(others.flatMap((locale) => namespaces.map((namespace) => [locale, namespace] as const)))('%s %s is complete and its own', (locale, namespace) => {
	const english = read('en', namespace)
	const own = read(locale, namespace)
	expect([...new Set([...own.keys()].map(stem))].sort(), 'the same keys').toEqual([...new Set([...english.keys()].map(stem))].sort())

	const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
	const counted = [...english.keys()].filter((key) => plural.test(key) && english.has(`${stem(key)}_other`)).map(stem)
	const missing = [...new Set(counted)].flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !own.has(key))
	// Only Czech fractions and Spanish and French millions say `many`; a count of lines never reaches the latter.
	expect(
		missing.filter((key) => locale === 'cs' || !key.endsWith('_many')),
		'plural forms',
	).toEqual([])

	const findings: string[] = []
	for (const [key, text] of own) {
		const original = english.get(key) ?? english.get(`${stem(key)}_other`) ?? ''
		if (
			plural.test(key) ? placeholders(text).some((name) => !placeholders(original).includes(name)) : placeholders(text).join() !== placeholders(original).join()
		)
			findings.push(`${key}: placeholders of "${text}"`)
		const hasWords = /\p{L}{2}/u.test(original.replaceAll(/\{\{.*?\}\}/g, ''))
		if (hasWords && text === original && !sameOnPurpose.values.includes(text) && !sameOnPurpose.keys.includes(`${locale} ${namespace.slice(0, -5)}:${key}`))
			findings.push(`${key}: "${text}" is the English`)
	}
	expect(findings).toEqual([])
})
