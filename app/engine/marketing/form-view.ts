import { type FieldKind, type FormDesign, prospectFields, wordsIn } from './form.ts'

/** A form as its reader sees it: in one language, without what is hidden. */
export type FormView = {
	title: string
	lead: string
	submit: string
	fields: {
		key: string
		kind: FieldKind
		label: string
		isRequired: boolean
		initial: string
		most: number | null
		choices: { value: string; label: string }[]
	}[]
	topics: { topic: string; label: string }[]
}

export function formView(design: FormDesign, locale: string): FormView {
	const say = (words: Parameters<typeof wordsIn>[0]) => wordsIn(words, locale)
	return {
		...{ title: say(design.title), lead: say(design.lead), submit: say(design.submit) },
		fields: design.fields
			.filter(({ isHidden }) => !isHidden)
			.map(({ key, kind, label, isRequired, initial, choices }) => ({
				...{ key, kind, label: say(label), isRequired, initial },
				most: key in prospectFields ? prospectFields[key as keyof typeof prospectFields].most : null,
				choices: choices.map((choice) => ({ value: choice.value, label: say(choice.label) })),
			})),
		topics: design.topics.map(({ topic, label }) => ({ topic, label: say(label) })),
	}
}
