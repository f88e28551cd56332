/**
 * Where files of the house are kept: pictures, data sheets, certificates, files to import. A file is known by what is in
 * it (its SHA-256), so the same file twice is one, and a key never means something else later.
 */
export type FileStore = {
	/** Keeps the bytes; repeated, it answers the same key. Stops at `mostBytes` and answers null: nothing is kept. */
	put(bytes: AsyncIterable<Uint8Array>, mostBytes: number): Promise<KeptFile | null>
	/** Null: no such file. */
	sizeOf(key: string): Promise<number | null>
	/** The bytes, in blocks. Throws when there is no such file: ask `sizeOf` first. */
	read(key: string): AsyncIterable<Uint8Array>
	/** Takes a file away that nothing names any more; nothing happens when it is gone. */
	remove(key: string): Promise<void>
}

/** `head`: its first bytes, by which what it is can be told. */
export type KeptFile = { key: string; bytes: number; head: Uint8Array }

declare module '../../platform/house.ts' {
	interface Connectors {
		files: FileStore
	}
}
