import { defineProblem } from '../platform/http';

export const ContactExists = defineProblem('contact-exists', 409, 'A contact with this e-mail exists');
export const ContactInUse = defineProblem('contact-in-use', 409, 'The contact has appointments');
