/**
 * What travels encrypted between a node and one client over a socket that others may read: two keys
 * that only these two have. It imports nothing of ours.
 */
package dev.omnibus.sealed;
