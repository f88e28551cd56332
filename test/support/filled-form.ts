/** The fields of a page's form as a browser would post them untouched; the form is the one that holds `marker`. */
export function filledForm(html: string, marker: string): Record<string, string[]> {
	const form = html.split('<form').find((part) => part.slice(0, part.indexOf('</form>')).includes(marker))
	if (!form) throw new Error(`no form with ${marker}`)
	const fields: Record<string, string[]> = {}
	const add = (name: string, value: string) => {
		fields[name] = [...(fields[name] ?? []), value]
	}
	const body = form.slice(0, form.indexOf('</form>'))
	for (const [whole, tag] of body.matchAll(/<(input|select|textarea)\b[^>]*>/g)) {
		const name = attribute(whole, 'name')
		if (!name) continue
		const rest = body.slice(body.indexOf(whole) + whole.length)
		const type = attribute(whole, 'type')
		if (tag === 'textarea') add(name, unescaped(rest.slice(0, rest.indexOf('</textarea>'))).replace(/^\n/, ''))
		else if (tag === 'select') add(name, chosenIn(rest.slice(0, rest.indexOf('</select>'))))
		else if (type !== 'checkbox' && type !== 'radio') add(name, attribute(whole, 'value') ?? '')
		else if (/\schecked(=|\s|\/|>)/.test(whole)) add(name, attribute(whole, 'value') ?? 'on')
	}
	return fields
}

function attribute(tag: string, name: string): string | null {
	const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)
	return found ? unescaped(found[1] ?? '') : null
}

function chosenIn(options: string): string {
	const all = [...options.matchAll(/<option\b[^>]*>/g)].map(([tag]) => tag)
	return attribute(all.find((tag) => /\sselected(=|\s|>)/.test(tag)) ?? all[0] ?? '', 'value') ?? ''
}

const unescaped = (text: string) =>
	text.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
