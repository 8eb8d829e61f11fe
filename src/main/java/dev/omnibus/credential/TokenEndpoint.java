package dev.omnibus.credential;

import java.net.URI;
import java.util.List;

/**
 * Where tokens are had.
 *
 * @param issuer as it calls itself; null when only the address is known
 * @param methods by which clients may prove who they are; empty when it does not say
 * @param resource what its tokens are for, as the server itself says; null when it does not
 */
record TokenEndpoint(URI url, String issuer, List<String> methods, String resource) {}
