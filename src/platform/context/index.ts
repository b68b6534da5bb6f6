export { NOBODY, currentContext, runInContext, type RequestContext } from './request-context';
