import type { FieldDef, ObjectDef } from './define.ts'
import { findRow, type Org, objectOfId, type Row, type Value } from './org.ts'
import { convert, remove, undelete } from './people.ts'
import { saveRow } from './save.ts'
import { valueIn } from './show.ts'

/** A page, or the way to one after something was done. */
export type Screen = { status: number; html: string } | { goTo: string }

const shownFirst = ['Account', 'Contact', 'Lead', 'Opportunity', 'Campaign', 'CampaignMember', 'Task', 'Case']
const mostRows = 200

/**
 * The org's own screens, where somebody who tries Kontor out sees what arrived and changes it as the org's people would, under
 * all its rules. Null for a path that is none of them.
 */
export function answerScreen(org: Org, { method, url, text }: { method: string; url: URL; text: string }): Screen | null {
	const [, kind = '', name = ''] = /^\/(?:(object|record|new)\/(\w+))?$/.exec(url.pathname) ?? []
	if (url.pathname === '/') return page('A Salesforce org of your own', objects(org))
	const def = org.objects.get(kind === 'record' ? (objectOfId(org, name) ?? '') : name)
	if (!kind || !def) return null
	const row = kind === 'record' ? findRow(org, def.name, name) : undefined
	if (kind === 'record' && !row) return null
	if (method === 'POST') return act(org, def, { row, form: new URLSearchParams(text) })
	if (kind === 'object') return page(def.label, list(org, def, url.searchParams.get('q') ?? ''))
	return page(row ? titleOf(row) : `New ${def.label}`, record(org, def, { row, said: url.searchParams.get('said') ?? '' }))
}

function act(org: Org, def: ObjectDef, { row, form }: { row: Row | undefined; form: URLSearchParams }): Screen {
	const here = row ? `/record/${row.id}` : `/new/${def.name}`
	const told = (said: string) => ({ goTo: `${here}?said=${encodeURIComponent(said)}` })
	const wish = form.get('act')
	if (row && wish === 'delete') return told(remove(org, def.name, row.id, org.colleague)?.message ?? 'Deleted.')
	if (row && wish === 'undelete') return told(String(undelete(org, def.name, row.id) ?? 'Taken back from the bin.'))
	if (row && wish === 'convert') return { goTo: `/record/${convert(org, row.id, {}).contactId}?said=Converted.` }
	const given = Object.fromEntries(editable(def, row).map((field) => [field.name, read(field, form.get(field.name))]))
	const saved = saveRow(org, { object: def.name, id: row?.id ?? null, given, by: org.colleague, allowDuplicates: true })
	if (!saved.ok) return told(saved.errors.map(({ message, fields }) => `${message} ${fields.join(', ')}`.trim()).join('; '))
	return { goTo: `/record/${saved.id}?said=Saved.` }
}

const read = ({ type }: FieldDef, said: string | null) => (type === 'boolean' ? said === 'true' : said)
const editable = (def: ObjectDef, row: Row | undefined) =>
	[...def.fields.values()].filter((field) => (row ? field.updateable : field.createable) && field.name !== 'Id')

function objects(org: Org): string {
	const known = [...org.objects.values()].filter(({ name }) => shownFirst.includes(name) || name.endsWith('__c'))
	const lines = known.map(({ name, label }) => {
		const rows = [...(org.rows.get(name)?.values() ?? [])].filter((row) => row.deletedAt === null)
		return `<li><a href="/object/${name}">${safe(label)}</a> <small>${rows.length}</small></li>`
	})
	return `<p>A stand-in on this machine: it speaks Salesforce's REST and refuses what an org refuses. ${org.calls.used} of ${org.calls.limit} calls of today are used.</p><ul>${lines.join('')}</ul>`
}

