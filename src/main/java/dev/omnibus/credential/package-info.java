/** What this node shows to servers that want an access token: OAuth 2.1 client credentials. */
package dev.omnibus.credential;
