import { noDoor } from './call.server.ts'

/** Any other address of the API: a machine gets no page. */
export const loader = noDoor
export const action = noDoor
