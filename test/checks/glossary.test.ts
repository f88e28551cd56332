import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type Locale, locales } from '../../app/platform/locale.ts'

const folder = resolve(import.meta.dirname, '../../public/locales')

/**
 * The words of sync-core.md A40, one for each thing in each language. `campaign` alone says neither what sales counts in the CRM nor where somebody came from, and in other
 * products it is a mailing; so it never stands alone on a label. `not` are other words for one of the four.
 */
const terms: Record<Locale, { campaign: RegExp; qualified: RegExp; send: string; programme: RegExp; not: RegExp }> = {
	en: {
		campaign: /campaigns?/gi,
		qualified: /\b(CRM|source) campaigns?\b/gi,
		send: 'Sends',
		programme: /\bprogrammes?\b/i,
		not: /\b(mailings?|blasts?|broadcasts?|newsletters?|drip|journeys?|programs?)\b/i,
	},
	'fr-CA': {
		campaign: /campagnes?/gi,
		qualified: /\bcampagnes? (CRM|d[’']origine)/gi,
		send: 'Envois',
		programme: /\bprogrammes?\b/i,
		not: /\b(publipostages?|diffusions?|infolettres?|campagnes? source)\b/i,
	},
	es: {
		campaign: /campañas?/gi,
		qualified: /\bcampañas? de (CRM|origen)/gi,
		send: 'Envíos de correo',
		programme: /\bprogramas?\b/i,
		not: /\b(boletín|boletines|difusión|difusiones|campañas? CRM)\b/i,
	},
	ja: {
		campaign: /キャンペーン/g,
		qualified: /(CRM|流入元)キャンペーン/g,
		send: '配信',
		programme: /プログラム/,
		not: /メルマガ|ニュースレター|一斉送信|ジャーニー|(獲得元|起点)キャンペーン|CRM キャンペーン/,
	},
	cs: {
		campaign: /kampa[nň]\p{L}*/giu,
		qualified: /\b(CRM|zdrojov\p{L}+) kampa[nň]\p{L}*/giu,
		send: 'Rozesílky',
		programme: /\bprogram/i,
		not: /newsletter|hromadn\p{L}+ e-mail|kampa[nň]\p{L}* (v )?CRM/iu,
	},
}

/** The words of A41: whom marketing knows and whom sales may win are two things, and each has one name in each language. */
const people: Record<Exclude<Locale, 'en'>, { prospect: RegExp; lead: RegExp }> = {
	'fr-CA': { prospect: /prospect/i, lead: /\bpistes?\b/i },
	es: { prospect: /prospecto/i, lead: /clientes? potencial/i },
	ja: { prospect: /見込み客/, lead: /リード/ },
	cs: { prospect: /potenciáln\p{L}+ zákazn/iu, lead: /zájem(ec|c)/i },
}
/** What is led, or how long goods take, is nobody. */
const notALead = /\bLead days\b|\b(lead(s)?|led) (to|on|there|here|it|nowhere|only|this|a way)\b|\b(that|it|can) leads?\b/gi

/** Rooms in which marketing is spoken of. Elsewhere nothing is called a campaign at all: what lowers a price is a promotion. */
const rooms = [
	'automation',
	'backoffice',
	'capture',
	'crm',
	'desk',
	'engine',
	'exchange',
	'marketing',
	'merchandising',
	'merge',
	'people',
	'programmes',
	'refusals',
	'sync',
]

/** Whole sentences of the room of CRM campaigns, and those to buyers and reps, who meet one kind only. */
const maySay = (namespace: string, key: string, text: string) =>
	/[.。]$/.test(text) && (['crm', 'desk', 'engine'].includes(namespace) || (namespace === 'refusals' && /^(CAMPAIGN|STATUS|CRM)_/.test(key)))

const termKeys = {
	campaign: [
		'sync.object.campaign',
		'crm.object.campaign',
		'crm.campaigns.title',
		'marketing.campaigns.title',
		'people.campaigns',
		'backoffice.rooms.crmCampaigns',
	],
	source: ['sync.object.source_campaign', 'people.sourceCampaign', 'crm.field.sourceCampaign', 'automation.field.sourceCampaign', 'capture.column.campaign'],
	programme: ['people.walks', 'people.enrol', 'automation.action.enrol'],
}

function flatten(value: unknown, above = ''): [string, string][] {
	if (typeof value === 'string') return [[above, value]]
	return Object.entries(value as object).flatMap(([key, inner]) => flatten(inner, above ? `${above}.${key}` : key))
}

/** Every text of a language under `namespace.key`. */
const textsOf = (locale: Locale) =>
	new Map<string, string>(
		readdirSync(join(folder, locale)).flatMap((name) => {
			const namespace = name.slice(0, -5)
			return flatten(JSON.parse(readFileSync(join(folder, locale, name), 'utf8'))).map(
				([key, text]) => [`${namespace}.${key}`, text] satisfies [string, string],
			)
		}),
	)

/** What is wrong with one text, or null. */
function findingOf(locale: Locale, path: string, whole: string): string | null {
	// A column is called what it is called.
	const text = whole.replaceAll(/\{\{.*?\}\}|[“«「„]\s?campaign\s?[”»」“]/g, '')
	const [namespace = '', ...rest] = path.split('.')
	const { campaign, qualified, not } = terms[locale]
	const isSpoken = rooms.includes(namespace)
	const said = text.match(campaign)?.length ?? 0
	if (said > 0 && !isSpoken) return `${path}: a campaign outside of marketing in “${whole}”`
	if (said > (text.match(qualified)?.length ?? 0) && !maySay(namespace, rest.join('.'), text)) return `${path}: a campaign of which kind? “${whole}”`
	const other = isSpoken ? text.match(not)?.[0] : undefined
	return other ? `${path}: “${other}” is another word for one of the four in “${whole}”` : null
}

test.each(locales)('%s calls a lead’s status alike where sales work and where marketing reads', (locale) => {
	const texts = textsOf(locale)
	const named = (room: string) => [...texts].filter(([path]) => path.startsWith(room)).map(([path, text]) => [path.slice(room.length), text])
	expect(named('leads.status.').length).toBeGreaterThan(5)
	expect(named('crm.leadStatus.')).toEqual(named('leads.status.'))
})

test.each(locales)('(A40) %s calls a CRM campaign, a source campaign, a send and a programme by one name each', (locale) => {
	const texts = textsOf(locale)
	expect([...texts].flatMap(([path, text]) => findingOf(locale, path, text) ?? [])).toEqual([])
	expect(texts.get('marketing.sends.title')).toBe(terms[locale].send)
	for (const [kind, keys] of Object.entries(termKeys))
		for (const key of keys)
			expect(texts.get(key) ?? '', `${key} is a ${kind}`).toMatch(kind === 'programme' ? terms[locale].programme : terms[locale].qualified)
})

/** What a language calls otherwise than English does: a prospect a lead, or the other way round. Who is spoken of without either word is well spoken of. */
function otherPerson(locale: Exclude<Locale, 'en'>, path: string, english: string, text: string): string | null {
	const said = english.replaceAll(notALead, '')
	const [isProspect, isLead] = [/\bprospects?\b/i.test(said), /\bleads?\b/i.test(said)]
	const { prospect, lead } = people[locale]
	if (isProspect && !isLead && (lead.test(text) || !prospect.test(text))) return `${path}: a prospect in “${english}”, not in “${text}”`
	if (isLead && !isProspect && (prospect.test(text) || !lead.test(text))) return `${path}: a lead in “${english}”, not in “${text}”`
	return null
}

test.each(locales.filter((locale) => locale !== 'en'))('(A41) %s calls a prospect and a lead by one name each', (locale) => {
	const english = textsOf('en')
	const inEnglish = (path: string) => english.get(path) ?? english.get(path.replace(/_(one|few|many)$/, '_other')) ?? ''
	expect([...textsOf(locale)].flatMap(([path, text]) => otherPerson(locale, path, inEnglish(path), text) ?? [])).toEqual([])
})

test('(A41) a prospect who is called a lead is found', () => {
	expect(otherPerson('ja', 'leads.title', 'Leads', '見込み客')).toContain('a lead in')
	expect(otherPerson('es', 'people.title', 'Prospects', 'Clientes potenciales')).toContain('a prospect in')
	expect(otherPerson('cs', 'crm.x', 'Lead on to', 'Pokračovat na')).toBeNull()
})

test('(A40) a planted text is refused', () => {
	expect(findingOf('en', 'marketing.x', 'New campaign')).toContain('which kind')
	expect(findingOf('en', 'marketing.x', 'New CRM campaign of a campaign')).toContain('which kind')
	expect(findingOf('en', 'crm.x', 'The mailing of this campaign left.')).toContain('mailing')
	expect(findingOf('ja', 'rates.x', 'キャンペーン適用後')).toContain('outside')
	expect(findingOf('cs', 'sync.x', 'Kampaň CRM')).toContain('which kind')
	expect(findingOf('es', 'people.x', 'Campaña de CRM')).toBeNull()
})
