import type { Io } from '../io.js';
import type { ApplyInput, Planned } from './apply.js';
import type { Session } from './session.js';
export async function applyLive(_planned: readonly Planned[], _input: ApplyInput, _session: Session, _io: Io): Promise<number> { throw new Error('live'); }
