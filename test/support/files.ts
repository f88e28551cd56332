import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openLocalFiles } from '../../app/connectors/files/local/local-files.server.ts'

/** A file store of its own, gone at the end of the test file. */
export function testFiles() {
	const folder = mkdtempSync(join(tmpdir(), 'files-'))
	afterAll(() => rm(folder, { recursive: true, force: true }))
	return { files: openLocalFiles(folder), folder }
}

export async function* bytesOf(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
	yield typeof text === 'string' ? new TextEncoder().encode(text) : text
}
