/**
 * Who is this caller, and may they do this: tokens, tickets, passwords, keys and the policy. It
 * knows HTTP requests as far as they carry a credential, and no route.
 */
package dev.omnibus.access;
