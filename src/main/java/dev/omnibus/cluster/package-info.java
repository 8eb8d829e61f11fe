/** The members, and who owns which server: a pure function of both, the same on every node. */
package dev.omnibus.cluster;
