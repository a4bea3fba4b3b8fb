// Sessions cannot be known when the app is built: the relay answers with the same shell, which reads the id here.
import type { PageLoad } from './$types';

export const prerender = false;

export const load: PageLoad = ({ params }) => ({ key: params.id });
