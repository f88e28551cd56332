import { expect, test } from 'vitest'
import { changeSettings } from '../../app/flows/sync-setup/change-settings.ts'
import { connect, leadMap, outsideStage, unfinished } from '../support/outside-stage.ts'

// The org's clock is ahead of the database's: its stamp says only that something changed, and nobody can say what came later.
const stage = await outsideStage('beryl', { startsAt: Date.parse('2099-05-12T09:00:00Z') })
const { db, userId, standIn } = stage
const connectionId = await connect(stage, [leadMap])

test.each(['crm', 'ma'] as const)('(B5) a tie goes to %s where the settings say so, and the journal names it', async (tieWinner) => {
	expect(await changeSettings(db, stage.staff, { connectionId, wish: { tieWinner, createOn: [], errorPercent: '2', mails: 'one' }, ...stage.done() })).toEqual({
		ok: true,
	})
	const email = `tie.${tieWinner}@beryl.test`
	const [made] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, title, company, assigned_user_id, assigned_at) values (${stage.sellerId}, ${email}, 'Silva', 'Buyer', 'Bar Silva', ${userId}, now()) returning id`
	await stage.settle()
	const [leadId = ''] = (await stage.org.findMatches('Lead', [email], ['Title'])).map(({ id }) => id)
	await db`update ma_prospect set title = 'Ours' where id = ${made?.id ?? 0}`
	standIn.turn({ edit: { object: 'Lead', id: leadId, values: { Title: 'Theirs' } } })
	await stage.settle()
	const winner = tieWinner === 'crm' ? 'Theirs' : 'Ours'
	expect(await db`select title from ma_prospect where id = ${made?.id ?? 0}`).toEqual([{ title: winner }])
	expect((await stage.org.readByIds('Lead', [leadId], ['Title']))[0]?.values).toMatchObject({ Title: winner })
	const [line] =
		await db`select rule, winner, note from sync_decision where connection_id = ${connectionId} and crm_field = 'Title' and note = 'tie' order by at desc, id desc limit 1`
	expect(line).toMatchObject({ rule: tieWinner === 'crm' ? 'most_recent.tie' : 'most_recent.tie_ma', winner: tieWinner, note: 'tie' })
	expect(await unfinished(stage)).toBe(0)
})
