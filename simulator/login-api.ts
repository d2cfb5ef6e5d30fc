/** LINE Login as a server sees it. https://developers.line.biz/en/reference/line-login/#verify-id-token */
import { refusal } from './api-call.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from './api-call.ts';
import { ISSUER } from './id-tokens.ts';
import type { IdTokens } from './id-tokens.ts';
import type { JsonObject } from './json.ts';
import type { World } from './world.ts';

function invalidRequest(description: string): ApiAnswer {
  return { status: 400, body: { error: 'invalid_request', error_description: description } };
}

/** Why LINE would not take the token, in the order in which it looks. */
export function idTokenProblem(
  world: World,
  claims: JsonObject | undefined,
  wanted: { clientId: string; nonce?: string | null; userId?: string | null },
): string | undefined {
  if (claims === undefined) return 'Invalid IdToken.';
  if (claims['iss'] !== ISSUER) return 'Invalid IdToken Issuer.';
  if (Number(claims['exp']) * 1_000 <= world.now()) return 'IdToken expired.';
  if (claims['aud'] !== wanted.clientId) return 'Invalid IdToken Audience.';
  if (typeof wanted.nonce === 'string' && claims['nonce'] !== wanted.nonce) return 'Invalid IdToken Nonce.';
  if (typeof wanted.userId === 'string' && claims['sub'] !== wanted.userId) return 'Invalid IdToken Subject Identifier.';
  return undefined;
}

async function verify(world: World, idTokens: IdTokens, call: ApiCall): Promise<ApiAnswer> {
  const form = new URLSearchParams(call.bytes.toString());
  const token = form.get('id_token');
  const clientId = form.get('client_id');
  if (token === null) return invalidRequest("The required parameter 'id_token' is missing.");
  if (clientId === null) return invalidRequest("The required parameter 'client_id' is missing.");
  const claims = await idTokens.read(token);
  const problem = idTokenProblem(world, claims, { clientId, nonce: form.get('nonce'), userId: form.get('user_id') });
  return problem === undefined ? { status: 200, body: claims ?? {} } : invalidRequest(problem);
}

export function loginRoutes(world: World, idTokens: IdTokens): ApiRoute[] {
  const discovery = {
    issuer: ISSUER,
    jwks_uri: '/oauth2/v2.1/certs',
    id_token_signing_alg_values_supported: ['ES256'],
    subject_types_supported: ['pairwise'],
  };
  return [
    { method: 'GET', path: '/oauth2/v2.1/certs', access: 'public', handle: () => ({ status: 200, body: idTokens.jwks() }) },
    { method: 'POST', path: '/oauth2/v2.1/verify', access: 'public', handle: (call) => verify(world, idTokens, call) },
    {
      method: 'GET',
      path: '/.well-known/openid-configuration',
      access: 'public',
      handle: () => ({ status: 200, body: { ...discovery, jwks_uri: `${world.url}${discovery.jwks_uri}` } }),
    },
    // LIFF never needs the code flow; a server that tries it should hear so.
    { method: 'POST', path: '/oauth2/v2.1/token', access: 'public', handle: () => refusal(400, 'use the LIFF login page') },
  ];
}
