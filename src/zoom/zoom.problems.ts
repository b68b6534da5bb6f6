import { defineProblem } from '../platform/http';

export const OAuthStateInvalid = defineProblem('oauth-state-invalid', 422, 'This sign-in at Zoom is not known or over');
export const ZoomSignatureInvalid = defineProblem(
  'zoom-signature-invalid',
  401,
  'Zoom has not signed this, or too long ago',
);
export const ZoomAccessDenied = defineProblem('zoom-access-denied', 403, 'Access was declined at Zoom');
export const ZoomCodeInvalid = defineProblem('zoom-code-invalid', 422, "Zoom does not take the sign-in's code");
export const ZoomScopesMissing = defineProblem('zoom-scopes-missing', 422, 'Zoom granted too little');
export const ZoomUnavailable = defineProblem('zoom-unavailable', 503, 'Zoom does not answer');
export const ZoomConfirmationInvalid = defineProblem(
  'zoom-confirmation-invalid',
  422,
  'There is no such Zoom account to confirm',
);
export const ZoomLinkInvalid = defineProblem(
  'zoom-link-invalid',
  404,
  'This link to connect Zoom is not known or over',
);
export const ZoomAccountBound = defineProblem('zoom-account-bound', 409, 'The Zoom account belongs to another user ID');
export const ZoomAlreadyConnected = defineProblem('zoom-already-connected', 409, 'A Zoom account is connected already');
export const ZoomNotConnected = defineProblem('zoom-not-connected', 409, 'Zoom is not connected');
export const ZoomReconnectNeeded = defineProblem('zoom-reconnect-required', 409, 'Zoom has to be connected again');
