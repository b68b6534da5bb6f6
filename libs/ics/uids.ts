/** What an appointment is called in every calendar it is sent to: the same in invitations, downloads and feeds. */
export function uidOf(appointmentId: string): string {
  return `${appointmentId}@slotlink`;
}

/** The appointment's ID, or null for what some other program made. Whose appointment it is, it doesn't say. */
export function appointmentIdOf(uid: string): string | null {
  const id = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@slotlink$/i.exec(uid)?.[1];
  return id?.toLowerCase() ?? null;
}
