/** The file of a form's field `file`; no file is one without a name and without bytes. */
export function givenFile(form: FormData): { name: string; bytes: AsyncIterable<Uint8Array> } {
	const file = form.get('file')
	const isFile = file instanceof File
	return { name: isFile ? file.name : '', bytes: (isFile ? file : new Blob([])).stream() as unknown as AsyncIterable<Uint8Array> }
}
