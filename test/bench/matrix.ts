import { chromium, type Page } from '@playwright/test'
import type { Db } from '../../db/client.server.ts'
import { chromiumFlags, findChromium } from '../journeys/chromium.ts'
import { call, median, newCart, round } from './cart-calls.ts'
import { withCookies } from './cookies.ts'
import { benchToken, type Size } from './data.ts'
import { type Glide, type Opening, watchOpening } from './matrix-page.ts'
import { benchSecret, machine, openStage, startProgram, type Web } from './stage.ts'

const ACCOUNT = 900
const STORES = 15
const DAYS = [undefined, '2099-03-02', '2099-03-03', '2099-03-04']
/** Four of fifty deliveries take each product: 8,000 quantities, so that an edit stays within the limit of 10,000. */
const PER_LINE = 4

type Wide = { lines: number; deliveries: number }

const placeOf = (index: number) => {
	const day = DAYS[Math.floor(index / STORES)]
	return { shipTo: `S${1 + (index % STORES)}`, ...(day ? { requestedOn: day } : {}) }
}

/** A cart of this size in the buyer's hand, through the machine's door; what an earlier run left is taken again. */
async function cartInHand(db: Db, web: Web, { lines, deliveries }: Wide): Promise<void> {
	const name = `${lines} × ${deliveries}`
	const [known] = await db<{ id: number }[]>`select id from sales_order where account_id = ${ACCOUNT} and stage = 'cart' and name = ${name}`
	const id = known?.id ?? (await filledCart(web, { lines, deliveries }))
	await db`update sales_order set is_current = false where account_id = ${ACCOUNT} and id <> ${id} and stage = 'cart'`
	await db`update sales_order set is_current = true, name = ${name} where account_id = ${ACCOUNT} and id = ${id}`
}

async function filledCart(web: Web, { lines, deliveries }: Wide): Promise<number> {
	const id = await newCart(web, ACCOUNT)
	for (let turn = 0; turn < PER_LINE; turn++) {
		const rows = Array.from({ length: lines }, (_, line) => ({
			sku: `SKU-${1 + line}`,
			quantity: 1 + ((line + turn) % 7),
			...placeOf((line + Math.floor((turn * deliveries) / PER_LINE)) % deliveries),
		}))
		const { status, body } = await call(web, ACCOUNT, `carts/${id}/lines`, { lines: rows })
		if (status !== 200) throw new Error(`The cart was refused: ${JSON.stringify(body).slice(0, 300)}`)
	}
	return id
}

