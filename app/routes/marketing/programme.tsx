import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Db } from '../../../db/client.server.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { changeSettings, editDraft, pauseProgramme, publishProgramme } from '../../flows/marketing/change-programme.ts'
import { openProgramme } from '../../flows/marketing/open-programmes.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Status } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { idIn, wordIn } from '../../ui/people/read-people-form.ts'
import { PeopleLink, ProgrammePage } from '../../ui/programme/programme-page.tsx'
import { stateTone } from '../../ui/programme/programme-view.ts'
import { readEdit, readSettings } from '../../ui/programme/read-programme-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['programmes', 'automation', 'people', 'marketing', 'crm'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const person = wordIn(new URL(request.url).searchParams, 'person', 200) || null
	const page = await openProgramme(db, staff, { id: idIn(params['id']), person, at })
	if (!page) throw notFound()
	return { page, mayWrite: staff.roles.some((role) => role === 'marketer' || role === 'administrator') }
}
export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.page.programme.name, matches) }]

type Said = { id: number; requestId: string; at: Date }
type Answer = { refusals: Refusal[] } | { made: string | null } | null

/** Settings, publishing, pausing, or an edit of the draft. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const id = idIn(params['id'])
	if (id === null) throw notFound()
	const isSettings = form.get('intent') === 'settings'
	const typed = isSettings ? readSettings(form) : null
	const answer = await perform(db, staff, form, { id, requestId, at })
	if (!answer) throw notFound()
	if ('refusals' in answer) return data({ refusals: answer.refusals, typed: typed && { settings: typed.settings, question: typed.question } }, { status: 422 })
	const back = new URL(request.url)
	if (answer.made) {
		back.searchParams.delete('at')
		back.searchParams.set('step', answer.made)
	}
	return redirect(`${back.pathname}${back.search}`)
}

async function perform(db: Db, staff: StaffMember, form: FormData, said: Said): Promise<Answer> {
	const intent = form.get('intent')
	const done = (answer: { ok: true } | { ok: false; refusals: Refusal[] } | null): Answer =>
		answer && (answer.ok ? { made: null } : { refusals: answer.refusals })
	if (intent === 'settings') {
		const { settings, asked } = readSettings(form)
		return asked.ok ? done(await changeSettings(db, staff, { ...said, wish: { ...settings, exitQuestion: asked.value } })) : asked
	}
	if (intent === 'publish') return done(await publishProgramme(db, staff, { ...said, movesInside: form.get('movesInside') !== null }))
	if (intent === 'pause' || intent === 'resume') return done(await pauseProgramme(db, staff, { ...said, pauses: intent === 'pause' }))
	const edit = readEdit(form)
	if (!edit) return null
	if (!edit.ok) return edit
	const answer = await editDraft(db, staff, { ...said, edit: edit.value, draftNumber: Number(wordIn(form, 'draft', 9)) })
	return answer?.ok ? { made: answer.made } : done(answer)
}

export default function ProgrammeRoute() {
	const { t } = useTranslation('programmes')
	const { page, mayWrite } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const { programme } = page
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ label: t('list.title'), href: '/marketing/programmes' }, { label: programme.name }]} />}
				title={programme.name}
				lead={<Status tone={stateTone[programme.state]}>{t(`state.${programme.state}`)}</Status>}
				actions={<PeopleLink id={programme.id} />}
			/>
			{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
			<ProgrammePage page={page} mayWrite={mayWrite} typed={refused?.typed ?? null} />
		</>
	)
}