function list(org: Org, def: ObjectDef, wanted: string): string {
	const columns = ['Title', 'Email', 'Company', 'StageName', 'Status', 'Score__c'].filter((name) => def.fields.has(name))
	const rows = [...(org.rows.get(def.name)?.values() ?? [])]
		.filter((row) => !wanted || JSON.stringify(row.values).toLowerCase().includes(wanted.toLowerCase()))
		.toSorted((a, b) => b.modifiedAt - a.modifiedAt)
	const lines = rows.slice(0, mostRows).map((row) => {
		const cells = columns.map((name) => `<td>${safe(valueIn(row, name))}</td>`).join('')
		return `<tr${row.deletedAt === null ? '' : ' class="gone"'}><td><a href="/record/${row.id}">${safe(titleOf(row))}</a></td>${cells}<td><time>${safe(valueIn(row, 'LastModifiedDate'))}</time></td></tr>`
	})
	const heads = ['Name', ...columns.map((name) => def.fields.get(name)?.label ?? name), 'Last modified'].map((head) => `<th>${safe(head)}</th>`).join('')
	const more = rows.length > mostRows ? `<p>The ${mostRows} changed last of ${rows.length}; search for others.</p>` : ''
	const empty = rows.length === 0 ? '<p>None.</p>' : `<div class="wide"><table><thead><tr>${heads}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`
	return `<form><input name="q" value="${safe(wanted)}" placeholder="Search" aria-label="Search"><button>Search</button> <a href="/new/${def.name}">New ${safe(def.label)}</a></form>${empty}${more}`
}

function record(org: Org, def: ObjectDef, { row, said }: { row: Row | undefined; said: string }): string {
	const isGone = row ? row.deletedAt !== null : false
	const inputs = editable(def, row).map((field) => `<label>${safe(field.label)}${input(field, row ? valueIn(row, field.name) : null)}</label>`)
	const facts = row ? ['Id', 'CreatedDate', 'LastModifiedDate', 'LastModifiedById'].map((name) => `${name} ${valueIn(row, name)}`) : []
	const by = row ? org.rows.get('User')?.get(row.modifiedBy)?.values['Name'] : null
	const others = [
		row && !isGone ? '<button name="act" value="delete">Delete</button>' : '',
		isGone ? '<button name="act" value="undelete">Take back</button>' : '',
		row && def.name === 'Lead' && !isGone && row.values['IsConverted'] !== true ? '<button name="act" value="convert">Convert</button>' : '',
	].join(' ')
	return `${said ? `<p role="status">${safe(said)}</p>` : ''}${isGone ? '<p>In the bin.</p>' : `<form method="post"><div class="fields">${inputs.join('')}</div><button>Save</button></form>`}
<form method="post">${others}</form><p><small>${safe([...facts, by ? `by ${by}` : ''].join(' · '))}</small></p><p><a href="/object/${def.name}">All of ${safe(def.label)}</a></p>`
}

function input({ name, type, values }: FieldDef, value: Value): string {
	const head = `name="${name}"`
	if (type === 'boolean') return `<input type="checkbox" ${head} value="true"${value === true ? ' checked' : ''}>`
	if (type !== 'picklist' || values.length === 0) return `<input ${head} value="${safe(value)}">`
	const known = value === null || values.includes(String(value)) ? values : [...values, String(value)]
	const options = ['', ...known].map((one) => `<option${one === (value ?? '') ? ' selected' : ''}>${safe(one)}</option>`)
	return `<select ${head}>${options.join('')}</select>`
}

const titleOf = (row: Row) => String(row.values['Name'] ?? row.values['Subject'] ?? row.id)
const safe = (value: Value) => String(value ?? '').replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const page = (title: string, body: string): Screen => ({
	status: 200,
	html: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe(title)}</title><style>${style}</style><header><a href="/">Trial org</a></header><main><h1>${safe(title)}</h1>${body}</main></html>`,
})

const style = `:root{color-scheme:light dark;font:15px/1.5 system-ui;--line:light-dark(#d8dde6,#3a4250);--ink:light-dark(#0b5cab,#7db7ff)}body{margin:0}header{background:#032d60;padding:.6rem 1rem}header a{color:#fff;font-weight:600;text-decoration:none}main{max-width:64rem;margin:auto;padding:1rem}a{color:var(--ink)}
table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.4rem .6rem;border-bottom:1px solid var(--line)}.wide{overflow-x:auto}.gone{opacity:.5;text-decoration:line-through}.fields{display:grid;gap:.6rem;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));margin-bottom:1rem}label{display:grid;gap:.2rem;font-size:.85rem;align-content:start}
input,select,button{font:inherit;padding:.35rem .5rem;border:1px solid var(--line);border-radius:.3rem;min-width:0}input[type=checkbox]{justify-self:start}[role=status]{padding:.5rem .8rem;border-inline-start:3px solid var(--ink);background:light-dark(#eef4ff,#182436)}ul{list-style:none;padding:0;display:grid;gap:.3rem}form{margin:.8rem 0;display:block}small,time{opacity:.7}`
