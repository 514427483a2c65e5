// Files by the Cloud API: upload, look up, delete. The address that is given out proves itself for five minutes, with
// or without a token, because clients disagree about sending one.
import { type AccountId, Fault } from '../../protocol/index.ts';
import { type Endpoint, endpoint, type GraphCall, GraphFault } from '../graph/index.ts';
import type { Media } from '../media/index.ts';
import type { MediaNode, NumberNode } from './nodes.ts';

export interface FileDeps {
  media: Pick<Media, 'store' | 'graphFile' | 'graphLink' | 'remove'>;
}

export function createFileEndpoints({ media }: FileDeps): Endpoint[] {
  return [
    endpoint<NumberNode>({
      kind: 'number',
      edge: 'media',
      methods: ['POST'],
      handle: async (call) => upload(media, call),
    }),
    endpoint<MediaNode>({
      kind: 'media',
      edge: null,
      methods: ['GET'],
      async handle({ node, request }) {
        const file = await media.graphFile(node.media.id);
        return {
          messaging_product: 'whatsapp',
          url: request.origin + media.graphLink(node.media.id).path,
          mime_type: file.mimeType,
          sha256: file.sha256,
          file_size: String(file.sizeBytes),
          id: node.id,
        };
      },
    }),
    endpoint<MediaNode>({
      kind: 'media',
      edge: null,
      methods: ['DELETE'],
      async handle({ node, grant }) {
        await removeOwn(media, node, grant!.portfolioId);
        return { success: true };
      },
    }),
  ];
}

async function upload(media: FileDeps['media'], { node, params, request }: GraphCall<NumberNode>) {
  if (params.messaging_product !== 'whatsapp') {
    throw new GraphFault(100, { message: 'The parameter messaging_product is required.' });
  }
  const file = request.files.get('file');
  if (file === undefined) throw new GraphFault(100, { message: 'The parameter file is required.' });
  try {
    const stored = await media.store({
      accountId: node.business.accountId,
      bytes: file.stream(),
      origin: 'api',
      accept: 'any',
      ...(file.name ? { fileName: file.name } : {}),
    });
    return { id: stored.graphId };
  } catch (error) {
    throw toUploadFault(error, file.type);
  }
}

const typesTaken = [
  'audio/aac',
  'audio/mp4',
  'audio/mpeg',
  'audio/amr',
  'audio/ogg',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'image/jpeg',
  'image/png',
  'image/webp',
  'video/mp4',
  'video/3gpp',
];

function toUploadFault(error: unknown, type: string): unknown {
  if (!(error instanceof Fault)) return error;
  const got = type.replace(/[^\w/.+-]/g, '').slice(0, 100) || 'none';
  switch (error.code) {
    case 'media_type_unsupported':
      return new GraphFault(100, {
        message: `Param file must be a file with one of the following types: ${typesTaken.join(', ')}. Received file of type '${got}'.`,
      });
    case 'media_too_large':
    case 'media_pixels_exceeded':
    case 'body_too_large':
      return new GraphFault(100, { message: `Param file is too large: ${error.details ?? error.code}` });
    case 'media_damaged':
      return new GraphFault(131053, { details: 'The file cannot be read as what it claims to be.' });
    default:
      return error;
  }
}

/** What a person sent is the person's: a business may stop seeing it, not take it away. */
async function removeOwn(
  media: FileDeps['media'],
  node: MediaNode,
  portfolioId: string | null,
): Promise<void> {
  const owner: AccountId = node.media.ownerAccountId;
  if (node.media.origin === 'person' || portfolioId === null) {
    throw new GraphFault(100, { message: 'This file was not uploaded by this business.' });
  }
  await media.remove(node.media.id, owner);
}
