// An OpenID provider shaped like Entra ID, for one client and the people named in the environment.
import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { Provider } from 'oidc-provider';

const env = process.env;
const port = Number(env.OIDC_PORT);
const tenant = env.OIDC_TENANT;
const people = new Map(JSON.parse(env.OIDC_ACCOUNTS).map(person => [person.account, person]));
const prefix = `/${tenant}/v2.0`;

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const signingKey = privateKey.export({ format: 'jwk' });

const provider = new Provider(`https://localhost:${port}${prefix}`, {
  clients: [{
    client_id: env.OIDC_CLIENT_ID,
    client_secret: env.OIDC_CLIENT_SECRET,
    redirect_uris: JSON.parse(env.OIDC_REDIRECT_URIS),
    post_logout_redirect_uris: JSON.parse(env.OIDC_POST_LOGOUT_REDIRECT_URIS),
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
  }],
  jwks: { keys: [{ ...signingKey, kid: 'test', use: 'sig', alg: 'RS256' }] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  // Entra puts the person's claims into the ID token itself, also in the code flow.
  conformIdTokenClaims: false,
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  claims: { openid: ['sub', 'tid', 'oid', 'ver', 'name', 'preferred_username', 'roles'], profile: [] },
  findAccount: (_, account) => people.has(account) && { accountId: account, claims: () => claimsOf(people.get(account)) },
  loadExistingGrant: consentToAll,
  interactions: { url: (_, interaction) => `${prefix}/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: false }, // Entra has none.
    rpInitiatedLogout: { enabled: true, logoutSource: signOutWithoutAsking },
  },
  renderError: (ctx, out) => { ctx.type = 'text'; ctx.body = `${out.error}: ${out.error_description}`; },
});

function claimsOf({ account, name, objectId, roles, tenantId }) {
  const claims = { sub: account, tid: tenantId ?? tenant, ver: '2.0', oid: objectId, name, preferred_username: account };
  return roles.length === 0 ? claims : { ...claims, roles }; // Entra leaves the claim out when there is none.
}

async function consentToAll(ctx) {
  const grant = new ctx.oidc.provider.Grant({
    clientId: ctx.oidc.client.clientId,
    accountId: ctx.oidc.session.accountId,
  });
  grant.addOIDCScope('openid profile email offline_access');
  await grant.save();
  return grant;
}

async function signOutWithoutAsking(ctx, form) {
  ctx.body = page(`${form}
    <script>
      const form = document.forms[0];
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'logout', value: 'yes' }));
      form.submit();
    </script>`);
}

// For people whose token is to name another issuer, rightly signed with this one's key.
provider.use(async (ctx, next) => {
  await next();
  const issuer = ctx.oidc?.route === 'token' && people.get(ctx.oidc.entities.Account?.accountId)?.issuer;
  if (!issuer) return;
  const [header, payload] = ctx.body.id_token.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url')), iss: issuer };
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  ctx.body.id_token = `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
});

const page = body => `<!doctype html><html lang="en"><title>Test issuer</title><body><main>${body}</main></body></html>`;

const signInForm = problem => page(`
  <h1>Sign in</h1><p role="alert">${problem}</p>
  <form method="post">
    <label>Account <input name="account" autofocus autocomplete="off"></label>
    <button name="answer" value="sign-in">Sign in</button> <button name="answer" value="cancel">Cancel</button>
  </form>`);

async function signIn(request, response) {
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') return show(response, signInForm(''));

  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const account = form.get('account').trim().toLowerCase();
  if (form.get('answer') === 'cancel')
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'The person cancelled.' });
  if (!people.has(account)) return show(response, signInForm('No such account.'));
  return provider.interactionFinished(request, response, { login: { accountId: account } });
}

function show(response, html) {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

const answer = provider.callback();

createServer({ key: readFileSync(env.OIDC_KEY), cert: readFileSync(env.OIDC_CERT) }, (request, response) => {
  if (!request.url.startsWith(`${prefix}/`)) return response.writeHead(404).end();
  if (request.url.startsWith(`${prefix}/interaction/`))
    return signIn(request, response).catch(problem => response.writeHead(400).end(String(problem)));

  const url = new URL(request.url, 'https://localhost');
  // Entra knows the client from its session alone; this provider wants it named.
  if (url.pathname === `${prefix}/session/end` && !url.searchParams.has('id_token_hint'))
    url.searchParams.set('client_id', env.OIDC_CLIENT_ID);

  request.originalUrl = url.pathname + url.search;
  request.url = request.originalUrl.slice(prefix.length);
  return answer(request, response);
}).listen(port, '127.0.0.1');
