/**
 * Words and shapes of what is measured, and what rooms write into on their way: series of a server,
 * a replica, a tool, or the node itself.
 */
package dev.omnibus.measure;
