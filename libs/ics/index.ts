export { inviteIcs, type Invite, type IcsPerson } from './invite-ics';