const at = (values: readonly number[], share: number) => round([...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0)
const spread = (values: readonly number[]) => ({ count: values.length, p50: at(values, 0.5), p95: at(values, 0.95), most: at(values, 1) })

/** More fields than this at once are no window any more. */
const MOST_FIELDS = 600

async function drawn(page: Page) {
	const counts = await page.evaluate(() => ({
		inputs: document.querySelectorAll('input[data-cell]').length,
		rows: document.querySelectorAll('tr[id^="line-"]').length,
		elements: document.querySelectorAll('*').length,
	}))
	if (counts.inputs > MOST_FIELDS) throw new Error(`${counts.inputs} fields stand in the page`)
	return counts
}

/** Scrolls frame by frame; the main thread's own seconds tell of it on a busy machine too. */
async function glide(page: Page, axis: 'x' | 'y', steps: number) {
	const devtools = await page.context().newCDPSession(page)
	await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
	const busy = async () => (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
	const began = await busy()
	const glided = await page.evaluate<Glide, [string, number]>(([one, many]) => globalThis.kontorMatrix.glide(one === 'x' ? 'x' : 'y', many), [axis, steps])
	const cpuMsPerFrame = round(((await busy()) - began) * 1000) / steps
	await devtools.detach()
	return { ...spread(glided.frames), cpuMsPerFrame: round(cpuMsPerFrame), scrolledPx: glided.scrolled }
}

/** From a key to the frame that shows what it did. */
async function press(page: Page, keys: string[], times: number): Promise<number[]> {
	const took: number[] = []
	for (let turn = 0; turn < times; turn++) {
		await page.evaluate(() => globalThis.kontorMatrix.awaitKey())
		await page.keyboard.press(keys[turn % keys.length] ?? '')
		took.push(await page.evaluate(() => globalThis.kontorMatrix.painted))
	}
	return took
}

async function openings(page: Page, url: string, times: number) {
	const opened: Opening[] = []
	for (let turn = 0; turn < times; turn++) {
		await page.goto(url, { waitUntil: 'load' })
		await page.waitForFunction(() => globalThis.kontorMatrix.hydratedAt > 0)
		opened.push(await page.evaluate(() => globalThis.kontorMatrix.opening()))
	}
	const of = (name: keyof Opening) => round(median(opened.map((one) => one[name])))
	return { times, answerMs: of('answerMs'), drawnMs: of('drawnMs'), hydratedMs: of('hydratedMs'), htmlBytes: of('htmlBytes'), sentBytes: of('sentBytes') }
}

/** The last cell of all, by keys: reached, typed into, and still there when the page is opened anew. */
async function editLast(page: Page, { lines, deliveries }: Wide): Promise<void> {
	const last = `input[data-cell="${lines - 1}:${deliveries - 1}"]`
	await page.evaluate(() => globalThis.kontorMatrix.focusFirst())
	await page.keyboard.press('Control+End')
	// More each time: less could raise a price, which waits for a yes.
	const wanted = String(1 + Number(await page.inputValue(last)))
	const stored = page.waitForResponse((response) => response.request().postData()?.includes(`%22quantity%22%3A%22${wanted}%22`) === true)
	await page.keyboard.type(wanted)
	await page.keyboard.press('ArrowUp')
	await stored
	await page.reload({ waitUntil: 'load' })
	await page.waitForFunction(() => globalThis.kontorMatrix.hydratedAt > 0)
	await page.evaluate(() => globalThis.kontorMatrix.focusFirst())
	await page.keyboard.press('Control+End')
	const found = await page.inputValue(last)
	if (found !== wanted) throw new Error(`The last cell was to hold ${wanted} and holds ${found}`)
}

async function measure(page: Page, origin: string, wide: Wide) {
	await page.goto(`${origin}/cart`, { waitUntil: 'load' })
	const opening = await openings(page, `${origin}/cart`, 5)
	const first = await drawn(page)
	await page.evaluate(() => globalThis.kontorMatrix.toTop())
	const rows = await glide(page, 'y', 60)
	const whileRows = await drawn(page)
	const columns = await glide(page, 'x', 40)
	const whileColumns = await drawn(page)
	await page.evaluate(() => globalThis.kontorMatrix.focusFirst())
	const walking = { down: spread(await press(page, ['ArrowDown'], 40)), right: spread(await press(page, ['ArrowRight'], 40)) }
	const typing = spread(await press(page, ['7', 'Backspace'], 20))
	await page.keyboard.press('Escape')
	await editLast(page, wide)
	return {
		...wide,
		opening,
		first,
		frames: { rows, columns },
		whileScrolling: { rows: whileRows, columns: whileColumns },
		keyToPaintMs: { ...walking, typing },
	}
}

/** The cart's matrix in a real browser: what opening, scrolling, walking and typing take, and how much of it is drawn at once. */
export async function matrix(size: Size, sizes: readonly Wide[]): Promise<Record<string, unknown>> {
	const executablePath = await findChromium()
	if (!executablePath) return { work: 'matrix', skipped: 'no Chromium on this machine: set CHROMIUM_PATH' }
	const stage = await openStage(size)
	const web = await startProgram('app/server.ts', { DATABASE_URL: stage.url })
	const browser = await chromium.launch({ executablePath, args: chromiumFlags })
	try {
		const [ask] = await withCookies([{ headers: { 'x-bench-session': benchToken(ACCOUNT) } as Record<string, string> }], benchSecret)
		const [name = '', value = ''] = (ask?.headers['cookie'] ?? '').split('=')
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' })
		await context.addCookies([{ name, value, url: web.origin }])
		await context.addInitScript(watchOpening)
		const page = await context.newPage()
		const runs = []
		for (const wide of sizes) {
			await cartInHand(stage.db, web, wide)
			runs.push(await measure(page, web.origin, wide))
		}
		return { work: 'matrix', machine: await machine(stage.db), browser: browser.version(), drawing: 'by software', runs }
	} finally {
		await browser.close()
		await web.stop()
		await stage.close()
	}
}
